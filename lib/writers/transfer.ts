import type { Response as ExpressResponse } from 'express';
import { UsageError } from '../diagnostics/usage-error';
import { hasNoBody } from '../http/status';
import type { Source } from '../streams/source';
import type { Client } from './client';
import type { Exchange } from './exchange';
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
  /** Called when the reply is over. */
  readonly onOver?: (() => void) | undefined;
}

/** A source that is being sent: its next chunk, and how much of it the reply has. */
export class Transfer {
  readonly #exchange: Exchange;
  readonly #source: Source;
  readonly #client: Client;
  readonly #options: SendOptions;
  #chunk: Buffer | undefined;
  #sent = 0;
  // Not `res.writableEnded`, which is set later if a wrapper (a session store) delays `end`.
  #hasEnded = false;

  constructor(exchange: Exchange, source: Source, client: Client, options: SendOptions) {
    this.#exchange = exchange;
    this.#source = source;
    this.#client = client;
    this.#options = options;
  }

  /** Waits for the first chunk and sends the head with it. Returns false if the request was answered or has gone. */
  async begin(head: Head): Promise<boolean> {
    const { req, res } = this.#exchange;
    if (this.#client.isDone()) return false;
    const isBodyless = req.method === 'HEAD' || hasNoBody(head.status);
    const isHeadFirst = isBodyless || this.#options.isFlushed === true;
    if (!isHeadFirst) this.#chunk = await this.#source.next();
    if (this.#client.isDone()) return false;
    if (isAnswered(res)) {
      dropLate(undefined, res);
      return false;
    }
    if (!isHeadFirst) this.#count();
    await commit(head, res, () => {
      this.#sendHead(isBodyless);
    });
    return true;
  }

  /** Whether the reply needs no more chunks. */
  isOver(): boolean {
    return this.#hasEnded || this.#client.isDone();
  }

  /** Sends a chunk that follows, or the end. */
  send(chunk: Buffer | undefined): void {
    if (this.isOver()) return;
    this.#chunk = chunk;
    this.#count();
    this.#write();
  }

  #sendHead(isBodyless: boolean): void {
    const { req, res } = this.#exchange;
    const { length, mayBeFresh = true, isFlushed = false, stale = [] } = this.#options;
    setFraming(res, length);
    removeFields(res, stale);
    const isFresh = mayBeFresh && req.fresh;
    if (isFresh) removeContentFields(res);
    this.#hasEnded = isBodyless || isFresh;
    // Replies without a body go through res.send, which removes the fields that HEAD, 204 and 304 must not have.
    if (this.#hasEnded) res.send();
    else if (!isFlushed) this.#write();
    else {
      res.flushHeaders();
      flush(res);
    }
  }

  #count(): void {
    this.#sent = addLength(this.#chunk, this.#sent, this.#options.length);
  }

  /** Writes the current chunk, or ends the reply with it. */
  #write(): void {
    const { res } = this.#exchange;
    const { giveBack } = this.#source;
    const chunk = this.#chunk;
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
