import { Socket } from 'node:net';
import type { Response as ExpressResponse } from 'express';
import { isOver } from './watch-close';

/**
 * Destroys the connection of a reply, so that the client cannot take a part of the body for all of it. HTTP/2 needs a
 * reason: it ends a stream that is destroyed without one like a complete reply. A thrown value may be no Error, so a
 * new Error carries it as its cause.
 */
export function breakOff(res: ExpressResponse, cause: unknown): void {
  // In HTTP/1.0 (nginx uses it for its upstreams) the body ends with the connection, so only a reset is an error (RFC
  // 9112 section 8).
  if (res.req.httpVersion === '1.0') resetConnection(res.socket);
  const reason = new globalThis.Error('The reply failed after a part of it was sent.', { cause });
  const { socket } = res;
  res.destroy(reason);
  // In HTTP/2 the socket is gone after the end of the stream.
  if (Boolean(socket) && socket?.destroyed !== true) reportToAdapter(res, reason);
}

/**
 * Breaks off a reply that failed after its head, before the error is passed to `next`, where Express's final handler
 * would hide the failure from the client. That destroys the socket without a reason, which in HTTP/1.0 and HTTP/2 looks
 * like the end of a whole reply, and does nothing to the socket of an adapter. On other connections an error handler of
 * the app may still end the reply.
 */
export function breakOffIfMasked(res: ExpressResponse, cause: unknown): void {
  // The double of a unit test may have no request.
  const req = res.req as ExpressResponse['req'] | undefined;
  if (req === undefined || !res.headersSent || res.writableEnded || isOver(req, res)) return;
  const isMasked = req.httpVersion !== '1.1' || !(res.socket instanceof Socket);
  if (isMasked) breakOff(res, cause);
}

/**
 * Reports the failure to an adapter for cloud functions: its socket cannot be destroyed, so it would wait without end.
 */
function reportToAdapter(res: ExpressResponse, reason: globalThis.Error): void {
  if (res.listenerCount('error') > 0) res.emit('error', reason);
  res.emit('close');
}

function resetConnection(socket: Socket | null): void {
  try {
    socket?.resetAndDestroy();
  } catch {
    // Not a TCP socket: it can only be destroyed.
  }
}
