import { isBytes, isThenable, toBuffer } from './body';
import type { Broadcast, BroadcastEncoding } from './broadcast';
import { hold } from './hold';
import type { Framing } from './source-types';

/** The bytes of an item. A promise where a validator of the route gives one. */
export type Encoded = Buffer | Promise<Buffer>;

/** Changes an item before it is framed. */
export type ItemMap = (item: unknown) => unknown;

/** The bytes of the items of a broadcast in one framing, made once for all of its readers. */
export class Encoding implements BroadcastEncoding {
  readonly #broadcast: Broadcast;
  readonly #framing: Framing;
  readonly #map: ItemMap | undefined;
  readonly #bytes = new Map<number, Encoded>();
  #readers = 0;

  /** The encoding for one more reader. */
  static share(broadcast: Broadcast, framing: Framing, map: ItemMap | undefined): Encoding {
    for (const encoding of broadcast.encodings)
      if (encoding instanceof Encoding && encoding.#is(framing, map)) return encoding.#join();
    return new Encoding(broadcast, framing, map).#join();
  }

  private constructor(broadcast: Broadcast, framing: Framing, map: ItemMap | undefined) {
    this.#broadcast = broadcast;
    this.#framing = framing;
    this.#map = map;
  }

  #is(framing: Framing, map: ItemMap | undefined): boolean {
    return this.#framing === framing && this.#map === map;
  }

  #join(): this {
    if (this.#readers++ === 0) this.#broadcast.addEncoding(this);
    return this;
  }

  /** One reader fewer; after the last one nothing is encoded any more. */
  leave(): void {
    if (--this.#readers === 0) this.#broadcast.removeEncoding(this);
  }

  /** The bytes of an item that is kept. */
  bytesAt(position: number): Encoded {
    let bytes = this.#bytes.get(position);
    if (bytes === undefined) this.store(position, (bytes = this.encode(this.#broadcast.itemAt(position))));
    return bytes;
  }

  encode(item: unknown): Encoded {
    const mapped = this.#map === undefined ? item : this.#map(item);
    return isThenable(mapped)
      ? (hold(mapped.then((later) => this.#frame(later))) as Promise<Buffer>)
      : this.#frame(mapped);
  }

  store(position: number, bytes: Encoded): void {
    this.#bytes.set(position, bytes);
    if (!(bytes instanceof Promise)) return;
    bytes.then((ready) => {
      if (this.#bytes.get(position) === bytes) this.#bytes.set(position, ready);
    }, ignore);
  }

  drop(position: number): void {
    this.#bytes.delete(position);
  }

  #frame(item: unknown): Buffer {
    const framed = this.#framing.item(item, 0);
    return isBytes(framed) ? toBuffer(framed) : Buffer.from(framed as string);
  }
}

function ignore(): void {
  // The readers of the position get the failure.
}
