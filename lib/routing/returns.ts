import type { NextFunction, Request, RequestHandler, Response as ExpressResponse } from 'express';
import { adapt, withName } from './handler';
import { asHandler } from './roles';
import { checkHandler } from './route';
import { checkSettings, type Settings } from './settings';
import { withTimeout } from './timeout';
import type { HandlerResult } from './types';

/**
 * One return-style handler for any route of Express.
 *
 * ```ts
 * app.get('/health', returns(() => new Text('ok')));
 * ```
 *
 * `req.params` is typed as texts; for a wildcard of Express 5 say `returns<{ rest: string[] }>(...)`.
 *
 * @throws UsageError `ERR_RETURNS_HANDLER` for what is no handler, `ERR_RETURNS_SETTINGS` for wrong settings.
 */
export function returns<P = Record<string, string>>(
  handler: (req: Request<P>, res: ExpressResponse, next: NextFunction) => HandlerResult | Promise<HandlerResult>,
  settings: Settings = {},
): RequestHandler<unknown> {
  const checked = checkSettings('returns()', settings, false);
  const adapted = adapt(checkHandler('returns()', handler), asHandler, checked);
  return (
    checked.timeout === undefined ? adapted : withName(adapted.name, withTimeout(adapted, checked.timeout))
  ) as RequestHandler<unknown>;
}
