import type { Request } from 'express';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { isResponse, type AnyResponse } from '../responses/response';
import { isThenable } from '../streams/body';
import { discardBody } from '../streams/source';
import type { Steps } from './steps';

const MOST_RENDERS = 10;

/** Calls `render(req)`, and discards the body if that throws. */
export function startRender(response: AnyResponse, req: Request): unknown {
  try {
    return response.render(req);
  } catch (error) {
    discardReplaced(response, error);
    throw error;
  }
}

/** Renders the result of `render(req)` again, until a response returns itself. */
export function* render(response: AnyResponse, rendered: unknown, req: Request): Steps<AnyResponse> {
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
