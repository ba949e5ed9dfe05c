import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Server as SecureServer } from 'node:https';

/** Milliseconds between two looks for idle connections: one that becomes idle does not tell its server. */
const LOOK_AGAIN = 50;

/**
 * Takes no new connections, and closes each when it has nothing more to send. Calls back when there is none left;
 * gives the function that stops looking for idle ones.
 */
export function closeGently(server: Server | SecureServer, onClosed: () => void): () => void {
  server.prependListener('request', sayLast);
  // Node closes idle connections here once, too.
  withoutCuts(() => server.close(onClosed));
  const timer = setInterval(() => {
    withoutCuts(() => {
      server.closeIdleConnections();
    });
  }, LOOK_AGAIN);
  return () => {
    clearInterval(timer);
    server.off('request', sayLast);
  };
}

/** Tells a client that has sent a request on an open connection not to send another. */
function sayLast(_req: IncomingMessage, res: ServerResponse): void {
  res.setHeader('Connection', 'close');
}

/**
 * Node takes a connection for idle when its reply has been ended, also while a slow client has most of it still to
 * come, and destroys it (measured on Node 20 to 24: 4 of 20 MB arrive). It has no list of connections to choose from,
 * so for this one synchronous call a socket that has bytes to send is closed after them.
 */
function withoutCuts(close: () => void): void {
  const destroy: (this: Socket, error?: globalThis.Error) => Socket = Reflect.get(Socket.prototype, 'destroy');
  const own = Object.getOwnPropertyDescriptor(Socket.prototype, 'destroy');
  Socket.prototype.destroy = function (this: Socket, error?: globalThis.Error) {
    if (this.writableLength === 0) return destroy.call(this, error);
    this.destroySoon();
    return this;
  };
  try {
    close();
  } finally {
    if (own === undefined) Reflect.deleteProperty(Socket.prototype, 'destroy');
    else Object.defineProperty(Socket.prototype, 'destroy', own);
  }
}
