import { describe } from '../diagnostics/describe';
import { checkOptions, type OptionChecks } from '../diagnostics/options';
import { UsageError } from '../diagnostics/usage-error';
import { Broadcast } from './broadcast';
import { Feed, setFeed } from './feed';

/** Options of a channel. */
export interface ChannelOptions {
  /**
   * The number of items that are kept: for clients that reconnect, and for those that read slowly. One that is further
   * behind is ended.
   *
   * @default 1000
   */
  readonly keep?: number;
}

const CHECKS: OptionChecks = {
  keep: { wanted: 'an integer from 1', isRight: (value) => Number.isSafeInteger(value) && (value as number) > 0 },
};

/**
 * Sends the same items to any number of clients. Each item is encoded once for all of them.
 *
 * ```ts
 * const news = new Channel<{ id: number; data: string }>();
 * routes.get('/news', (req) => new EventStream(news.after(req.get('Last-Event-ID'))));
 * news.publish({ id: 1, data: 'first' });
 * ```
 *
 * As an async iterable it has the items that are published after it is opened. An iterator that is more than `keep`
 * items behind rejects with `ERR_RETURNS_CHANNEL`.
 */
export class Channel<E = unknown> implements AsyncIterable<E> {
  readonly #broadcast: Broadcast;

  /** Creates a channel without items. @throws UsageError `ERR_RETURNS_CHANNEL` for a wrong option. */
  constructor(options: ChannelOptions = {}) {
    checkOptions('Channel', options, CHECKS, 'ERR_RETURNS_CHANNEL');
    this.#broadcast = new Broadcast(options.keep ?? 1000);
    setFeed(this, new Feed(this.#broadcast));
  }

  /**
   * Sends an item to all clients that are connected, in this call, and keeps it for those that come later. It is not
   * copied: do not change it afterwards.
   *
   * @throws UsageError `ERR_RETURNS_CHANNEL` after `close()`, and the error of an item that a connected client cannot
   * be sent, such as `ERR_RETURNS_EVENT`. It is not published then.
   */
  publish(item: E): void {
    this.#broadcast.publish(item);
  }

  /**
   * The items after the last one with this `id`, and then those that are published. Ids are compared as text. For an
   * unknown id it begins with the oldest item that is kept; for `undefined` with the next one that is published.
   *
   * @throws UsageError `ERR_RETURNS_CHANNEL` for any other value, such as the NaN of `Number(undefined)`.
   */
  after(lastEventId: string | number | undefined): AsyncIterable<E> {
    checkId(lastEventId);
    const broadcast = this.#broadcast;
    const start = lastEventId === undefined ? broadcast.end : broadcast.positionAfter(String(lastEventId));
    return new Feed(broadcast, start) as AsyncIterable<unknown> as AsyncIterable<E>;
  }

  /** Ends all clients when they have what was published. */
  close(): void {
    this.#broadcast.close();
  }

  [Symbol.asyncIterator](): AsyncIterator<E> {
    return new Feed(this.#broadcast)[Symbol.asyncIterator]() as AsyncIterator<E>;
  }
}

/** Any other value would be an id that no item has, for which a client gets all that is kept. */
function checkId(id: unknown): void {
  if (id === undefined || typeof id === 'string' || Number.isFinite(id)) return;
  throw new UsageError(
    'ERR_RETURNS_CHANNEL',
    `Channel.after takes the id of an event, a string or a number, or undefined; got ${describe(id)}. Pass req.get('Last-Event-ID') as it is.`,
  );
}
