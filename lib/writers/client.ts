import type { Request, Response as ExpressResponse } from 'express';
import { watchClose } from './watch-close';

/** The client while a body is sent: whether it is connected, and whether its connection accepts more data. */
export class Client {
  readonly #res: ExpressResponse;
  readonly #unwatchClose: () => void;
  #left = false;
  #isBlocked = false;
  #isWatchingDrain = false;
  // One waiter at a time, settled by the first event. A race against a long-lived promise for the disconnect would keep
  // every chunk in memory, in the list of reactions of that promise.
  #wake: (() => void) | undefined;
  // Separate from #wake: a drain during the wait for a chunk must not look like the end of the source.
  #resume: (() => void) | undefined;

  constructor(req: Request, res: ExpressResponse, onLeave: () => void) {
    this.#res = res;
    this.#unwatchClose = watchClose(req, res, () => {
      this.#left = true;
      onLeave();
      this.#wake?.();
    });
  }

  /** Whether the client has disconnected, or other code (a timeout) has ended the reply. */
  isDone(): boolean {
    return this.#left || this.#res.writableEnded;
  }

  hasLeft(): boolean {
    return this.#left;
  }

  /** Waits for a promise; the result is `undefined` as soon as the client disconnects. */
  wait<T>(promise: Promise<T>): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      promise.then(resolve, reject);
      this.#waitUntil(resolve as () => void);
    });
  }

  /**
   * Records the result of a write. Call it in the same turn as the write: if another reply is pipelined behind this one,
   * Node emits `drain` before the turn ends, and never again.
   */
  recordWrite(isFlowing: boolean): void {
    if (isFlowing) return;
    this.#isBlocked = true;
    // One listener for all waits: `compression` moves it to its own stream, where `off` does not remove it.
    if (!this.#isWatchingDrain) this.#res.on('drain', this.#drain);
    this.#isWatchingDrain = true;
  }

  /** Whether the connection accepts no more data until it drains. */
  isBlocked(): boolean {
    return this.#isBlocked;
  }

  /** Waits until the connection drains or the client disconnects. */
  drained(): Promise<void> {
    return new Promise((resolve) => {
      this.#resume = resolve;
      this.#waitUntil(resolve);
      if (!this.#isBlocked) resolve();
    });
  }

  unwatch(): void {
    this.#unwatchClose();
    this.#res.off('drain', this.#drain);
  }

  /** Calls `resolve` when the client disconnects, immediately if it already has. */
  #waitUntil(resolve: () => void): void {
    this.#wake = resolve;
    if (this.#left) resolve();
  }

  readonly #drain = (): void => {
    this.#isBlocked = false;
    this.#resume?.();
  };
}
