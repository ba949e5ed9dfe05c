import { finished } from 'node:stream';

/** A Node stream, as far as it is read and let go of. */
export type NodeStream = NodeJS.ReadableStream & { destroy(): void };

/**
 * Reads a Node stream chunk by chunk, as it pushes them: between two of them it is paused. Its own iterator reads by
 * `read()`, which joins what waits in the stream's buffer to one chunk, and so copies most of what is sent (measured:
 * 0.57 times the rate of `pipeline`).
 */
export function nodeReader(stream: NodeStream): {
  readonly read: () => Promise<IteratorResult<unknown, undefined>>;
  readonly release: () => void;
} {
  // One chunk at most, but for streams of old that go on after they were paused.
  const chunks: unknown[] = [];
  let end: { readonly error: globalThis.Error | null | undefined } | undefined;
  let wake: (() => void) | undefined;

  const onData = (chunk: unknown): void => {
    stream.pause();
    chunks.push(chunk);
    wake?.();
  };
  // First, since a listener for data sets a stream flowing that is not paused.
  stream.pause();
  stream.on('data', onData);
  finished(stream, { writable: false }, (error) => {
    end = { error };
    wake?.();
  });

  async function read(): Promise<IteratorResult<unknown, undefined>> {
    if (chunks.length === 0 && end === undefined) {
      await new Promise<void>((resolve) => {
        wake = resolve;
        stream.resume();
      });
    }
    if (chunks.length > 0) return { done: false, value: chunks.shift() };
    if (end?.error) throw end.error;
    return { done: true, value: undefined };
  }

  return { read, release: () => void stream.off('data', onData) };
}
