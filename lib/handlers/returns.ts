import type { NextFunction, Request, RequestHandler, Response as ExpressResponse } from 'express';
import { adapt } from './handler';
import { withPropertiesOf } from './with-name';
import { asHandler } from './roles';
import { checkHandler } from './check-function';
import { checkSettings } from './check-settings';
import type { Settings } from './settings';
import { withTimeout } from './timeout';
import type { CheckedHandler } from './handler-fault';
import type { AnyRequestHandler, HandlerResult } from './types';

/** A handler with typed params and otherwise Express's own types. */
type RequestFunction<P> = (
  req: Request<P>,
  res: ExpressResponse,
  next: NextFunction,
) => HandlerResult | Promise<HandlerResult>;

/**
 * Creates a handler for any route of Express from a function that returns its reply.
 *
 * ```ts
 * app.get('/health', returns(() => new Text('ok')));
 * ```
 *
 * `req.params` has the type of the path in `app.route(path).get(...)`; elsewhere its values are strings. For a wildcard
 * of Express 5 write `returns<{ rest: string[] }>(...)`.
 *
 * @throws UsageError `ERR_RETURNS_HANDLER` for an invalid handler, `ERR_RETURNS_SETTINGS` for wrong settings.
 */
export function returns<P = Record<string, string>, F extends RequestFunction<P> = RequestFunction<P>>(
  handler: CheckedHandler<F>,
  settings?: Settings,
): RequestHandler<P> & RequestHandler<unknown>;
export function returns<F extends AnyRequestHandler>(
  handler: CheckedHandler<F>,
  settings?: Settings,
): AnyRequestHandler;
export function returns(handler: unknown, settings: Settings = {}): RequestHandler {
  const checked = checkSettings('returns()', settings, false);
  const adapted = adapt(checkHandler('returns()', handler), asHandler, checked);
  return checked.timeout === undefined ? adapted : withPropertiesOf(adapted, withTimeout(adapted, checked.timeout));
}
