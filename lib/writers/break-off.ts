import { Socket } from 'node:net';
import type { Response as ExpressResponse } from 'express';
import { isOver } from './watch-close';

/**
 * Breaks a connection so that the client cannot take what it has for the whole reply. With a reason: HTTP/2 ends a
 * stream that is destroyed without one as if it were whole. An Error of our own carries it, since anything can be thrown.
 */
export function breakOff(res: ExpressResponse, cause: unknown): void {
  // In HTTP/1.0 (nginx speaks it to its upstreams) the end of the connection is the end of the body, so that only a
  // reset is an error (RFC 9112 section 8).
  if (res.req.httpVersion === '1.0') resetConnection(res.socket);
  const reason = new globalThis.Error('The reply failed after a part of it was sent.', { cause });
  const { socket } = res;
  res.destroy(reason);
  // HTTP/2 has none after its end.
  if (Boolean(socket) && socket?.destroyed !== true) reportToAdapter(res, reason);
}

/**
 * Breaks off a reply that failed after its head, before the error is passed to `next`, if the way of Express's last
 * handler would not show the failure to the client: it destroys the socket without a reason, which in HTTP/1.0 and
 * HTTP/2 looks like the end of a whole reply, and does nothing to the socket of an adapter. On other connections an
 * error handler of the app may still end the reply.
 */
export function breakOffIfMasked(res: ExpressResponse, cause: unknown): void {
  // The double of a unit test may have no request.
  const req = res.req as ExpressResponse['req'] | undefined;
  if (req === undefined || !res.headersSent || res.writableEnded || isOver(req, res)) return;
  const isMasked = req.httpVersion !== '1.1' || !(res.socket instanceof Socket);
  if (isMasked) breakOff(res, cause);
}

/** The socket of an adapter to cloud functions cannot be destroyed, so that the adapter would wait for the end. */
function reportToAdapter(res: ExpressResponse, reason: globalThis.Error): void {
  if (res.listenerCount('error') > 0) res.emit('error', reason);
  res.emit('close');
}

function resetConnection(socket: Socket | null): void {
  try {
    socket?.resetAndDestroy();
  } catch {
    // No TCP socket: there is nothing harder than to destroy it.
  }
}
