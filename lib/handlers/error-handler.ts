import type { ErrorRequestHandler, NextFunction, Request, Response as ExpressResponse } from 'express';
import { UsageError } from '../diagnostics/usage-error';
import { detailsOfStatus } from '../errors/error-details';
import { formatDetails } from '../errors/error-reply';
import { isBodyField } from '../http/body-fields';
import { isResponse, type AnyResponse } from '../responses/response';
import { fromWebResponse, isWebResponse } from '../responses/web-response';
import type { Exchange } from '../writers/exchange';
import { breakOff, breakOffIfMasked } from '../writers/break-off';
import { logError } from '../writers/log';
import { isTestDouble } from '../writers/test-double';
import { isOver } from '../writers/watch-close';
import { write, writeError } from '../writers/write';
import { withAppSettings } from './app-settings';
import { describePlace } from './describe-place';
import { checkSettings, type Settings } from './settings';

/**
 * The last layer of an app: every error that reaches it becomes an error reply in the one format of the app, whoever
 * made it. Of an unexpected one the client sees a 500 and nothing else, whatever `NODE_ENV` says; `log` gets it.
 *
 * ```ts
 * app.use(notFound(settings));
 * app.use(errorHandler(settings));
 * ```
 *
 * @throws UsageError `ERR_RETURNS_SETTINGS` for wrong settings.
 */
export function errorHandler(settings: Settings = {}): ErrorRequestHandler {
  const checked = checkSettings('errorHandler()', settings, false);
  // Four parameters: by their number Express knows an error handler.
  return function errorHandler(error: unknown, req: Request, res: ExpressResponse, next: NextFunction) {
    return answer(error, { req, res, next, fn: errorHandler, settings: withAppSettings(checked, req) });
  };
}

/** One error to answer, for one request. */
interface Call extends Exchange {
  readonly next: NextFunction;
  readonly fn: { readonly name: string };
}

/** Never rejects: Express 4 would not hear of it. */
async function answer(error: unknown, call: Call, isSecond = false): Promise<void> {
  const { req, res, next, settings } = call;
  if (isAbort(error) && isOver(req, res)) return;
  if (res.headersSent) {
    // Express logs it and destroys the connection, so that the client does not take half a body for a whole one.
    breakOffIfMasked(res, error);
    next(error);
    return;
  }
  try {
    const response = asResponse(error);
    if (!isTestDouble(res)) removeBodyFields(res);
    await (response === undefined ? writeError(error, call) : write(response, call));
  } catch (thrown) {
    // An error without its values, a view that fails, a response that a generator throws.
    const failure = thrown instanceof UsageError ? thrown.at(describePlace(call)) : thrown;
    if (!isSecond) return answer(failure, call, true);
    logError(failure, req, settings.log);
    writeBare(call);
  }
}

/** A response that was passed to `next` or thrown in a middleware. */
function asResponse(error: unknown): AnyResponse | undefined {
  if (isResponse(error)) return error;
  return isWebResponse(error) ? fromWebResponse(error) : undefined;
}

/** A reply past Express's methods: something has wrapped them that fails for every reply. */
function writeBare({ req, res, settings }: Call): void {
  try {
    const { status, headers, body } = formatDetails(detailsOfStatus({ status: 500 }), req, settings);
    res.statusCode = status;
    res.setHeader('Content-Type', headers['content-type'] ?? []);
    res.end(globalThis.JSON.stringify(body));
  } catch (error) {
    breakOff(res, error);
  }
}

/** What was set for the reply that failed: in the error reply its type, length or tag would be lies. */
function removeBodyFields(res: ExpressResponse): void {
  for (const name of res.getHeaderNames()) {
    if (isBodyField(name)) res.removeHeader(name);
  }
  // An error is not to be kept as long as the reply that it came in place of; "no-store" holds for both.
  if (!String(res.getHeader('Cache-Control')).includes('no-store')) res.removeHeader('Cache-Control');
}

const ABORTS: ReadonlySet<unknown> = new Set([
  ...['ABORT_ERR', 'ECONNABORTED', 'ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'],
]);

/** Whether an error only says that somebody went away, as work that was stopped for that reason does. */
function isAbort(error: unknown): boolean {
  try {
    const { name, code } = error as { readonly name?: unknown; readonly code?: unknown };
    return name === 'AbortError' || ABORTS.has(code);
  } catch {
    return false;
  }
}
