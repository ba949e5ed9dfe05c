import type { Socket } from 'node:net';
import type { Response as ExpressResponse } from 'express';

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
