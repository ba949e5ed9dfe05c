import type { Heartbeat } from './heartbeat';

/** The common interface to read every kind of streamed body. */
export interface Source {
  /** The next bytes, never an empty chunk; `undefined` at the end. Not called again before it has settled. */
  next(): Promise<Buffer | undefined>;
  /**
   * Stops reading and releases resources. Can be called at any time and repeatedly; never throws and does not wait. A
   * waiting `next` settles: with `undefined` if nothing was read.
   */
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
