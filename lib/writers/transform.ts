import type { Request } from 'express';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { resolveError } from '../errors/error';
import { isCoded } from '../errors/facts';
import type { CodeTable } from '../errors/code-table';
import type { ThrowableResponse } from '../errors/throwable';
import { isResponse, type AnyResponse } from '../responses/response';
import { discardBody } from '../responses/source';

/**
 * Sees a response before it is written, returned or thrown, and gives the one to write: the same, a changed copy, or
 * another. An error by its code comes with its message and status.
 */
export type Transform = (
  response: AnyResponse,
  req: Request,
) => AnyResponse | ThrowableResponse | Promise<AnyResponse | ThrowableResponse>;

/** What a mount says of its responses. */
export interface TransformSettings {
  readonly transform?: readonly Transform[];
  readonly errors?: CodeTable;
}

/**
 * A response as its mount wants it. The body of one that is replaced is let go of.
 *
 * @throws UsageError `ERR_RETURNS_TRANSFORM` where a transform gives no response; what a transform throws. A response
 * that it throws is no answer: it would be transformed again, and thrown again, for ever.
 */
export async function transform(
  response: AnyResponse,
  req: Request,
  { transform: transforms = [], errors }: TransformSettings,
): Promise<AnyResponse> {
  let current = response;
  try {
    if (isCoded(response)) current = resolveError(response, errors);
    for (const apply of transforms) {
      const given: unknown = await apply(current, req);
      if (!isResponse(given)) throw wrongTransform(apply, `gave ${describe(given)}; it must give a response`);
      if (given.body !== current.body) discardBody(current.body);
      current = given;
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
