import type { IncomingMessage } from 'node:http';
import { essenceOf } from '../http/media-type';
import { shared } from '../streams/shared-state';
import type { Source } from '../streams/source';
import type { Head } from './transaction';

/** The event streams of a process that are being sent, and the servers that send no new ones. */
interface Feeds {
  readonly open: Map<Source, unknown>;
  readonly closing: WeakSet<object>;
}

const feeds = (): Feeds => shared('feeds.2', () => ({ open: new Map(), closing: new WeakSet() }));

/** Whether a body may end after any chunk: clients of an event stream drop half an event, and connect again. */
export function isFeed({ headers }: Head): boolean {
  return essenceOf(String(headers['content-type'])) === 'text/event-stream';
}

/** Lets `endFeeds` end a source, also while its next chunk is awaited, until `forgetFeed`. */
export function openFeed(source: Source, req: IncomingMessage): void {
  const { open, closing } = feeds();
  const server = serverOf(req);
  if (server !== undefined && closing.has(server)) source.close();
  open.set(source, server);
}

/** Ends the record of a feed whose reply is over. */
export function forgetFeed(source: Source): void {
  feeds().open.delete(source);
}

/** Ends the event streams of a server; later ones end immediately. Their clients get complete replies. */
export function endFeeds(server: object): void {
  const { open, closing } = feeds();
  closing.add(server);
  for (const [source, owner] of open) if (owner === undefined || owner === server) source.close();
}

/** The server that a request came in by; Node's types do not say that a socket has it. */
function serverOf({ socket }: IncomingMessage): object | undefined {
  return (socket as typeof socket & { readonly server?: object }).server;
}
