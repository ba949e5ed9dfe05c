import { types } from 'node:util';
import type { AnyNodeStream } from './body';

/**
 * Keeps an early failure of a Node stream until the writer reads it. An `error` event without a listener would end the
 * process.
 */
export function holdStream(stream: AnyNodeStream): void {
  stream.on('error', ignore);
}

/** Does the same for promises among the chunks or items of an array or a Set. */
export function holdItems(body: unknown): void {
  if (!Array.isArray(body) && !(body instanceof Set)) return;
  for (const item of body as Iterable<unknown>) {
    if (types.isPromise(item)) void hold(item);
  }
}

/**
 * Returns a promise whose rejection counts as handled: it may be awaited late, or never. Calls `then` of other
 * thenables only once: some run a query for each call.
 */
export function hold(later: PromiseLike<unknown>): Promise<unknown> {
  const promise = Promise.resolve(later);
  promise.catch(ignore);
  return promise;
}

function ignore(): void {
  // On purpose.
}
