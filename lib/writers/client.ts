import type { Request, Response as ExpressResponse } from 'express';
import { watchClose } from './watch-close';

/** Watches whether the client is still there while a body is sent. */
export class Client {
  readonly #res: ExpressResponse;
  readonly #unwatchClose: () => void;
  #left = false;
  #isWaitingForDrain = false;
  // One waiter at a time, settled by whatever comes first. A race against one long promise for "the client left"
  // would keep every chunk of the stream alive in that promise's list of reactions.
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

  /** Whether nobody reads any more, or somebody else (a timeout) has ended the reply. */
  isDone(): boolean {
    return this.#left || this.#res.writableEnded;
  }

  hasLeft(): boolean {
    return this.#left;
  }

  /** The result of a promise, or `undefined` as soon as the client leaves. */
  wait<T>(promise: Promise<T>): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      this.#wake = () => {
        resolve(undefined);
      };
      promise.then(resolve, reject);
    });
  }

  /** Waits until the connection takes more, or the client leaves. */
  drained(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = this.#resume = resolve;
      // One listener for all waits: `compression` hands it to its own stream, from where `off` does not take it away.
      if (!this.#isWaitingForDrain) this.#res.on('drain', this.#drain);
      this.#isWaitingForDrain = true;
    });
  }

  unwatch(): void {
    this.#unwatchClose();
    this.#res.off('drain', this.#drain);
  }

  readonly #drain = (): void => {
    this.#resume?.();
  };
}
