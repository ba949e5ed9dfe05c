import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { isAsyncIterable, isIterator } from './body';
import type { Framing } from './source';

/**
 * Whether a JSON body is sent item by item, as an array: an iterator, a generator, anything asynchronously iterable.
 * Arrays are not: they are data.
 */
export function isStreamedJSON(body: unknown): body is object {
  return isIterator(body) || isAsyncIterable(body);
}

/** A JSON array, item by item. What an array would hold as `null` (`undefined`, a function) is `null` here too. */
export function arrayFraming(stringify: (item: unknown) => string | undefined): Framing {
  return {
    item: (value, index) => (index === 0 ? '[' : ',') + (stringify(value) ?? 'null'),
    end: (count) => (count === 0 ? '[]' : ']'),
  };
}

/**
 * Refuses a JSON body that JSON cannot hold and that `JSON.stringify` would turn into something else without a word.
 * A cycle or a BigInt inside is found when it is written, before anything is sent.
 *
 * @throws UsageError `ERR_RETURNS_BODY`
 */
export function checkJSON(className: string, body: unknown): void {
  const isCollection = body instanceof Map || body instanceof Set;
  if (!isCollection && (body === null || ['object', 'string', 'number', 'boolean'].includes(typeof body))) return;
  const remedy = isCollection ? 'Give Object.fromEntries(map) or [...set].' : 'Give an object, an array, a string, a number, a boolean or null.';
  throw new UsageError('ERR_RETURNS_BODY', `${className} cannot hold ${describe(body)}, which JSON does not know. ${remedy}`);
}
