import { types } from 'node:util';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { isAsyncIterable, isIterator, isThenable } from './body';
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
  const remedy = remedyFor(body);
  if (remedy === undefined) return;
  throw new UsageError(
    'ERR_RETURNS_BODY',
    `${className} cannot hold ${describe(body)}, which JSON does not know. ${remedy}`,
  );
}

function remedyFor(body: unknown): string | undefined {
  if (body === null || ['string', 'number', 'boolean'].includes(typeof body)) return undefined;
  if (typeof body !== 'object') return 'Give an object, an array, a string, a number, a boolean or null.';
  if (isCollection(body)) return 'Give Object.fromEntries(map) or [...set].';
  return isThenable(body) ? 'Await it first.' : undefined;
}

/** A Map, a Set and their weak kin of any realm, which JSON.stringify writes as {}. */
export function isCollection(value: unknown): boolean {
  return types.isMap(value) || types.isSet(value) || types.isWeakMap(value) || types.isWeakSet(value);
}
