import { GONE, type Broadcast, type BroadcastReader } from './broadcast';
import type { Encoding } from './encoding';
import type { BeatingFeed, Heartbeat } from './heartbeat';
import { PushSource } from './source-base';
import type { Receiver } from './source-types';

/** Joins items that are ready until a chunk has this many bytes. */
const GATHERED = 16 * 1024;

/** How a reader begins, and how it ends where it is too slow. */
interface ReaderOptions {
  readonly start: number;
  /** Whether a reader that is too slow ends as if all were read: its client asks for the rest when it reconnects. */
  readonly isResumed: boolean;
  readonly heartbeat: Heartbeat | undefined;
}

/**
 * Reads a broadcast for one client. An item is given in the call of `publish` where the client waits for it; where it
 * is slow, or has come later, items are joined.
 */
export class BroadcastSource extends PushSource implements BroadcastReader, BeatingFeed {
  silentSince: number | undefined;
  readonly #broadcast: Broadcast;
  readonly #encoding: Encoding;
  readonly #isResumed: boolean;
  readonly #heartbeat: Heartbeat | undefined;
  #position: number;
  // That of the read that waits.
  #receiver: Receiver | undefined;
  #isEncoding = false;
  #isClosed = false;

  constructor(broadcast: Broadcast, encoding: Encoding, { start, isResumed, heartbeat }: ReaderOptions) {
    super();
    this.#broadcast = broadcast;
    this.#encoding = encoding;
    this.#position = start;
    this.#isResumed = isResumed;
    this.#heartbeat = heartbeat;
    broadcast.addReader(this);
    heartbeat?.add(this);
  }

  read(receiver: Receiver): void {
    this.#receiver = receiver;
    this.wake();
    if (this.#isWaiting()) this.silentSince = this.#heartbeat?.now();
  }

  #isWaiting(): boolean {
    return this.#receiver !== undefined;
  }

  wake(): void {
    if (!this.#isWaiting() || this.#isEncoding) return;
    if (this.#isClosed) this.interrupt(undefined);
    else if (this.#position >= this.#broadcast.first) this.#readNext();
    else if (this.#isResumed) this.interrupt(undefined);
    else this.#fail(this.#broadcast.tooSlow());
  }

  interrupt(chunk: Buffer | undefined): void {
    this.#takeReceiver()?.receive(chunk);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#broadcast.removeReader(this);
    this.#encoding.leave();
    this.#heartbeat?.remove(this);
    this.interrupt(undefined);
  }

  #takeReceiver(): Receiver | undefined {
    const receiver = this.#receiver;
    this.#receiver = undefined;
    this.silentSince = undefined;
    return receiver;
  }

  #readNext(): void {
    const ready: Buffer[] = [];
    let later: Promise<Buffer> | undefined;
    try {
      later = this.#gather(ready);
    } catch (error) {
      // The items before it are given first.
      if (ready.length === 0) this.#failItem(error);
    }
    if (ready.length > 0) this.interrupt(ready.length === 1 ? ready[0] : Buffer.concat(ready));
    else if (later !== undefined) this.#await(later);
    else if (this.#broadcast.isClosed) this.interrupt(undefined);
  }

  /** Reads the items that are ready. Returns the promise of the next one where a validator has made it wait. */
  #gather(ready: Buffer[]): Promise<Buffer> | undefined {
    for (let size = 0; size < GATHERED && this.#position < this.#broadcast.end; this.#position++) {
      if (this.#broadcast.itemAt(this.#position) === GONE) continue;
      const bytes = this.#encoding.bytesAt(this.#position);
      if (bytes instanceof Promise) return bytes;
      ready.push(bytes);
      size += bytes.length;
    }
    return undefined;
  }

  #await(later: Promise<Buffer>): void {
    this.#isEncoding = true;
    later.then(
      () => {
        this.#isEncoding = false;
        this.wake();
      },
      (error: unknown) => {
        this.#isEncoding = false;
        this.#failItem(error);
      },
    );
  }

  #failItem(error: unknown): void {
    this.#broadcast.forget(this.#position);
    this.#fail(error);
  }

  #fail(error: unknown): void {
    this.#takeReceiver()?.fail(error);
  }
}
