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
