import type { Request, Response as ExpressResponse } from 'express';
import { watchClose } from './watch-close';

/** The client while a body is sent: whether it is still there, and whether its connection takes more. */
export class Client {
  readonly #res: ExpressResponse;
  readonly #unwatchClose: () => void;
  #left = false;
  #isBlocked = false;
  #isWatchingDrain = false;
  // One waiter at a time, settled by the first event. A race against one long promise for "the client left" would keep
  // every chunk of the stream alive in that promise's list of reactions.
  #wake: (() => void) | undefined;
  // Apart from it: a drain that comes while the next chunk is awaited may not pass for the end of the source.
  #resume: (() => void) | undefined;

  constructor(req: Request, res: ExpressResponse, onLeave: () => void) {
    this.#res = res;
    this.#unwatchClose = watchClose(req, res, () => {
      this.#left = true;
      onLeave();
      this.#wake?.();
    });
  }

  /** Whether the client has left, or other code (a timeout) has ended the reply. */
  isDone(): boolean {
    return this.#left || this.#res.writableEnded;
  }

  hasLeft(): boolean {
    return this.#left;
  }

  /** The result of a promise, or `undefined` as soon as the client leaves. */
  wait<T>(promise: Promise<T>): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      promise.then(resolve, reject);
      this.#waitUntil(resolve as () => void);
    });
  }

  /**
   * Records the result of a write. To be called in the same turn as the write: Node emits the drain of a reply that has
   * another one pipelined behind it before that turn is over, and never again.
   */
  recordWrite(isFlowing: boolean): void {
    if (isFlowing) return;
    this.#isBlocked = true;
    // One listener for all waits: `compression` hands it to its own stream, from where `off` does not take it away.
    if (!this.#isWatchingDrain) this.#res.on('drain', this.#drain);
    this.#isWatchingDrain = true;
  }

  /** Whether the connection takes no more for now. */
  isBlocked(): boolean {
    return this.#isBlocked;
  }

  /** Waits until the connection takes more, or the client leaves. */
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

  /** Has a waiter resolved when the client leaves; at once where it has left. */
  #waitUntil(resolve: () => void): void {
    this.#wake = resolve;
    if (this.#left) resolve();
  }

  readonly #drain = (): void => {
    this.#isBlocked = false;
    this.#resume?.();
  };
}
