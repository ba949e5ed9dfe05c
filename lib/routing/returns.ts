import type { NextFunction, Request, RequestHandler, Response as ExpressResponse } from 'express';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { adapt } from './handler';
import { asHandler, type UserFunction } from './roles';
import { checkSettings, type Settings } from './settings';
import type { HandlerResult } from './types';

/**
 * One return-style handler for any route of Express.
 *
 * ```ts
 * app.get('/health', returns(() => new Text('ok')));
 * ```
 *
 * @throws UsageError `ERR_RETURNS_HANDLER` for what is no handler, `ERR_RETURNS_SETTINGS` for wrong settings.
 */
export function returns<P = Request['params']>(
  handler: (req: Request<P>, res: ExpressResponse, next: NextFunction) => HandlerResult | Promise<HandlerResult>,
  settings: Settings = {},
): RequestHandler<P> {
  if (typeof handler !== 'function' || handler.length > 3) {
    throw new UsageError(
      'ERR_RETURNS_HANDLER',
      `returns() takes a handler (req, res, next); got ${describe(handler)}${typeof handler === 'function' ? ' of four parameters' : ''}.`,
    );
  }
  return adapt(
    handler as unknown as UserFunction,
    asHandler,
    checkSettings('returns()', settings, false),
  ) as unknown as RequestHandler<P>;
}
