import type { NextFunction, Request, RequestHandler, Response as ExpressResponse } from 'express';
import { detailsOfStatus } from '../errors/error-details';
import { formatDetails } from '../errors/error-reply';
import { createHeaders } from '../http/headers';
import { Status } from '../http/status';
import type { AnyResponse } from '../responses/response';
import { allowedMethods } from './allowed-methods';
import { withAppSettings } from './app-settings';
import { adapt } from './handler';
import { withName } from './with-name';
import { asHandler } from './roles';
import { checkSettings, type Settings } from './settings';

/**
 * The last but one layer of an app: the answer where nobody has answered. 404 with the code 1001; 405 with `Allow` for a
 * path that a mount knows with other methods (RFC 9110 section 15.5.6).
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
  const answer = (req: Request, _res: ExpressResponse, next: NextFunction): AnyResponse | undefined => {
    if (req.method === 'OPTIONS') {
      // Express lists the methods of a path when all layers have passed.
      next();
      return undefined;
    }
    const methods = allowedMethods(req);
    const all = withAppSettings(checked, req);
    if (methods.size === 0 || methods.has(req.method)) {
      return formatDetails(detailsOfStatus({ status: Status.NOT_FOUND }), req, all);
    }
    const headers = createHeaders({}, { Allow: [...methods].join(', ') });
    return formatDetails(detailsOfStatus({ status: Status.METHOD_NOT_ALLOWED, headers }), req, all);
  };
  return adapt(withName('notFound', answer), asHandler, checked);
}
