import type { Response as ExpressResponse } from 'express';
import { UsageError } from '../diagnostics/usage-error';
import { hasNoBody } from '../http/status';
import type { Receiver, Source } from '../streams/source';
import { breakOff } from './break-off';
import { Client, type ClientOwner } from './client';
import type { Exchange } from './exchange';
import { forgetFeed } from './feeds';
import { canReuseAfterWrite } from './files/read-buffers';
import { dropLate } from './late';
import { removeContentFields, removeFields, setFraming } from './stale-fields';
import { commit, isAnswered, type Head } from './transaction';

/** Options for sending a source. */
export interface SendOptions {
  /** The length in bytes; more or fewer bytes are an error. */
  readonly length?: number | undefined;
  /** Whether a fresh ETag makes the reply a 304; false if the conditions were already evaluated. Default true. */
  readonly mayBeFresh?: boolean;
  /** Whether the head is sent immediately and each chunk is flushed. Default false. */
  readonly isFlushed?: boolean;
  /** Fields on `res` that do not describe this body. */
  readonly stale?: readonly string[];
  /** The source of an event stream, which `endFeeds` may end; compressed it is not the one that is sent. */
  readonly feed?: Source | undefined;
}

/** A source that is being sent. All that an open feed keeps of its reply is here, without closures. */
export class Transfer implements Receiver, ClientOwner {
  readonly #exchange: Exchange;
  readonly #source: Source;
  readonly #options: SendOptions;
  readonly #client: Client;
  /** Until it is sent. */
  #head: Head | undefined;
  #sent = 0;
  // Not `res.writableEnded`, which is set later if a wrapper (a session store) delays `end`.
  #hasEnded = false;
  #isReading = false;
  #isPumping = false;
  #isSettled = false;
  #resolve: (() => void) | undefined;
  #reject: ((error: unknown) => void) | undefined;

  constructor(head: Head, exchange: Exchange, source: Source, options: SendOptions) {
    this.#head = head;
    this.#exchange = exchange;
    this.#source = source;
    this.#options = options;
    this.#client = new Client(exchange.res, this);
  }

  /** Sends all of the source; the promise settles when the reply is over. */
  run(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#client.watch(this.#exchange.req);
      if (this.#isHeadFirst()) this.#take(undefined);
      this.#pump();
    });
  }

  receive(chunk: Buffer | undefined): void {
    this.#isReading = false;
    this.#take(chunk);
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
      if (this.#head === undefined) breakOff(this.#exchange.res, error);
    } catch (failure) {
      reason = failure;
    }
    this.#release();
    this.#reject?.(reason);
  }

  onLeave(): void {
    this.#source.close();
    this.#pump();
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
    if (this.#isReading) return;
    if (this.#isOver()) this.#settle();
    else this.#awaitDrain();
  }

  /** By a promise: the source continues in the AsyncLocalStorage of its request, not in that of the event. */
  #awaitDrain(): void {
    this.#isReading = true;
    void this.#client.drained().then(() => {
      this.#isReading = false;
      this.#pump();
    });
  }

  #isOver(): boolean {
    return this.#isSettled || this.#hasEnded || this.#client.isDone();
  }

  #settle(): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.#release();
    this.#resolve?.();
  }

  #release(): void {
    this.#client.unwatch();
    this.#source.close();
    if (this.#options.feed !== undefined) forgetFeed(this.#options.feed);
  }

  /** Sends a chunk or the end, the first of them with the head. */
  #take(chunk: Buffer | undefined): void {
    if (this.#isOver()) return;
    try {
      if (this.#head !== undefined) this.#begin(this.#head, chunk);
      else {
        this.#count(chunk);
        this.#write(chunk);
      }
    } catch (error) {
      this.fail(error);
    }
  }

  /** Sends the head, unless other code has answered the request. */
  #begin(head: Head, chunk: Buffer | undefined): void {
    const { res } = this.#exchange;
    if (isAnswered(res)) {
      dropLate(undefined, res);
      this.#hasEnded = true;
      return;
    }
    if (!this.#isHeadFirst()) this.#count(chunk);
    void commit(head, res, () => {
      this.#sendHead(chunk);
    });
    this.#head = undefined;
  }

  #sendHead(chunk: Buffer | undefined): void {
    const { req, res } = this.#exchange;
    const { length, mayBeFresh = true, isFlushed = false, stale = [] } = this.#options;
    setFraming(res, length);
    removeFields(res, stale);
    const isFresh = mayBeFresh && req.fresh;
    if (isFresh) removeContentFields(res);
    this.#hasEnded = isFresh || this.#isBodyless();
    // Replies without a body go through res.send, which removes the fields that HEAD, 204 and 304 must not have.
    if (this.#hasEnded) res.send();
    else if (!isFlushed) this.#write(chunk);
    else {
      res.flushHeaders();
      flush(res);
    }
  }

  #isHeadFirst(): boolean {
    return this.#options.isFlushed === true || this.#isBodyless();
  }

  #isBodyless(): boolean {
    return this.#exchange.req.method === 'HEAD' || (this.#head !== undefined && hasNoBody(this.#head.status));
  }

  #count(chunk: Buffer | undefined): void {
    this.#sent = addLength(chunk, this.#sent, this.#options.length);
  }

  /** Writes a chunk, or ends the reply with it. */
  #write(chunk: Buffer | undefined): void {
    const { res } = this.#exchange;
    const { giveBack } = this.#source;
    // The reply ends with its last byte: a client that has all of them may close before the source ends.
    this.#hasEnded = chunk === undefined || this.#sent === this.#options.length;
    if (chunk !== undefined && giveBack !== undefined && canReuseAfterWrite(res)) {
      this.#client.recordWrite(res.write(chunk, whenWritten(giveBack, chunk)));
      if (this.#hasEnded) res.end();
    } else if (this.#hasEnded) res.end(chunk);
    // Only false means to wait: a wrapper may return nothing.
    else this.#client.recordWrite((res.write(chunk) as unknown) !== false);
    if (this.#options.isFlushed === true) flush(res);
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

/** Adds the length of a chunk to the bytes sent before, and compares them with the promised length. */
export function addLength(chunk: Buffer | undefined, before: number, promised: number | undefined): number {
  const sent = before + (chunk?.length ?? 0);
  if (promised !== undefined && (sent > promised || (chunk === undefined && sent < promised))) {
    throw new UsageError(
      'ERR_RETURNS_LENGTH',
      `A body with Content-Length ${promised} has ${chunk === undefined ? 'only' : 'at least'} ${sent} bytes.`,
    );
  }
  return sent;
}
