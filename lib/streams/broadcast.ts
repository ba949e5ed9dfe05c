import { UsageError } from '../diagnostics/usage-error';

/** A reader of a broadcast that waits for its next item. */
export interface BroadcastReader {
  /** There may be something to read. Never throws. */
  wake(): void;
}

/** Makes and keeps the bytes of items in one framing. */
export interface BroadcastEncoding {
  /** Throws for an item that cannot be sent. */
  encode(item: unknown): unknown;
  store(position: number, encoded: unknown): void;
  drop(position: number): void;
}

/** Stands for an item that could not be sent. */
export const GONE = Symbol('gone');

/**
 * The last items that were published. Positions count all items from 0 and are never used again, so a reader is only a
 * number: it keeps no item, and nothing collects while it waits.
 */
export class Broadcast {
  readonly #keep: number;
  /** The item of a position is at the position modulo `keep`. */
  readonly #items: unknown[] = [];
  readonly #readers = new Set<BroadcastReader>();
  readonly #encodings = new Set<BroadcastEncoding>();
  #end = 0;
  #isClosed = false;

  constructor(keep: number) {
    this.#keep = keep;
  }

  /** The position of the next item. */
  get end(): number {
    return this.#end;
  }

  /** The position of the oldest item that is kept. */
  get first(): number {
    return Math.max(0, this.#end - this.#keep);
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** An item that is kept; `GONE` for one that could not be sent. */
  itemAt(position: number): unknown {
    return this.#items[position % this.#keep];
  }

  /** Keeps an item no longer: a client that asks for it again would fail again. */
  forget(position: number): void {
    if (position >= this.first) this.#items[position % this.#keep] = GONE;
  }

  /**
   * Encodes an item for those who read now, keeps it, and lets them read it.
   *
   * Throws what an encoding throws; nothing is published then.
   */
  publish(item: unknown): void {
    this.#refuseClosed();
    const made = Array.from(this.#encodings, (encoding) => [encoding, encoding.encode(item)] as const);
    // Code of the item, such as its toJSON(), has run.
    this.#refuseClosed();
    const position = this.#end++;
    this.#items[position % this.#keep] = item;
    for (const encoding of this.#encodings) encoding.drop(position - this.#keep);
    for (const [encoding, bytes] of made) encoding.store(position, bytes);
    for (const reader of this.#readers) reader.wake();
  }

  close(): void {
    this.#isClosed = true;
    for (const reader of this.#readers) reader.wake();
  }

  /**
   * The position after the last item with this `id`; that of the oldest item if none has it.
   *
   * `Last-Event-ID` has the bytes of UTF-8, which Node reads as Latin-1.
   */
  positionAfter(id: string): number {
    const decoded = Buffer.from(id, 'latin1').toString();
    for (let position = this.#end - 1; position >= this.first; position--) {
      const own = idOf(this.itemAt(position));
      if (own !== undefined && (own === id || own === decoded)) return position + 1;
    }
    return this.first;
  }

  addReader(reader: BroadcastReader): void {
    this.#readers.add(reader);
  }

  removeReader(reader: BroadcastReader): void {
    this.#readers.delete(reader);
  }

  get encodings(): ReadonlySet<BroadcastEncoding> {
    return this.#encodings;
  }

  addEncoding(encoding: BroadcastEncoding): void {
    this.#encodings.add(encoding);
  }

  removeEncoding(encoding: BroadcastEncoding): void {
    this.#encodings.delete(encoding);
  }

  /** The error for a reader whose next item is no longer kept. */
  tooSlow(): UsageError {
    return new UsageError(
      'ERR_RETURNS_CHANNEL',
      `a reader of a Channel is more than ${this.#keep} items behind, which is all that the channel keeps. Read faster, or give it a larger \`keep\`.`,
    );
  }

  #refuseClosed(): void {
    if (!this.#isClosed) return;
    throw new UsageError(
      'ERR_RETURNS_CHANNEL',
      'publish() was called on a Channel that is closed: its readers have ended. Publish before close(), or create another Channel.',
    );
  }
}

/** The `id` of an event as a client sends it back. */
function idOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const { id } = item as { readonly id?: unknown };
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
}
