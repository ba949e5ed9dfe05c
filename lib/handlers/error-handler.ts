import type { ErrorRequestHandler, NextFunction, Response as ExpressResponse } from 'express';
import { UsageError } from '../diagnostics/usage-error';
import { detailsOfStatus } from '../errors/error-details';
import { formatDetails } from '../errors/error-reply';
import { isBodyField } from '../http/body-fields';
import { isResponse, type AnyResponse } from '../responses/response';
import { fromWebResponse, isWebResponse } from '../responses/web-response';
import type { Exchange } from '../writers/exchange';
import { breakOff, breakOffIfMasked } from '../writers/break-off';
import { logError } from '../writers/log';
import { isTestDouble } from '../writers/unwrapped-methods';
import { isOver } from '../writers/watch-close';
import { write, writeError } from '../writers/write';
import { withAppSettings } from './app-settings';
import { describePlace } from './describe-place';
import { checkSettings } from './check-settings';
import type { Settings } from './settings';
import { withName } from './with-name';

/**
 * Creates the last layer of an app: every error that reaches it becomes an error reply in the format of the app. For an
 * unexpected error the client gets a bare 500, whatever `NODE_ENV` is; the error goes to `log`.
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
  // Express recognizes an error handler by its four parameters.
  const fn: ErrorRequestHandler = (error: unknown, req, res, next) =>
    answer(error, { req, res, next, fn, settings: withAppSettings(checked, req), fail: failLate });
  return withName('errorHandler', fn);
}

/** An error to answer, and its request. */
interface Call extends Exchange {
  readonly next: NextFunction;
  readonly fn: { readonly name: string };
}

/** Never rejects: Express 4 does not handle promises. */
async function answer(error: unknown, call: Call, isSecond = false): Promise<void> {
  const { req, res, next, settings } = call;
  if (isDisconnect(error) && isOver(req, res)) return;
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
    // For example an error code without its values, a view that fails, or a response thrown by a generator.
    const failure = thrown instanceof UsageError ? thrown.at(describePlace(call)) : thrown;
    if (!isSecond) return answer(failure, call, true);
    logError(failure, req, settings.log);
    writeBare(call);
  }
}

function failLate(this: Exchange, error: unknown): void {
  answer(error, this as Call, true).catch((thrown: unknown) => {
    logError(thrown, this.req, this.settings.log);
  });
}

/** Returns the response that was passed to `next` or thrown in a middleware. */
function asResponse(error: unknown): AnyResponse | undefined {
  if (isResponse(error)) return error;
  return isWebResponse(error) ? fromWebResponse(error) : undefined;
}

/** Writes a reply without the methods of Express: a wrapper around them fails for every reply. */
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

/** Removes headers that describe the failed body: they would be wrong on the error reply. */
function removeBodyFields(res: ExpressResponse): void {
  for (const name of res.getHeaderNames()) {
    if (isBodyField(name)) res.removeHeader(name);
  }
  // An error must not be cached as long as the failed reply; "no-store" is right for both.
  if (!String(res.getHeader('Cache-Control')).includes('no-store')) res.removeHeader('Cache-Control');
}

const ABORTS: ReadonlySet<unknown> = new Set([
  ...['ABORT_ERR', 'ECONNABORTED', 'ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'],
]);

/** Whether an error only reports that the client, or another peer, closed the connection. */
function isDisconnect(error: unknown): boolean {
  try {
    const { name, code } = error as { readonly name?: unknown; readonly code?: unknown };
    return name === 'AbortError' || ABORTS.has(code);
  } catch {
    return false;
  }
}
