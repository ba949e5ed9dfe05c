import { isReadable, Readable } from 'node:stream';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import {
  isAsyncIterable,
  isBlob,
  isIterable,
  isNodeStream,
  isStreamable,
  isThenable,
  isWebStream,
  type WebStream,
} from './body';
import { chunkEncoder } from './chunk-encoder';
import { nodeReader } from './node-reader';
import { shared } from './shared';

/** One way to read every kind of streamed body. */
export interface Source {
  /** The next bytes, never an empty chunk; `undefined` at the end. Not called again before it has settled. */
  next(): Promise<Buffer | undefined>;
  /** Lets go of whatever is behind. At any time, any number of times, never throws, waits for nothing. */
  close: () => void;
}

/** How items become bytes: chunks as they are, or values written as JSON. */
export interface Framing {
  /** What is sent for one item, text or bytes; anything else is an error. */
  item(value: unknown, index: number): unknown;
  /** What is sent after the last one. */
  end(count: number): string;
}

/** What the kinds of streams have to give: their next raw chunk, and a way to stop them. */
interface Reader {
  read(): unknown;
  stop(): unknown;
}

const CHUNKS: Framing = { item: (value) => value, end: () => '' };

// Bodies that can be read once: a second reply from the same one would be an empty 200.
const usedBodies = (): WeakSet<object> => shared('used-bodies', () => new WeakSet());

/**
 * Opens a streamed body.
 *
 * @throws UsageError `ERR_RETURNS_BODY_USED` when it can be read once only and was read before.
 */
export function openSource(body: object, framing: Framing = CHUNKS): Source {
  const reader = openReader(body);
  const encode = chunkEncoder();
  let open = true;
  let count = 0;

  function close(): void {
    if (!open) return;
    open = false;
    // A source that fails while it is being closed has nobody left to tell.
    try {
      Promise.resolve(reader.stop()).catch(ignore);
    } catch {
      // As above, where it fails at once.
    }
  }

  async function next(): Promise<Buffer | undefined> {
    while (open) {
      const { done, value } = (await reader.read()) as IteratorResult<unknown, unknown>;
      if (done === true) open = false;
      // A synchronous generator may give promises.
      const item = isThenable(value) ? await value : value;
      const chunk = done === true ? encode(framing.end(count), true) : encode(framing.item(item, count++), false);
      if (chunk.length > 0) return chunk;
    }
    return undefined;
  }

  return { next, close };
}

/** Closes a body that will not be sent; does nothing for a value that is no stream. */
export function discardBody(body: unknown): void {
  if (!isStreamable(body) || usedBodies().has(body)) return; // Or another reply is reading it.
  if (isNodeStream(body)) {
    holdStream(body);
    releaseStream(body);
  } else {
    try {
      openSource(body).close();
    } catch {
      // Locked by somebody else, who then is the one to close it.
    }
  }
}

/**
 * A Node stream that fails while nobody listens takes the process down. From the moment a response holds it, a
 * failure waits in the stream until the writer reads it.
 */
export function holdStream(body: unknown): void {
  if (isNodeStream(body)) body.on('error', ignore);
}

function openReader(body: object): Reader {
  if (isNodeStream(body)) {
    if ((body as Readable).readableEnded) throw usedBefore(body);
    markUsed(body);
    holdStream(body);
    const { read, release } = nodeReader(body);
    return {
      read,
      stop: () => {
        release();
        releaseStream(body);
      },
    };
  }
  if (isBlob(body)) return webReader(body.stream());
  if (isWebStream(body)) {
    if (body.locked || isReadToEnd(body)) throw usedBefore(body);
    markUsed(body);
    return webReader(body);
  }
  const iterator = openIterator(body);
  if ((iterator as unknown) === body) markUsed(body);
  return { read: () => iterator.next(), stop: () => iterator.return?.() };
}

/** A request that is sent back is read to its end: to destroy it would destroy the connection of its own reply. */
function releaseStream(
  stream: NodeJS.ReadableStream & { destroy(): void; readonly res?: { readonly req?: unknown } },
): void {
  if (stream.res?.req === stream) stream.resume();
  else stream.destroy();
}

function webReader(stream: object): Reader {
  const reader = (stream as ReadableStream).getReader();
  return { read: () => reader.read(), stop: () => reader.cancel() };
}

function openIterator(body: object): AsyncIterator<unknown> | Iterator<unknown> {
  if (isAsyncIterable(body)) return body[Symbol.asyncIterator]();
  if (isIterable(body)) return body[Symbol.iterator]();
  throw new UsageError('ERR_RETURNS_BODY', `${describe(body)} cannot be streamed.`);
}

/** Whether somebody else has read a web stream to its end; it would give nothing more, as an empty one does. */
function isReadToEnd(stream: WebStream): boolean {
  const given: unknown = stream; // Node's functions take web streams, too; their types do not say so yet.
  return Readable.isDisturbed(given as Readable) && !isReadable(given as Readable);
}

function markUsed(body: object): void {
  if (usedBodies().has(body)) throw usedBefore(body);
  usedBodies().add(body);
}

function usedBefore(body: object): UsageError {
  return new UsageError(
    'ERR_RETURNS_BODY_USED',
    `${describe(body)} can be read only once, and was read before. Make a new one for each response.`,
  );
}

function ignore(): void {
  // On purpose.
}
