import { finished } from 'node:stream';

/** A Node stream that can be read and destroyed. */
export type NodeStream = NodeJS.ReadableStream & { destroy(): void };

/**
 * Reads a Node stream chunk by chunk, as they were pushed; the stream is paused in between. Its own iterator calls
 * `read()`, which joins the buffered chunks and so copies most bytes: docs/performance.md.
 */
export function nodeReader(stream: NodeStream): {
  readonly read: () => Promise<IteratorResult<unknown, undefined>>;
  readonly release: () => void;
} {
  // One chunk at most, except for old streams that continue after `pause()`.
  const chunks: unknown[] = [];
  let end: { readonly error: globalThis.Error | null | undefined } | undefined;
  let wake: (() => void) | undefined;

  const onData = (chunk: unknown): void => {
    stream.pause();
    chunks.push(chunk);
    wake?.();
  };
  // First, since a `data` listener starts a stream that is not paused.
  stream.pause();
  stream.on('data', onData);
  finished(stream, { writable: false }, (error) => {
    end = { error: error ?? (isCutShort(stream) ? prematureClose() : undefined) };
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

/**
 * Whether other code destroyed the stream before its end. That of readable-stream 2 then emits `end`, as if it were
 * whole; it has no `readableEnded`. All later ones give an error.
 */
function isCutShort(stream: NodeStream): boolean {
  const { destroyed, readableEnded } = stream as NodeStream & ReadableState;
  return destroyed === true && readableEnded === undefined;
}

interface ReadableState {
  readonly destroyed?: boolean;
  readonly readableEnded?: boolean;
}

/** The error that Node gives for its own streams in this case. */
function prematureClose(): globalThis.Error {
  return Object.assign(new globalThis.Error('Premature close'), { code: 'ERR_STREAM_PREMATURE_CLOSE' });
}
