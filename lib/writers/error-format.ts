import type { Request } from 'express';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { detailsOfStatus } from '../errors/error-details';
import { envelope, isCompressed, type ErrorFormatter, type ResolvedError } from '../errors/error-reply';
import { headerLines } from '../http/headers';
import { Status } from '../http/status';
import { brandOf } from '../responses/brand';
import { isResponse, type AnyResponse } from '../responses/response';
import { isThenable } from '../streams/body';
import { discardBody } from '../streams/source';
import type { Turn } from './exchange';
import { dropLate } from './late';
import { logError } from './log';
import { render, startRender } from './render';
import { run, type Steps } from './steps';
import { isAnswered } from './transaction';

/**
 * Milliseconds that a format may take where no `timeout` is set, so that a client does not wait for an error without
 * end.
 */
const LONGEST_FORMAT = 10_000;

/**
 * The reply to an error by a format of the app's own. One that fails is logged and gives a plain 500 in the envelope:
 * an error reply must not depend on code that has just failed. `undefined` if the request was answered in the meantime.
 */
export function applyErrorFormat(
  format: ErrorFormatter,
  error: ResolvedError,
  exchange: Turn,
): AnyResponse | undefined | Promise<AnyResponse | undefined> {
  const { req, res, settings } = exchange;
  const fallBack = (thrown: unknown): AnyResponse => {
    logError(thrown instanceof UsageError ? thrown : wrongFormat(format, 'failed', thrown), req, settings.log);
    return envelope(detailsOfStatus({ status: Status.INTERNAL_SERVER_ERROR }));
  };
  try {
    const formatted = run(formatSteps(format, error, req));
    if (!(formatted instanceof Promise)) return formatted;
    return withinTime(formatted, format, settings.timeout ?? LONGEST_FORMAT)
      .catch(fallBack)
      .then((reply) => {
        if (!isAnswered(res)) return reply;
        dropLate(reply.body, res);
        return undefined;
      });
  } catch (thrown) {
    return fallBack(thrown);
  }
}

function* formatSteps(format: ErrorFormatter, error: ResolvedError, req: Request): Steps<AnyResponse> {
  const result: unknown = format(Object.freeze(error), req);
  const given: unknown = isThenable(result) ? yield result : result;
  if (!isResponse(given)) throw wrongFormat(format, `gave ${describe(given)}; it must give a response`);
  const reply = yield* render(given, startRender(given, req), req);
  // An error reply would be formatted, and formatted again, without end.
  if (brandOf(reply)?.kind === 'error') {
    throw wrongFormat(format, `gave ${describe(reply)}; give a response that is not an error`, reply);
  }
  return complete(reply, error);
}

/** Adds what the reply lacks: the status of the error if its own is below 300, and headers and cookies of the error. */
function complete(reply: AnyResponse, error: ResolvedError): AnyResponse {
  const headers = headerLines(error.headers).filter(([name]) => !Object.hasOwn(reply.headers, name.toLowerCase()));
  const cookies = error.cookies.filter(({ name }) => !reply.cookies.some((cookie) => cookie.name === name));
  return reply.with({
    ...(reply.status < 300 && { status: error.status }),
    ...(headers.length > 0 && { headers }),
    ...(cookies.length > 0 && { cookies }),
    ...(isCompressed(error.cause) && reply.compress === undefined && { compress: true }),
  });
}

/** Rejects when the time has passed; a reply that comes later is discarded. */
async function withinTime(
  formatted: Promise<AnyResponse>,
  format: ErrorFormatter,
  milliseconds: number,
): Promise<AnyResponse> {
  let isLate = false;
  void formatted.then(
    (reply) => {
      if (isLate) discardBody(reply.body);
    },
    () => undefined,
  );
  return new Promise<AnyResponse>((resolve, reject) => {
    const timer = setTimeout(() => {
      isLate = true;
      reject(wrongFormat(format, `gave no response within ${milliseconds} ms`));
    }, milliseconds);
    formatted.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}

function wrongFormat(format: ErrorFormatter, fact: string, cause?: unknown): UsageError {
  const name = format.name === '' || format.name === 'errorFormat' ? 'errorFormat' : `errorFormat ${format.name}`;
  return new UsageError(
    'ERR_RETURNS_ERROR_FORMAT',
    `The setting ${name} ${fact}.`,
    cause === undefined ? {} : { cause },
  );
}
