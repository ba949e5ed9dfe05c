import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { isBlob, isOldStream, isStreamable, OLD_STREAM_REMEDY, type WebStream } from '../streams/body';
import { discardBody } from '../streams/source';

/** Values that come one after the other: an array, a generator, anything (async) iterable, a stream of objects. */
export type Items<T> = Iterable<T> | AsyncIterable<T> | NodeJS.ReadableStream | WebStream;

/** Refuses what gives no items, or gives pieces of something else: a string, bytes, a Blob. */
export function checkItems(className: string, body: unknown): void {
  if (isStreamable(body) && !isBlob(body)) return;
  discardBody(body);
  const remedy = isOldStream(body) ? `. ${OLD_STREAM_REMEDY}` : ': give an array, a generator or another iterable.';
  throw new UsageError(
    'ERR_RETURNS_BODY',
    `${className} sends items one by one and cannot have ${describe(body)} as its body${remedy}`,
  );
}
