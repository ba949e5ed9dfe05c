import type { NextFunction, Request, RequestHandler, Response as ExpressResponse } from 'express';
import { detailsOfStatus } from '../errors/error-details';
import { createHeaders } from '../http/headers';
import { Status } from '../http/status';
import type { AnyResponse } from '../responses/response';
import { replyWithDetails } from '../writers/reply-to-error';
import { allowedMethods } from './allowed-methods';
import { withAppSettings } from './app-settings';
import { adapt } from './handler';
import { withName } from './with-name';
import { asHandler } from './roles';
import { checkSettings } from './check-settings';
import type { Settings } from './settings';

type NotFoundReply = AnyResponse | undefined | Promise<AnyResponse | undefined>;

/**
 * Creates the layer before `errorHandler`, which answers requests that no route has answered: 404 with the code 1001,
 * or 405 with `Allow` if a mounted route has the path with other methods (RFC 9110 section 15.5.6).
 *
 * ```ts
 * app.use(notFound(settings));
 * app.use(errorHandler(settings));
 * ```
 *
 * @throws UsageError `ERR_RETURNS_SETTINGS` for wrong settings.
 */
export function notFound(settings: Settings = {}): RequestHandler {
  const checked = checkSettings('notFound()', settings, false);
  const answer = (req: Request, res: ExpressResponse, next: NextFunction): NotFoundReply => {
    if (req.method === 'OPTIONS') {
      // Express lists the methods of a path after the last layer.
      next();
      return undefined;
    }
    const methods = allowedMethods(req);
    const exchange = { req, res, settings: withAppSettings(checked, req) };
    if (methods.size === 0 || methods.has(req.method)) {
      return replyWithDetails(detailsOfStatus({ status: Status.NOT_FOUND }), exchange);
    }
    const headers = createHeaders({}, { Allow: [...methods].join(', ') });
    return replyWithDetails(detailsOfStatus({ status: Status.METHOD_NOT_ALLOWED, headers }), exchange);
  };
  return adapt(withName('notFound', answer), asHandler, checked);
}
