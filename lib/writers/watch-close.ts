import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';

/** Receives the end of a reply: whether all of it was handed to the network. */
export type OnClose = (isComplete: boolean) => void;

/**
 * Calls back once, when a reply is over: sent, or its client gone. At once where it is over already. Returns the
 * function that ends the watch.
 *
 * By events of `res`: `req` closes when a request body has been read, which may be before the handler runs. By `finish`
 * as well as `close`: adapters to cloud functions emit only one of them, or leave `res.writableFinished` false.
 */
export function watchClose(req: IncomingMessage, res: ServerResponse, onClose: OnClose): () => void {
  const watch = watches.get(res) ?? startWatch(req, res);
  if (watch.isComplete !== undefined) {
    onClose(watch.isComplete);
    return () => undefined;
  }
  watch.callbacks.add(onClose);
  return () => void watch.callbacks.delete(onClose);
}

/** One for each reply, however many functions ask: a few listeners, and one answer for all. */
interface Watch {
  readonly callbacks: Set<OnClose>;
  /** Set when the reply is over. */
  isComplete?: boolean;
}

const watches = new WeakMap<ServerResponse, Watch>();

function startWatch(req: IncomingMessage, res: ServerResponse): Watch {
  const watch: Watch = { callbacks: new Set() };
  watches.set(res, watch);
  // A pipelined reply has no socket while those before it are sent, and Node never closes it if that one goes.
  const isPipelined = res.socket === null;
  if (isOver(req, res)) {
    watch.isComplete = streamOf(res) === undefined ? isHandedOver(res) : isSent(req, res, true);
    return watch;
  }

  const end = (hasFinished: boolean): void => {
    if (watch.isComplete !== undefined) return;
    watch.isComplete = isSent(req, res, hasFinished);
    sockets.get(req.socket)?.delete(close);
    for (const onClose of watch.callbacks) onClose(watch.isComplete);
    watch.callbacks.clear();
  };
  const close = (): void => {
    end(false);
  };
  // A double of a unit test may have no events: its end is not seen.
  if (typeof (res as Partial<ServerResponse>).on !== 'function') return watch;
  res.on('close', close);
  res.on('finish', () => {
    end(true);
  });
  if (isPipelined) watchSocket(req.socket, close);
  return watch;
}

/** Whether a reply is over: sent, or its client gone. */
export function isOver(req: IncomingMessage, res: ServerResponse): boolean {
  const stream = streamOf(res);
  if (stream !== undefined) return stream.destroyed;
  return res.destroyed || isHandedOver(res) || (res.socket === null && isDestroyed(req.socket));
}

/**
 * Whether a reply has ended and holds nothing back. The socket of an adapter has no length, so that it is NaN; a test
 * double of `res` may have neither property.
 */
function isHandedOver(res: { readonly writableEnded?: boolean; readonly writableLength?: number }): boolean {
  return res.writableEnded === true && !((res.writableLength ?? 0) > 0);
}

/** Whether a reply that is over was sent whole. */
function isSent(req: IncomingMessage, res: ServerResponse, hasFinished: boolean): boolean {
  const stream = streamOf(res);
  // HTTP/2 emits `finish` for a cancelled reply, too (RFC 9113 section 7: the code is NO_ERROR for one that was sent).
  if (stream !== undefined) return !stream.aborted && stream.rstCode === 0 && stream.writableFinished;
  // Node 20 and 22 emit `finish` for what a connection that broke did not take.
  return hasFinished && !isDestroyed(req.socket);
}

/** The stream below a reply of Node's compatibility layer for HTTP/2. */
function streamOf(res: ServerResponse): ServerHttp2Stream | undefined {
  const { stream } = res as ServerResponse & { readonly stream?: Partial<ServerHttp2Stream> };
  return stream?.rstCode === undefined ? undefined : (stream as ServerHttp2Stream);
}

/** Replies of test doubles and adapters may have no socket, or one that knows nothing of its state. */
function isDestroyed(socket: { readonly destroyed?: boolean } | undefined): boolean {
  return socket?.destroyed === true;
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
