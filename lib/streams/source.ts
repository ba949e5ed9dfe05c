import { setImmediate } from 'node:timers';
import { type AnyNodeStream, isNodeStream, isOldStream, isStreamable, isThenable } from './body';
import { chunkEncoder } from './chunk-encoder';
import { hold, holdStream, isUsed, openReader, releaseStream, type Reader } from './reader';

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
  return new SourceReader(openReader(body), framing, isGathered);
}

/** Reads a body of any kind item by item, frames the items and encodes them as chunks. */
class SourceReader implements Source {
  readonly #reader: Reader;
  readonly #framing: Framing;
  readonly #isGathered: boolean;
  readonly #encode = chunkEncoder();
  #isClosed = false;
  #isRead = false;
  #count = 0;
  #countAtTurn = 0;
  // An item or error that was read ahead; the next call returns or throws it.
  #ahead: (() => unknown) | undefined;

  constructor(reader: Reader, framing: Framing, isGathered: boolean) {
    this.#reader = reader;
    this.#framing = framing;
    this.#isGathered = isGathered && reader.isSynchronous === true;
  }

  async next(): Promise<Buffer | undefined> {
    while (!this.#isClosed) {
      if (this.#count - this.#countAtTurn >= ITEMS_PER_TURN) {
        this.#countAtTurn = this.#count;
        await new Promise(setImmediate);
        continue;
      }
      const { done, value } = (await this.#read()) as IteratorResult<unknown, unknown>;
      // A synchronous generator may give promises.
      const item = isThenable(value) ? await value : value;
      const chunk = this.#encode(done === true ? this.#end() : this.#gather(item), this.#isRead);
      if (chunk.length > 0) return chunk;
    }
    return undefined;
  }

  readonly close = (): void => {
    if (this.#isClosed) return;
    this.#isClosed = true;
    // Errors of a source that is being closed are ignored: its body is no longer sent.
    try {
      Promise.resolve(this.#reader.stop()).catch(ignore);
    } catch {
      // As above, for a synchronous error.
    }
  };

  #read(): unknown {
    const given = this.#ahead;
    if (given === undefined) return this.#reader.read();
    this.#ahead = undefined;
    return given();
  }

  /** Ends the source; returns the string after the last item. */
  #end(): string {
    this.#isRead = this.#isClosed = true;
    return this.#framing.end(this.#count);
  }

  /** Returns the chunk for an item, joined with the strings that follow it synchronously. */
  #gather(first: unknown): unknown {
    const isFirst = this.#count === 0;
    let chunk = this.#framing.item(first, this.#count++);
    if (!this.#isGathered) return chunk;
    const last = this.#count + ITEMS_PER_TURN - 1;
    while (typeof chunk === 'string' && chunk.length < GATHERED && this.#count < last && !this.#hasStopped()) {
      chunk += this.#readString(isFirst);
    }
    return chunk;
  }

  /** Whether no string can follow: the source has ended, or something else was read ahead. */
  #hasStopped(): boolean {
    return this.#isRead || this.#ahead !== undefined;
  }

  /** Returns the next string or the end of the framing. Keeps anything else in `#ahead` and returns an empty string. */
  #readString(isFirst: boolean): string {
    try {
      const { done, value } = this.#reader.read() as IteratorResult<unknown, unknown>;
      const isLater = isThenable(value);
      if (done === true && !isLater) return this.#end();
      const item = isLater ? hold(value) : this.#framing.item(value, this.#count);
      if (typeof item === 'string') {
        this.#count++;
        return item;
      }
      this.#ahead = () => ({ done, value: isLater ? item : value });
    } catch (error) {
      // The head is not sent yet: an error reply is better than half a body.
      if (isFirst) throw error;
      this.#ahead = () => {
        throw error;
      };
    }
    return '';
  }
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
