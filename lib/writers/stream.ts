import type { Response as ExpressResponse } from 'express';
import { UsageError } from '../diagnostics/usage-error';
import { hasNoBody } from '../http/status';
import type { AnyResponse } from '../responses/response';
import { openSource, type Source } from '../streams/source';
import { breakOff } from './break-off';
import { canReuseAfterWrite } from './files/read-buffers';
import { Client } from './client';
import { codedHead, codingFor } from './compression/content-coding';
import { compressSource } from './compression/compress-source';
import type { Exchange } from './exchange';
import { endable, isFeed } from './feeds';
import { dropLate } from './late';
import { removeContentFields, removeFields, setFraming } from './stale-fields';
import { commit, isAnswered, type Head } from './transaction';

/** Sends a streamed body. */
export function writeStream(response: AnyResponse, exchange: Exchange, body: object): Promise<void> {
  const length = promisedLength(response);
  const isFlushed = response.flush === true;
  // A reply with a length ends with its last byte. Joining chunks could add bytes after it, which would be an error.
  const source = openSource(body, undefined, !isFlushed && length === undefined);
  return sendStream(response, exchange, source, { length, isFlushed });
}

/** The Content-Length in the headers of a response, checked by its constructor. */
export function promisedLength({ headers }: AnyResponse): number | undefined {
  const length = headers['content-length'];
  return length === undefined ? undefined : Number(length);
}

/** Sends a source, compressed if the response has `compress`. */
export function sendStream(
  response: Head & Pick<AnyResponse, 'compress'>,
  exchange: Exchange,
  source: Source,
  options: SendOptions,
): Promise<void> {
  const body = isFeed(response) ? endable(source, exchange.req) : source;
  if (response.compress !== true) return sendSource(response, exchange, body, options);
  const { length, ...rest } = options;
  const coding = codingFor(response, exchange.req, exchange.res, length);
  const head = codedHead(response, coding?.name);
  if (coding === undefined) return sendSource(head, exchange, body, options);
  return sendSource(head, exchange, compressSource(withLength(body, length), coding), rest);
}

/** A source that fails if its bytes do not match the given length. */
function withLength(source: Source, length: number | undefined): Source {
  let sent = 0;
  const next = async (): Promise<Buffer | undefined> => {
    const chunk = await source.next();
    sent = addLength(chunk, sent, length);
    return chunk;
  };
  return { next, close: source.close };
}

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
}

/**
 * Sends a source. Waits for the first chunk before it sends the head, so that an early failure becomes an error reply;
 * a later failure breaks the connection. Always closes the source: at the end, after a failure, and immediately when
 * the client disconnects, even during the wait for a chunk.
 */
export async function sendSource(
  head: Head,
  { req, res }: Exchange,
  source: Source,
  { length, mayBeFresh = true, isFlushed = false, stale = [] }: SendOptions = {},
): Promise<void> {
  const client = new Client(req, res, source.close);
  let hasBegun = false;
  try {
    if (client.isDone()) return;
    const isBodyless = req.method === 'HEAD' || hasNoBody(head.status);
    const isHeadFirst = isBodyless || isFlushed;
    let chunk = isHeadFirst ? undefined : await client.wait(source.next());
    if (client.isDone()) return;
    if (isAnswered(res)) {
      dropLate(undefined, res);
      return;
    }
    let sent = isHeadFirst ? 0 : addLength(chunk, 0, length);

    // Not `res.writableEnded`, which is set later if a wrapper (a session store) delays `end`. An object, since
    // TypeScript would narrow a variable that only a closure changes.
    const out = { hasEnded: false };
    const send = (): void => {
      // The reply ends with its last byte: a client that has all of them may close before the source ends.
      out.hasEnded = chunk === undefined || sent === length;
      if (chunk !== undefined && source.giveBack !== undefined && canReuseAfterWrite(res)) {
        client.recordWrite(res.write(chunk, whenWritten(source.giveBack, chunk)));
        if (out.hasEnded) res.end();
      } else if (out.hasEnded) res.end(chunk);
      // Only false means to wait: a wrapper may return nothing.
      else client.recordWrite((res.write(chunk) as unknown) !== false);
      if (isFlushed) flush(res);
    };
    await commit(head, res, () => {
      setFraming(res, length);
      removeFields(res, stale);
      const isFresh = mayBeFresh && req.fresh;
      if (isFresh) removeContentFields(res);
      out.hasEnded = isBodyless || isFresh;
      // Replies without a body go through res.send, which removes the fields that HEAD, 204 and 304 must not have.
      if (out.hasEnded) res.send();
      else if (!isFlushed) send();
      else {
        res.flushHeaders();
        flush(res);
      }
    });
    hasBegun = true;

    const isOver = (): boolean => out.hasEnded || client.isDone();
    while (!isOver()) {
      if (client.isBlocked()) await client.drained();
      if (isOver()) return;
      chunk = await client.wait(source.next());
      if (isOver()) return;
      sent = addLength(chunk, sent, length);
      send();
    }
  } catch (error) {
    if (client.hasLeft()) return;
    if (hasBegun) breakOff(res, error);
    throw error;
  } finally {
    client.unwatch();
    source.close();
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
function addLength(chunk: Buffer | undefined, before: number, promised: number | undefined): number {
  const sent = before + (chunk?.length ?? 0);
  if (promised !== undefined && (sent > promised || (chunk === undefined && sent < promised))) {
    throw new UsageError(
      'ERR_RETURNS_LENGTH',
      `A body with Content-Length ${promised} has ${chunk === undefined ? 'only' : 'at least'} ${sent} bytes.`,
    );
  }
  return sent;
}
