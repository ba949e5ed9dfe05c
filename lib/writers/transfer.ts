import { AsyncResource } from 'node:async_hooks';
import type { Response as ExpressResponse } from 'express';
import { hasNoBody } from '../http/status';
import type { Receiver, Source } from '../streams/source';
import { breakOff } from './break-off';
import { Client, type ClientOwner } from './client';
import type { Exchange } from './exchange';
import { forgetFeed } from './feeds';
import { canReuseAfterWrite } from './read-buffers';
import { dropLate } from './late';
import { addLength } from './promised-length';
import { removeContentFields, removeFields, setFraming } from './stale-fields';
import { commit, isAnswered, type Head } from './transaction';

/** Options for sending a source. */
export interface SendOptions {
  /** The length in bytes; more or fewer bytes are an error. */
  readonly length?: number | undefined;
  /** Whether a fresh ETag makes the reply a 304; false if the conditions were already evaluated. @default true */
  readonly mayBeFresh?: boolean;
  /** Whether the head is sent immediately and each chunk is flushed. @default false */
  readonly isFlushed?: boolean;
  /** Fields on `res` that do not describe this body. */
  readonly stale?: readonly string[];
  /** The source of an event stream, which `endFeeds` may end; compressed it is not the one that is sent. */
  readonly feed?: Source | undefined;
}

/** Receives the outcome of a reply that is sent piece by piece. */
export interface Outcome {
  complete?(): void;
  fail(error: unknown): void;
}

/** The head, and the options by which it is sent. */
interface Start {
  readonly head: Head;
  readonly options: SendOptions;
}

/**
 * A source that is being sent. All that an open feed keeps of its reply is here, without closures. An async resource:
 * the source continues, is closed, and fails in the AsyncLocalStorage of its request, not in that of an event.
 */
export class Transfer extends AsyncResource implements Receiver, ClientOwner {
  readonly #exchange: Exchange;
  readonly #source: Source;
  readonly #outcome: Outcome;
  readonly #client: Client;
  readonly #length: number | undefined;
  readonly #isFlushed: boolean;
  readonly #feed: Source | undefined;
  /** The head and its options, until it is sent. */
  #start: Start | undefined;
  #sent = 0;
  // Not `res.writableEnded`, which is set later if a wrapper (a session store) delays `end`.
  #hasEnded = false;
  #isReading = false;
  #isPumping = false;
  #isSettled = false;

  constructor(start: Start, exchange: Exchange, source: Source, outcome: Outcome) {
    super('express-returns.Transfer');
    this.#start = start;
    this.#exchange = exchange;
    this.#source = source;
    this.#outcome = outcome;
    this.#client = new Client(exchange.res, this);
    this.#length = start.options.length;
    this.#isFlushed = start.options.isFlushed === true;
    this.#feed = start.options.feed;
  }

  /** Sends all of the source. Throws where a head that needs no chunk fails; any other failure is for the outcome. */
  run(): void {
    this.#client.watch(this.#exchange.req);
    if (this.#isHeadFirst() && !this.#isOver()) this.#sendFirst();
    this.#pump();
  }

  receive(chunk: Buffer | undefined): void {
    this.#isReading = false;
    try {
      if (!this.#isOver()) this.#send(chunk);
    } catch (error) {
      this.fail(error);
    }
    this.#pump();
  }

  /** Breaks a reply that has begun. A source that is closed since its client has left may fail, which is no failure. */
  fail(error: unknown): void {
    if (this.#isSettled) return;
    this.#isReading = false;
    if (this.#client.hasLeft()) {
      this.#settle();
      return;
    }
    this.#isSettled = true;
    let reason = error;
    try {
      if (this.#start === undefined) breakOff(this.#exchange.res, error);
    } catch (failure) {
      reason = failure;
    }
    this.#release();
    this.runInAsyncScope(() => {
      this.#outcome.fail(reason);
    });
  }

  onLeave(): void {
    this.runInAsyncScope(() => {
      this.#source.close();
      this.#pump();
    });
  }

  onDrain(): void {
    this.runInAsyncScope(() => {
      this.#pump();
    });
  }

  #sendFirst(): void {
    try {
      this.#send(undefined);
    } catch (error) {
      if (!this.#client.hasLeft()) {
        this.#isSettled = true;
        this.#release();
        throw error;
      }
    }
  }

  /** Reads and writes until a chunk, a drain or the end must be awaited. */
  #pump(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    while (!this.#isReading && !this.#isOver() && !this.#client.isBlocked()) {
      this.#isReading = true;
      this.#source.read(this);
    }
    this.#isPumping = false;
    if (!this.#isReading && this.#isOver()) this.#settle();
  }

  #isOver(): boolean {
    return this.#isSettled || this.#hasEnded || this.#client.isDone();
  }

  #settle(): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#release();
    this.#outcome.complete?.();
  }

