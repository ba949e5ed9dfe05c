import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { isBlob, isOldStream, isStreamable, OLD_STREAM_REMEDY, type WebStream } from '../streams/body';
import { discardBody } from '../streams/source';

/** A sequence of values: an array, a generator, an (async) iterable, a stream of objects. */
export type Items<T> = Iterable<T> | AsyncIterable<T> | NodeJS.ReadableStream | WebStream;

/** Rejects a body that is not a sequence of values, also a string, bytes or a Blob. */
export function checkItems(className: string, body: unknown): void {
  if (isStreamable(body) && !isBlob(body)) return;
  discardBody(body);
  const remedy = isOldStream(body) ? `. ${OLD_STREAM_REMEDY}` : ': give an array, a generator or another iterable.';
  throw new UsageError(
    'ERR_RETURNS_BODY',
    `${className} sends items one by one and cannot have ${describe(body)} as its body${remedy}`,
  );
}
