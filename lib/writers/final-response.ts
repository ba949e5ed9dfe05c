import type { Request } from 'express';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { resolveError } from '../errors/error';
import { isCoded } from '../errors/error-details';
import { errorReply } from '../errors/error-reply';
import { isThenable } from '../streams/body';
import { brandOf } from '../responses/brand';
import { isResponse, type AnyResponse } from '../responses/response';
import { discardBody } from '../streams/source';
import type { Exchange } from './exchange';
import { dropLate } from './late';
import { logError } from './log';
import { run, type Steps } from './steps';
import { isAnswered } from './transaction';
import { transform } from './transform';

const MOST_RENDERS = 10;

/**
 * The response to send for the result of a handler: render > transform > render > error reply. `undefined` if the
 * request was answered in the meantime. A promise only if a step waits for one.
 *
 * Discards each body that will not be sent, once.
 */
export function finalResponse(
  response: AnyResponse,
  exchange: Exchange,
): AnyResponse | undefined | Promise<AnyResponse | undefined> {
  const rendered = startRender(response, exchange.req);
  if (rendered === response && exchange.settings.transform === undefined) return replyOf(response, exchange);
  return run(finish(response, rendered, exchange));
}

function* finish(response: AnyResponse, rendered: unknown, exchange: Exchange): Steps<AnyResponse | undefined> {
  const { req, res, settings } = exchange;
  let final = yield* render(response, rendered, req);
  if (settings.transform !== undefined && !isAnswered(res)) {
    const transformed = yield* transform(final, req, settings);
    final = yield* render(transformed, startRender(transformed, req), req);
  }
  if (!isAnswered(res)) return replyOf(final, exchange);
  dropLate(final.body, res);
  return undefined;
}

/** Calls `render(req)`, and discards the body if that throws. */
function startRender(response: AnyResponse, req: Request): unknown {
  try {
    return response.render(req);
  } catch (error) {
    discardReplaced(response, error);
    throw error;
  }
}

/** Renders the result of `render(req)` again, until a response returns itself. */
function* render(response: AnyResponse, rendered: unknown, req: Request): Steps<AnyResponse> {
  let current = response;
  let result = rendered;
  try {
    for (let renders = 1; ; renders++) {
      const next: unknown = isThenable(result) ? yield result : result;
      if (next === current) return current;
      if (!isResponse(next)) throw wrongRender(`returned ${describe(next)}; it must return a response.`);
      if (next.body !== current.body) discardBody(current.body);
      current = next;
      if (renders === MOST_RENDERS)
        throw wrongRender(`returned a response to render ${MOST_RENDERS} times in a row; return this to end.`);
      result = current.render(req);
    }
  } catch (error) {
    discardReplaced(current, error);
    throw error;
  }
}

function wrongRender(fact: string): UsageError {
  return new UsageError('ERR_RETURNS_RENDER', `render(req) ${fact}`);
}

/** Discards the body of a response after a failure, unless the thrown value is a response that has the same body. */
function discardReplaced(response: AnyResponse, thrown: unknown): void {
  if (!isResponse(thrown) || thrown.body !== response.body) discardBody(response.body);
}

function replyOf(response: AnyResponse, exchange: Exchange): AnyResponse {
  return brandOf(response)?.kind === 'error' ? replyToError(response, exchange) : response;
}

/** The reply to any error. A 5xx is logged: no error handler comes after it. */
export function replyToError(error: unknown, { req, settings }: Exchange): AnyResponse {
  const reply = errorReply(error, req, settings);
  if (reply.status >= 500) logError(isCoded(error) ? resolveError(error, settings.errors) : error, req, settings.log);
  return reply;
}
