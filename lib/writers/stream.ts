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

/** Sends a body while it is read. */
export function writeStream(response: AnyResponse, exchange: Exchange, body: object): Promise<void> {
  const length = promisedLength(response);
  const isFlushed = response.flush === true;
  // With the last promised byte the reply ends, whatever comes after it: not to be taken together with that.
  const source = openSource(body, undefined, !isFlushed && length === undefined);
  return sendStream(response, exchange, source, { length, isFlushed });
}

/** The Content-Length that a response promises; its value was checked when it was made. */
export function promisedLength({ headers }: AnyResponse): number | undefined {
  const length = headers['content-length'];
  return length === undefined ? undefined : Number(length);
}

/** Sends a source, compressed where the response asks for it. */
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

/** A source that fails where it has not the bytes that were promised. */
function withLength(source: Source, length: number | undefined): Source {
  let sent = 0;
  const next = async (): Promise<Buffer | undefined> => {
    const chunk = await source.next();
    sent = addLength(chunk, sent, length);
    return chunk;
  };
  return { next, close: source.close };
}

/** How a source is sent. */
export interface SendOptions {
  /** The promised length in bytes; more or fewer are an error. */
  readonly length?: number | undefined;
  /** Whether a fresh ETag makes it a 304; false where the request's conditions have been looked at. Default true. */
  readonly mayBeFresh?: boolean;
  /** Whether the head is sent at once, and each chunk handed out as it comes. Default false. */
  readonly isFlushed?: boolean;
  /** Fields on `res` that are not true of this body. */
  readonly stale?: readonly string[];
}

/**
 * Sends what a source gives. The first chunk is awaited before the head is sent, so that an early failure is a real
 * error reply; after the head, a failure breaks the connection. The source is closed on every way out, and at once when
 * the client leaves, also while its next chunk is awaited.
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

    // Ended by us: `res.writableEnded` comes later where a wrapper (a session that is being saved) holds `end` back.
    // An object, since TypeScript would narrow a variable that only a closure changes.
    const out = { hasEnded: false };
    const send = (): void => {
      // With the last promised byte the reply ends: a client that has them all may close before the source does.
      out.hasEnded = chunk === undefined || sent === length;
      if (chunk !== undefined && source.giveBack !== undefined && canReuseAfterWrite(res)) {
        client.recordWrite(res.write(chunk, whenWritten(source.giveBack, chunk)));
        if (out.hasEnded) res.end();
      } else if (out.hasEnded) res.end(chunk);
      // A wrapper may return nothing; only false means "wait".
      else client.recordWrite((res.write(chunk) as unknown) !== false);
      if (isFlushed) flush(res);
    };
    await commit(head, res, () => {
      setFraming(res, length);
      removeFields(res, stale);
      const isFresh = mayBeFresh && req.fresh;
      if (isFresh) removeContentFields(res);
      out.hasEnded = isBodyless || isFresh;
      // Without a body by res.send, which sees to what HEAD, 204 and 304 may not carry.
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

/** The callback of a write that takes the chunk back. After an error it may still wait to be sent. */
function whenWritten(giveBack: (chunk: Buffer) => void, chunk: Buffer): (error?: globalThis.Error | null) => void {
  return (error) => {
    if (error === undefined || error === null) giveBack(chunk);
  };
}

/** Has the app's `compression` hand out what it holds. It is an own property of `res`: Node's own is deprecated. */
function flush(res: ExpressResponse & { readonly flush?: unknown }): void {
  if (Object.hasOwn(res, 'flush') && typeof res.flush === 'function') res.flush();
}

/** The bytes up to and with this chunk, held against the length that was promised. */
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
