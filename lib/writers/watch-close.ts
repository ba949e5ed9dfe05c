import { ServerResponse, type IncomingMessage } from 'node:http';
import type { ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import { types } from 'node:util';

/** A callback for the end of a reply: whether all of it was handed to the network. */
export type OnClose = (isComplete: boolean) => void;

/** An object that is called at the end of a reply. */
export interface ReplyWatcher {
  readonly onClose: OnClose;
}

/**
 * Calls back once, when a reply is over: sent, or its client disconnected. Calls back immediately if it is already
 * over. Returns a function that ends the watch.
 *
 * Listens to `res`, since `req` closes when its body has been read, which may be before the handler runs. Listens to
 * `finish` and `close`, since adapters for cloud functions emit only one of them, or leave `res.writableFinished`
 * false.
 */
export function watchClose(req: IncomingMessage, res: ServerResponse, onClose: OnClose): () => void {
  const watcher = { onClose };
  watchReply(req, res, watcher);
  return () => {
    unwatchClose(res, watcher);
  };
}

/** Does the same with an object and no closure, since an open feed keeps all that is made here. */
export function watchReply(req: IncomingMessage, res: ServerResponse, watcher: ReplyWatcher): void {
  const watch = watches.get(res);
  if (watch === undefined) startWatch(req, res, watcher);
  else if (watch.isComplete === undefined) watch.watchers.push(watcher);
  else watcher.onClose(watch.isComplete);
}

/** Ends the watch of one object. */
export function unwatchClose(res: ServerResponse, watcher: ReplyWatcher): void {
  const watchers = watches.get(res)?.watchers ?? [];
  const index = watchers.indexOf(watcher);
  if (index !== -1) watchers.splice(index, 1);
}

/** The state of a reply. All watchers of a reply share its listeners. */
interface Watch {
  readonly req: IncomingMessage;
  readonly watchers: ReplyWatcher[];
  /** Set when the reply is over. */
  isComplete: boolean | undefined;
}

const watches = new WeakMap<ServerResponse, Watch>();

function startWatch(req: IncomingMessage, res: ServerResponse, watcher: ReplyWatcher): void {
  // Not filled later: V8 then makes room for 16 more.
  const watch: Watch = { req, watchers: [watcher], isComplete: undefined };
  watches.set(res, watch);
  // A pipelined reply gets its socket after the replies before it, and Node never closes it if the connection breaks.
  const isPipelined = res.socket === null;
  if (isOver(req, res)) {
    endWatch(watch, streamOf(res) === undefined ? isHandedOver(res) : isSent(req, res, true));
    return;
  }
  // A double of a unit test may have no events: its end is not seen.
  if (typeof (res as Partial<ServerResponse>).on !== 'function') return;
  // The same functions for all replies of Node, since an open feed keeps its own. Another emitter may call them with
  // another `this`.
  const isNodes = res instanceof ServerResponse && !types.isProxy(res);
  res.on('close', isNodes ? onClose : onClose.bind(res));
  res.on('finish', isNodes ? onFinish : onFinish.bind(res));
  if (isPipelined) watchSocket(req.socket, res);
}

function onClose(this: ServerResponse): void {
  endReply(this, false);
}

function onFinish(this: ServerResponse): void {
  endReply(this, true);
}

function endReply(res: ServerResponse, hasFinished: boolean): void {
  const watch = watches.get(res);
  if (watch === undefined) return;
  sockets.get(watch.req.socket)?.delete(res);
  endWatch(watch, isSent(watch.req, res, hasFinished));
}

function endWatch(watch: Watch, isComplete: boolean): void {
  if (watch.isComplete !== undefined) return;
  watch.isComplete = isComplete;
  // Not a loop over the array: a watcher may end the watch of another one.
  for (let next = watch.watchers.shift(); next !== undefined; next = watch.watchers.shift()) next.onClose(isComplete);
}

/** Whether a reply is over: sent, or its client disconnected. */
export function isOver(req: IncomingMessage, res: ServerResponse): boolean {
  const stream = streamOf(res);
  if (stream !== undefined) return stream.destroyed;
  return res.destroyed || isHandedOver(res) || (res.socket === null && isDestroyed(req.socket));
}

/**
 * Whether a reply has ended and its buffer is empty. With the socket of an adapter the length is NaN; a test double of
 * `res` may have neither property.
 */
function isHandedOver(res: { readonly writableEnded?: boolean; readonly writableLength?: number }): boolean {
  return res.writableEnded === true && !((res.writableLength ?? 0) > 0);
}

/** Whether all of a finished reply was sent. */
function isSent(req: IncomingMessage, res: ServerResponse, hasFinished: boolean): boolean {
  const stream = streamOf(res);
  // HTTP/2 also emits `finish` for a cancelled reply; a sent one has the code NO_ERROR (RFC 9113 section 7).
  if (stream !== undefined) return !stream.aborted && stream.rstCode === 0 && stream.writableFinished;
  // Node 20 and 22 also emit `finish` for data that a broken connection did not accept. The adapter serverless-http
  // emits `close` first for a reply that was ended in the call that sends it.
  const { writableEnded } = res as Partial<ServerResponse>;
  return (hasFinished || writableEnded === true) && !isDestroyed(req.socket);
}

/** The HTTP/2 stream of a reply of Node's compatibility API; `undefined` for HTTP/1. */
function streamOf(res: ServerResponse): ServerHttp2Stream | undefined {
  const { stream } = res as ServerResponse & { readonly stream?: Partial<ServerHttp2Stream> };
  return stream?.rstCode === undefined ? undefined : (stream as ServerHttp2Stream);
}

/** Whether a socket is destroyed. Test doubles and adapters may have no socket, or one without this property. */
function isDestroyed(socket: { readonly destroyed?: boolean } | undefined): boolean {
  return socket?.destroyed === true;
}

// One listener for all pipelined replies of a socket: their number has no limit.
const sockets = new WeakMap<Socket, Set<ServerResponse>>();

function watchSocket(socket: Socket, res: ServerResponse): void {
  let waiting = sockets.get(socket);
  if (waiting === undefined) {
    const replies = new Set<ServerResponse>();
    socket.once('close', () => {
      for (const each of replies) endReply(each, false);
    });
    sockets.set(socket, (waiting = replies));
  }
  waiting.add(res);
}
