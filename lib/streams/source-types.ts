import type { Heartbeat } from './heartbeat';

/** Receives the outcome of a read of a source. Its methods never throw. */
export interface Receiver {
  /** The next bytes, never an empty chunk; `undefined` at the end. */
  receive(chunk: Buffer | undefined): void;
  fail(error: unknown): void;
}

/** The common interface to read every kind of streamed body. */
export interface Source {
  /**
   * Reads the next bytes. Calls one method of the receiver once, perhaps before it returns. Not called again before. A
   * promise for each event of each open feed would cost as much as the event.
   */
  read(receiver: Receiver): void;
  /** Does the same with a promise. */
  next(): Promise<Buffer | undefined>;
  /**
   * Stops reading and releases resources. Can be called at any time and repeatedly; never throws and does not wait. A
   * read that waits is over: with `undefined` if nothing was read.
   */
  close(): void;
  /** Returns a chunk for reuse after its bytes were sent. Without it the receiver may keep chunks. */
  readonly giveBack?: ((chunk: Buffer) => void) | undefined;
}

/** How items are written: chunks unchanged, or values as JSON. */
export interface Framing {
  /** The string or bytes for one item; any other value is an error. */
  item(value: unknown, index: number): unknown;
  /** The string after the last item. */
  end(count: number): string;
  /**
   * The kind of items whose bytes depend on nothing but the item, so that they are the same for all clients.
   *
   * @default undefined, for items that depend on those before them
   */
  readonly alone?: 'lines' | 'events';
}

/** How a source gives its chunks. */
export interface SourceOptions {
  /**
   * Whether consecutive strings are joined to one chunk as long as they are ready.
   *
   * @default false
   */
  readonly isGathered?: boolean;
  /** Gives a comment where the body gives nothing for long. */
  readonly heartbeat?: Heartbeat | undefined;
}