  #release(): void {
    this.#client.unwatch();
    this.#source.close();
    if (this.#feed !== undefined) forgetFeed(this.#feed);
  }

  /** Sends a chunk or the end, the first of them with the head. */
  #send(chunk: Buffer | undefined): void {
    if (this.#start !== undefined) this.#begin(this.#start, chunk);
    else {
      this.#count(chunk);
      this.#write(chunk);
    }
  }

  /** Sends the head, unless other code has answered the request. */
  #begin(start: Start, chunk: Buffer | undefined): void {
    const { res } = this.#exchange;
    if (isAnswered(res)) {
      dropLate(undefined, res);
      this.#hasEnded = true;
      return;
    }
    if (!this.#isHeadFirst()) this.#count(chunk);
    void commit(start.head, res, () => {
      this.#sendHead(start.options, chunk);
    });
    this.#start = undefined;
  }

  #sendHead({ length, mayBeFresh = true, stale = [] }: SendOptions, chunk: Buffer | undefined): void {
    const { req, res } = this.#exchange;
    setFraming(res, length);
    removeFields(res, stale);
    const isFresh = mayBeFresh && req.fresh;
    if (isFresh) removeContentFields(res);
    this.#hasEnded = isFresh || this.#isBodyless();
    // Replies without a body go through res.send, which removes the fields that HEAD, 204 and 304 must not have.
    if (this.#hasEnded) res.send();
    else if (!this.#isFlushed) this.#write(chunk);
    else {
      res.flushHeaders();
      flush(res);
    }
  }

  #isHeadFirst(): boolean {
    return this.#isFlushed || this.#isBodyless();
  }

  #isBodyless(): boolean {
    return this.#exchange.req.method === 'HEAD' || (this.#start !== undefined && hasNoBody(this.#start.head.status));
  }

  #count(chunk: Buffer | undefined): void {
    this.#sent = addLength(chunk, this.#sent, this.#length);
  }

  /** Writes a chunk, or ends the reply with it. */
  #write(chunk: Buffer | undefined): void {
    const { res } = this.#exchange;
    const { giveBack } = this.#source;
    // The reply ends with its last byte: a client that has all of them may close before the source ends.
    this.#hasEnded = chunk === undefined || this.#sent === this.#length;
    if (chunk !== undefined && giveBack !== undefined && canReuseAfterWrite(res)) {
      this.#client.recordWrite(res.write(chunk, whenWritten(giveBack, chunk)));
      if (this.#hasEnded) res.end();
    } else if (this.#hasEnded) res.end(chunk);
    // Only false means to wait: a wrapper may return nothing.
    else this.#client.recordWrite((res.write(chunk) as unknown) !== false);
    if (this.#isFlushed) flush(res);
  }
}

/** The callback of a write. It returns the chunk to its source, but not after an error: it may still be queued. */
function whenWritten(giveBack: (chunk: Buffer) => void, chunk: Buffer): (error?: globalThis.Error | null) => void {
  return (error) => {
    if (error === undefined || error === null) giveBack(chunk);
  };
}

/** Flushes the app's `compression`, which sets an own `flush` on `res`; Node's own method is deprecated. */
function flush(res: ExpressResponse & { readonly flush?: unknown }): void {
  if (Object.hasOwn(res, 'flush') && typeof res.flush === 'function') res.flush();
}
