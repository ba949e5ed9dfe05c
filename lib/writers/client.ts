import type { Response as ExpressResponse } from 'express';

/**
 * Watches whether the client is still there while a body is sent. By `res` `'close'`: `req` closes when a request
 * body has been read, which may be before the handler runs.
 */
export class Client {
  readonly #res: ExpressResponse;
  readonly #onLeave: () => void;
  #left: boolean;
  // One waiter at a time, settled by whatever comes first. A race against one long promise for "the client left"
  // would keep every chunk of the stream alive in that promise's list of reactions.
  #wake: (() => void) | undefined;

  constructor(res: ExpressResponse, onLeave: () => void) {
    this.#res = res;
    this.#onLeave = onLeave;
    this.#left = res.destroyed;
    res.once('close', this.#leave);
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
      this.#wake = resolve;
      this.#res.once('drain', resolve);
    });
  }

  unwatch(): void {
    this.#res.off('close', this.#leave);
  }

  readonly #leave = (): void => {
    this.#left = true;
    this.#onLeave();
    this.#wake?.();
  };
}
