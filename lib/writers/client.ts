import type { Socket } from 'node:net';
import type { Request, Response as ExpressResponse } from 'express';

/**
 * Watches whether the client is still there while a body is sent. By `res` `'close'`: `req` closes when a request
 * body has been read, which may be before the handler runs.
 */
export class Client {
  readonly #req: Request;
  readonly #res: ExpressResponse;
  readonly #onLeave: () => void;
  #left: boolean;
  #isWaitingForDrain = false;
  // One waiter at a time, settled by whatever comes first. A race against one long promise for "the client left"
  // would keep every chunk of the stream alive in that promise's list of reactions.
  #wake: (() => void) | undefined;

  constructor(req: Request, res: ExpressResponse, onLeave: () => void) {
    this.#req = req;
    this.#res = res;
    this.#onLeave = onLeave;
    this.#left = res.destroyed;
    res.once('close', this.#leave);
    // A pipelined reply has no socket while those before it are sent, and Node never closes it if that one goes.
    if (res.socket === null) watchSocket(req.socket, this.#leave);
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
      // One listener for all waits: `compression` hands it to its own stream, from where `off` does not take it away.
      if (!this.#isWaitingForDrain) this.#res.on('drain', this.#drain);
      this.#isWaitingForDrain = true;
    });
  }

  unwatch(): void {
    this.#res.off('close', this.#leave).off('drain', this.#drain);
    sockets.get(this.#req.socket)?.delete(this.#leave);
  }

  readonly #drain = (): void => {
    this.#wake?.();
  };

  readonly #leave = (): void => {
    this.#left = true;
    this.#onLeave();
    this.#wake?.();
  };
}

// One listener for all replies that wait on a socket: a client may pipeline any number of requests.
const sockets = new WeakMap<Socket, Set<() => void>>();

function watchSocket(socket: Socket, leave: () => void): void {
  let waiting = sockets.get(socket);
  if (waiting === undefined) {
    const leaves = new Set<() => void>();
    socket.once('close', () => {
      for (const each of leaves) each();
    });
    sockets.set(socket, (waiting = leaves));
  }
  waiting.add(leave);
}
