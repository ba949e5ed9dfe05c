import { setImmediate } from 'node:timers';
import { type AnyNodeStream, isNodeStream, isOldStream, isStreamable, isThenable } from './body';
import { chunkEncoder } from './chunk-encoder';
import { hold, holdStream, isUsed, openReader, releaseStream } from './reader';

/** The common interface to read every kind of streamed body. */
export interface Source {
  /** The next bytes, never an empty chunk; `undefined` at the end. Not called again before it has settled. */
  next(): Promise<Buffer | undefined>;
  /** Stops reading and releases resources. Can be called at any time and repeatedly; never throws and does not wait. */
  close: () => void;
  /** Returns a chunk for reuse after its bytes were sent. Without it the receiver may keep chunks. */
  readonly giveBack?: ((chunk: Buffer) => void) | undefined;
}

/** How items are written: chunks unchanged, or values as JSON. */
export interface Framing {
  /** The string or bytes for one item; any other value is an error. */
  item(value: unknown, index: number): unknown;
  /** The string after the last item. */
  end(count: number): string;
}

const CHUNKS: Framing = { item: (value) => value, end: () => '' };

/** Items between two turns of the event loop: a source that never waits must not block other requests. */
const ITEMS_PER_TURN = 64;
/** Joins consecutive strings until a chunk has this many characters. */
const GATHERED = 16 * 1024;

/**
 * Opens a streamed body. With `isGathered`, consecutive strings of a synchronous iterable are joined to one chunk.
 *
 * @throws UsageError `ERR_RETURNS_BODY_USED` if it can be read only once and was read before.
 */
export function openSource(body: object, framing: Framing = CHUNKS, isGathered = false): Source {
  const reader = openReader(body);
  const encode = chunkEncoder();
  let isClosed = false;
  let isRead = false;
  let count = 0;
  let countAtTurn = 0;
  // An item or error that was read ahead; the next call returns or throws it.
  let ahead: (() => unknown) | undefined;

  function close(): void {
    if (isClosed) return;
    isClosed = true;
    // Errors of a source that is being closed are ignored: its body is no longer sent.
    try {
      Promise.resolve(reader.stop()).catch(ignore);
    } catch {
      // As above, for a synchronous error.
    }
  }

  function read(): unknown {
    const given = ahead;
    if (given === undefined) return reader.read();
    ahead = undefined;
    return given();
  }

  async function next(): Promise<Buffer | undefined> {
    while (!isClosed) {
      if (count - countAtTurn >= ITEMS_PER_TURN) {
        countAtTurn = count;
        await new Promise(setImmediate);
        continue;
      }
      const { done, value } = (await read()) as IteratorResult<unknown, unknown>;
      // A synchronous generator may give promises.
      const item = isThenable(value) ? await value : value;
      const chunk = encode(done === true ? end() : gather(item), isRead);
      if (chunk.length > 0) return chunk;
    }
    return undefined;
  }

  /** Ends the source; returns the string after the last item. */
  function end(): string {
    isRead = isClosed = true;
    return framing.end(count);
  }

  /** Returns the chunk for an item, joined with the strings that follow it synchronously. */
  function gather(first: unknown): unknown {
    const isFirst = count === 0;
    let chunk = framing.item(first, count++);
    if (!isGathered || reader.isSynchronous !== true) return chunk;
    const last = count + ITEMS_PER_TURN - 1;
    while (typeof chunk === 'string' && chunk.length < GATHERED && count < last && ahead === undefined) {
      try {
        const { done, value } = reader.read() as IteratorResult<unknown, unknown>;
        const isLater = isThenable(value);
        if (done === true && !isLater) return chunk + end();
        const item = isLater ? hold(value) : framing.item(value, count);
        if (typeof item === 'string') [chunk, count] = [chunk + item, count + 1];
        else ahead = () => ({ done, value: isLater ? item : value });
      } catch (error) {
        // The head is not sent yet: an error reply is better than half a body.
        if (isFirst) throw error;
        ahead = () => {
          throw error;
        };
      }
    }
    return chunk;
  }

  return { next, close };
}

/** Closes a body that will not be sent. Ignores values that are not streams. */
export function discardBody(body: unknown): void {
  if (isOldStream(body)) closeStream(body);
  if (!isStreamable(body) || isUsed(body)) return; // Or another reply is reading it.
  if (isNodeStream(body)) closeStream(body);
  else {
    try {
      openSource(body).close();
    } catch {
      // Locked by other code, which then has to close it.
    }
  }
}

function closeStream(stream: AnyNodeStream): void {
  holdStream(stream);
  releaseStream(stream);
}

function ignore(): void {
  // On purpose.
}
