import type { IncomingMessage, ServerResponse } from 'node:http';
import { brandOf } from '../responses/brand';
import type { AnyResponse } from '../responses/response';
import { isStream, isStreamable } from '../streams/body';
import type { Exchange } from './exchange';
import { watchClose } from './watch-close';

const MAX_DRAIN_BYTES = 64 * 1024 * 1024;
const MAX_DRAIN_MILLISECONDS = 5000;

/**
 * Whether the rest of the request must be read before the reply is sent. A server that closes a connection with unread
 * bytes resets it, and the client, which is still writing, loses the reply (RFC 9112 section 9.6). Where the connection
 * is kept alive, Node reads the rest itself.
 */
export function mustDrain(response: AnyResponse, { req, res }: Exchange): boolean {
  if (req.method === 'GET' || req.method === 'HEAD' || !isIncomplete(req)) return false;
  const { 'content-length': length, 'transfer-encoding': coding } = req.headers;
  if (coding === undefined && !(Number(length) > 0)) return false;
  const connection = String(response.headers['connection'] ?? res.getHeader('Connection'));
  const isClosing = isLastOfConnection(res) || /\bclose\b/i.test(connection);
  return isClosing && !isRead(req) && !isStreamed(response);
}

/** Whether a part of the request is still to come. Test doubles have no such property. */
function isIncomplete({ complete }: { readonly complete?: boolean }): boolean {
  return complete === false;
}

/** Whether the request asks for the end of the connection. HTTP/2 has no such property. */
function isLastOfConnection({ shouldKeepAlive }: { readonly shouldKeepAlive?: boolean }): boolean {
  return shouldKeepAlive === false;
}

/** Whether other code reads the request: to read it here would take chunks away from that code. */
function isRead(req: IncomingMessage): boolean {
  return req.destroyed || req.listenerCount('data') > 0 || req.listenerCount('readable') > 0;
}

/** Whether the body is read while it is sent: it may then read the request itself. */
function isStreamed(response: AnyResponse): boolean {
  const kind = brandOf(response)?.kind;
  if (kind === 'lines' || kind === 'events') return true;
  return kind === 'json' ? isStream(response.body) : isStreamable(response.body);
}

/** Limits for the rest of a request, so that an endless upload cannot keep its connection. */
export interface DrainLimits {
  readonly bytes: number;
  readonly milliseconds: number;
}

/** The messages of an exchange; HTTP is all that draining needs. */
interface Messages {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
}

/**
 * Reads and discards the rest of a request: until its end, until the reply is over or its client has left, or until a
 * limit. Never rejects.
 */
export function drainUpload(
  { req, res }: Messages,
  { bytes, milliseconds }: DrainLimits = { bytes: MAX_DRAIN_BYTES, milliseconds: MAX_DRAIN_MILLISECONDS },
): Promise<void> {
  return new Promise((resolve) => {
    let received = 0;
    let unwatch = (): void => undefined;
    const stop = (): void => {
      clearTimeout(timer);
      unwatch();
      req.off('data', onData).off('end', stop).pause();
      resolve();
    };
    const onData = (chunk: Buffer): void => {
      received += chunk.length;
      if (received > bytes) stop();
    };
    const timer = setTimeout(stop, milliseconds);
    req.on('end', stop).on('data', onData).resume();
    unwatch = watchClose(req, res, stop);
  });
}
