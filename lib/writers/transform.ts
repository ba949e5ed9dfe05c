import type { Request } from 'express';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { resolveError } from '../errors/error';
import { isCoded } from '../errors/error-details';
import type { CodeTable } from '../errors/code-table';
import type { ThrowableResponse } from '../errors/throwable';
import { isThenable } from '../streams/body';
import { isResponse, type AnyResponse } from '../responses/response';
import { discardBody } from '../streams/source';
import type { Steps } from './steps';

/**
 * Receives every response, returned or thrown, before it is written, and returns the one to write: the same, a changed
 * copy, or another. An error with a code has its message and status.
 */
export type Transform = (
  response: AnyResponse,
  req: Request,
) => AnyResponse | ThrowableResponse | Promise<AnyResponse | ThrowableResponse>;

/** Settings of a mount for its responses. */
export interface TransformSettings {
  readonly transform?: readonly Transform[];
  readonly errors?: CodeTable;
}

/**
 * Runs the transforms of a mount, as steps that yield each promise to wait for. Discards the body of a replaced
 * response.
 *
 * @throws UsageError `ERR_RETURNS_TRANSFORM` for a transform that returns no response, or throws one, which would be
 * transformed and thrown again without end. Other errors of a transform are rethrown.
 */
export function* transform(
  response: AnyResponse,
  req: Request,
  { transform: transforms = [], errors }: TransformSettings,
): Steps<AnyResponse> {
  let current = response;
  try {
    if (isCoded(response)) current = resolveError(response, errors);
    for (const apply of transforms) {
      const result: unknown = apply(current, req);
      const next: unknown = isThenable(result) ? yield result : result;
      if (!isResponse(next)) throw wrongTransform(apply, `returned ${describe(next)}; it must return a response`);
      if (next.body !== current.body) discardBody(current.body);
      current = next;
    }
    return current;
  } catch (error) {
    discardBody(current.body);
    throw isResponse(error) ? wrongTransform(undefined, 'threw a response; return it', error) : error;
  }
}

function wrongTransform(apply: Transform | undefined, fact: string, cause?: unknown): UsageError {
  const name = apply === undefined || apply.name === '' ? 'A transform' : `The transform ${apply.name}`;
  return new UsageError('ERR_RETURNS_TRANSFORM', `${name} ${fact}.`, cause === undefined ? {} : { cause });
}
