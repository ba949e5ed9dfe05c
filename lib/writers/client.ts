import type { Request, Response as ExpressResponse } from 'express';
import { watchClose } from './watch-close';

/** The client while a body is sent: whether it is connected, and whether its connection accepts more data. */
export class Client {
  readonly #res: ExpressResponse;
  readonly #unwatchClose: () => void;
  #left = false;
  #isBlocked = false;
  #isWatchingDrain = false;
  // The wait for a drain; one at a time.
  #resume: (() => void) | undefined;

  constructor(req: Request, res: ExpressResponse, onLeave: () => void) {
    this.#res = res;
    this.#unwatchClose = watchClose(req, res, () => {
      this.#left = true;
      onLeave();
      this.#resume?.();
    });
  }

  /** Whether the client has disconnected, or other code (a timeout) has ended the reply. */
  isDone(): boolean {
    return this.#left || this.#res.writableEnded;
  }

  hasLeft(): boolean {
    return this.#left;
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
      if (!this.#isBlocked || this.#left) resolve();
    });
  }

  unwatch(): void {
    this.#unwatchClose();
    this.#res.off('drain', this.#drain);
  }

  readonly #drain = (): void => {
    this.#isBlocked = false;
    this.#resume?.();
  };
}
