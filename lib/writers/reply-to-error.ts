import { resolveError } from '../errors/error';
import { isCoded, type ErrorDetails } from '../errors/error-details';
import { errorReply, formatDetails, readError } from '../errors/error-reply';
import type { AnyResponse } from '../responses/response';
import { applyErrorFormat } from './error-format';
import type { Exchange, Turn } from './exchange';
import { logError } from './log';

/** A reply, or `undefined` if the request was answered while an error format was awaited. */
type Reply = AnyResponse | undefined | Promise<AnyResponse | undefined>;

/**
 * The reply to any error, in the format of the settings. A 5xx is logged: no error handler comes after it.
 *
 * @throws UsageError `ERR_RETURNS_ERROR_CODE`, `ERR_RETURNS_MESSAGE_DATA` or `ERR_RETURNS_ERROR_FORMAT` for an error
 * that has no reply.
 */
export function replyToError(error: unknown, exchange: Exchange): Reply {
  const { req, settings } = exchange;
  if (typeof settings.errorFormat !== 'function') {
    const reply = errorReply(error, req, settings);
    if (reply.status >= 500) logResolved(error, exchange);
    return reply;
  }
  const details = readError(error, req, settings);
  const logFault = (reply: AnyResponse | undefined): AnyResponse | undefined => {
    if (details.status >= 500 || (reply?.status ?? 0) >= 500) logResolved(error, exchange);
    return reply;
  };
  const reply = applyErrorFormat(settings.errorFormat, { ...details, cause: error }, exchange);
  return reply instanceof Promise ? reply.then(logFault) : logFault(reply);
}

/** The reply with the details of an error that no value stands for, such as an unknown path. */
export function replyWithDetails(details: ErrorDetails, exchange: Turn): Reply {
  const { req, settings } = exchange;
  return typeof settings.errorFormat === 'function'
    ? applyErrorFormat(settings.errorFormat, { ...details, cause: undefined }, exchange)
    : formatDetails(details, req, settings);
}

function logResolved(error: unknown, { req, settings }: Exchange): void {
  logError(isCoded(error) ? resolveError(error, settings.errors) : error, req, settings.log);
}
