import { setImmediate } from 'node:timers';
import { type AnyNodeStream, isNodeStream, isOldStream, isStreamable, isThenable } from './body';
import { chunkEncoder } from './chunk-encoder';
import { hold, holdStream, isUsed, openReader, releaseStream } from './reader';

/** One way to read every kind of streamed body. */
export interface Source {
  /** The next bytes, never an empty chunk; `undefined` at the end. Not called again before it has settled. */
  next(): Promise<Buffer | undefined>;
  /** Lets go of whatever is behind. At any time, any number of times, never throws, waits for nothing. */
  close: () => void;
  /** Takes a chunk back when nobody looks at it any more; where there is none, chunks are their receiver's for good. */
  readonly giveBack?: ((chunk: Buffer) => void) | undefined;
}

/** How items become bytes: chunks as they are, or values written as JSON. */
export interface Framing {
  /** What is sent for one item, text or bytes; anything else is an error. */
  item(value: unknown, index: number): unknown;
  /** What is sent after the last one. */
  end(count: number): string;
}

const CHUNKS: Framing = { item: (value) => value, end: () => '' };

/** Items between two turns of the event loop: a source that never waits must not stop everybody else. */
const ITEMS_PER_TURN = 64;
/** Characters from which on texts that are there at once are a chunk of their own. */
const GATHERED = 16 * 1024;

/**
 * Opens a streamed body. With `isGathered` texts that a synchronous iterable gives at once become one chunk.
 *
 * @throws UsageError `ERR_RETURNS_BODY_USED` when it can be read once only and was read before.
 */
export function openSource(body: object, framing: Framing = CHUNKS, isGathered = false): Source {
  const reader = openReader(body);
  const encode = chunkEncoder();
  let isClosed = false;
  let isRead = false;
  let count = 0;
  let countAtTurn = 0;
  // What was read after the last chunk, and did not fit into it: to be given, or thrown, in its turn.
  let ahead: (() => unknown) | undefined;

  function close(): void {
    if (isClosed) return;
    isClosed = true;
    // A source that fails while it is being closed has nobody left to tell.
    try {
      Promise.resolve(reader.stop()).catch(ignore);
    } catch {
      // As above, where it fails at once.
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

  /** What is sent after the last item. */
  function end(): string {
    isRead = isClosed = true;
    return framing.end(count);
  }

  /** What is sent for an item, and for those after it that are texts and there at once. */
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
        // The head is not sent yet: a real error reply is better than half a body.
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

/** Closes a body that will not be sent; does nothing for a value that is no stream. */
export function discardBody(body: unknown): void {
  if (isOldStream(body)) closeStream(body);
  if (!isStreamable(body) || isUsed(body)) return; // Or another reply is reading it.
  if (isNodeStream(body)) closeStream(body);
  else {
    try {
      openSource(body).close();
    } catch {
      // Locked by somebody else, who then is the one to close it.
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
