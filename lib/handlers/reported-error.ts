import type { Request } from 'express';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { resolveError } from '../errors/error';
import { isCoded } from '../errors/error-details';
import { isResponse, type AnyResponse } from '../responses/response';
import { isWebResponse } from '../responses/web-response';
import type { WriteSettings } from '../writers/exchange';
import { describePlace } from './describe-place';

/** The call of a function that failed. */
interface FailedCall {
  readonly req: Request;
  readonly fn: { readonly name: string };
  readonly settings: WriteSettings;
}

/** Whether a thrown value is a reply, ours or a web one, not an error. */
export function isThrownResponse(thrown: unknown): thrown is AnyResponse | globalThis.Response {
  try {
    return isResponse(thrown) || isWebResponse(thrown);
  } catch {
    return false; // A value that cannot be read, such as a revoked Proxy.
  }
}

/**
 * Returns the error to give to `next`: an error by its code with its message and status, a usage error with its place,
 * and any other value as it is. But `next` reads a falsy value as "no error", and the strings 'route' and 'router' as
 * "continue", which would let a request pass a failed authorisation.
 *
 * @throws UsageError `ERR_RETURNS_THROWN` for these values.
 */
export function toReported(error: unknown, call: FailedCall): unknown {
  if (isCoded(error)) return resolveError(error, call.settings.errors);
  if (error instanceof UsageError) return error.at(describePlace(call));
  if (Boolean(error) && error !== 'route' && error !== 'router') return error;
  const message = `threw ${describe(error)}; throw a response or an error.`;
  throw new UsageError('ERR_RETURNS_THROWN', message, { cause: error });
}

/** Returns the usage error for a value on which `toReported` has failed. */
export function toUsageError(failure: unknown): UsageError {
  if (failure instanceof UsageError) return failure;
  return new UsageError('ERR_RETURNS_THROWN', 'threw a value that cannot be read.');
}

/** Returns the error for a guard that calls `next()` after it has let the request pass by returning nothing. */
export function lateNext(cause: unknown): UsageError {
  const message = 'the guard called next() after it had let the request pass. Use this middleware without guard().';
  return new UsageError('ERR_RETURNS_RESULT', message, { cause });
}
