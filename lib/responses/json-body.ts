import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { isStream } from '../streams/body';
import { brandOf } from './brand';
import { discardBody } from '../streams/source';
import { remedyForForgotten } from './forgotten';

/**
 * Rejects a body that JSON cannot hold or that `JSON.stringify` would silently change. Values inside it (a cycle, a
 * BigInt, a promise) are checked when it is written, before anything is sent.
 *
 * @throws UsageError `ERR_RETURNS_BODY`
 */
export function checkJSON(className: string, body: unknown): void {
  const remedy = remedyFor(body);
  if (remedy === undefined) return;
  discardBody(body);
  throw new UsageError('ERR_RETURNS_BODY', `${className} cannot hold ${describe(body)}. ${remedy}`);
}

/**
 * Rejects data inside an envelope, which is not streamed.
 *
 * @throws UsageError `ERR_RETURNS_BODY`
 */
export function checkData(className: string, data: unknown): void {
  checkJSON(className, data);
  if (!isStream(data)) return;
  throw new UsageError(
    'ERR_RETURNS_BODY',
    `${className} cannot hold ${describe(data)}: its data is not streamed. Return new JSON(...) for that.`,
  );
}

function remedyFor(body: unknown): string | undefined {
  switch (typeof body) {
    case 'string':
    case 'number':
    case 'boolean':
      return undefined;
    case 'object':
      return body === null ? undefined : remedyForObject(body);
    case 'bigint':
    case 'symbol':
    case 'function':
    case 'undefined':
      return 'Give an object, an array, a string, a number, a boolean or null.';
  }
}

function remedyForObject(body: object): string | undefined {
  if (brandOf(body) !== undefined) return 'It is already a response: return it, or give its body.';
  const remedy = remedyForForgotten(body);
  return remedy === undefined || isStream(body) ? undefined : remedy;
}
