import type { AnyResponse } from '../responses/response';
import { discardBody } from '../streams/source';
import type { Exchange, Outgoing } from './exchange';
import { dropLate } from './late';
import { render, startRender } from './render';
import { run, type Steps } from './steps';
import { isAnswered } from './transaction';
import { transform } from './transform';

/**
 * The response that stands for the result of a handler: render > declared replies > transform > render. `undefined` if
 * the request was answered in the meantime. A promise only if a step waits for one.
 *
 * Discards each body that will not be sent, once.
 */
export function finalResponse(
  response: AnyResponse,
  exchange: Exchange,
): AnyResponse | undefined | Promise<AnyResponse | undefined> {
  return run(finish(response, exchange));
}

function* finish(response: AnyResponse, exchange: Exchange): Steps<AnyResponse | undefined> {
  const { req, res, settings } = exchange;
  let final = yield* render(response, startRender(response, req), req);
  if (settings.outgoing !== undefined && !isAnswered(res)) {
    const filtered = filter(final, settings.outgoing, exchange);
    final = filtered instanceof Promise ? ((yield filtered) as AnyResponse) : filtered;
  }
  if (settings.transform !== undefined && !isAnswered(res)) {
    const transformed = yield* transform(final, req, settings);
    final = yield* render(transformed, startRender(transformed, req), req);
  }
  if (!isAnswered(res)) return final;
  dropLate(final.body, res);
  return undefined;
}

/** Applies the declarations of the route; a body that may not leave is discarded. */
function filter(response: AnyResponse, outgoing: Outgoing, exchange: Exchange): AnyResponse | Promise<AnyResponse> {
  const discard = (error: unknown): never => {
    discardBody(response.body);
    throw error;
  };
  try {
    const filtered = outgoing.filter(response, exchange);
    return filtered instanceof Promise ? filtered.catch(discard) : filtered;
  } catch (error) {
    return discard(error);
  }
}
