import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Calls back once, when a reply is over: sent (`res.writableFinished`), or its client gone. At once where it is over
 * already. Gives the function that ends the watch.
 *
 * By `res` `'close'`: `req` closes when a request body has been read, which may be before the handler runs.
 */
export function watchClose(req: IncomingMessage, res: ServerResponse, onClose: () => void): () => void {
  // A pipelined reply has no socket while those before it are sent, and Node never closes it if that one goes.
  const isPipelined = res.socket === null;
  if (res.destroyed || (isPipelined && req.socket.destroyed)) {
    onClose();
    return () => undefined;
  }
  const close = (): void => {
    unwatch();
    onClose();
  };
  const unwatch = (): void => {
    res.off('close', close);
    sockets.get(req.socket)?.delete(close);
  };
  res.on('close', close);
  if (isPipelined) watchSocket(req.socket, close);
  return unwatch;
}

// One listener for all replies that wait on a socket: a client may pipeline any number of requests.
const sockets = new WeakMap<Socket, Set<() => void>>();

function watchSocket(socket: Socket, close: () => void): void {
  let waiting = sockets.get(socket);
  if (waiting === undefined) {
    const closes = new Set<() => void>();
    socket.once('close', () => {
      for (const each of closes) each();
    });
    sockets.set(socket, (waiting = closes));
  }
  waiting.add(close);
}
