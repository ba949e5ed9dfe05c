import type { Request, Response as ExpressResponse } from 'express';
import { unwatchClose, watchReply, type ReplyWatcher } from './watch-close';

/** Receives the events of a connection. */
export interface ClientOwner {
  onLeave(): void;
  /** The connection accepts data again. */
  onDrain(): void;
}

/** The client while a body is sent: whether it is connected, and whether its connection accepts more data. */
export class Client implements ReplyWatcher {
  readonly #res: ExpressResponse;
  readonly #owner: ClientOwner;
  #left = false;
  #isBlocked = false;
  // One listener for all drains: `compression` moves it to its own stream, where `off` does not remove it.
  #drain: (() => void) | undefined;

  constructor(res: ExpressResponse, owner: ClientOwner) {
    this.#res = res;
    this.#owner = owner;
  }

  /** Begins to watch; calls `onLeave` immediately if the client has disconnected before. */
  watch(req: Request): void {
    watchReply(req, this.#res, this);
  }

  /** Whether the client has disconnected, or other code (a timeout) has ended the reply. */
  isDone(): boolean {
    return this.#left || this.#res.writableEnded;
  }

  hasLeft(): boolean {
    return this.#left;
  }

  /**
   * Records the result of a write. Call it in the same turn as the write: if another reply is pipelined behind this
   * one, Node emits `drain` before the turn ends, and never again.
   */
  recordWrite(isFlowing: boolean): void {
    if (isFlowing) return;
    this.#isBlocked = true;
    if (this.#drain !== undefined) return;
    this.#drain = () => {
      this.#isBlocked = false;
      this.#owner.onDrain();
    };
    this.#res.on('drain', this.#drain);
  }

  /** Whether the connection accepts no more data until it drains. */
  isBlocked(): boolean {
    return this.#isBlocked;
  }

  unwatch(): void {
    unwatchClose(this.#res, this);
    if (this.#drain !== undefined) this.#res.off('drain', this.#drain);
  }

  onClose(): void {
    this.#left = true;
    this.#owner.onLeave();
  }
}
