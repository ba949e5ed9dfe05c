import type { Broadcast } from './broadcast';
import { BroadcastSource } from './broadcast-source';
import { Encoding, type ItemMap } from './encoding';
import type { Heartbeat } from './heartbeat';
import type { Framing, Source } from './source-types';
import { Subscription } from './subscription';

/** How the items of a feed are changed: one by one where they are encoded, or by another iterator. */
interface Mapped {
  readonly map: ItemMap;
  readonly iterate: () => AsyncIterator<unknown>;
}

/** The items of a broadcast from one position on. Each iterator begins there. */
export class Feed implements AsyncIterable<unknown> {
  readonly #broadcast: Broadcast;
  /** `undefined` for the items that are published after it is opened. */
  readonly #start: number | undefined;
  readonly #mapped: Mapped | undefined;

  constructor(broadcast: Broadcast, start?: number, mapped?: Mapped) {
    this.#broadcast = broadcast;
    this.#start = start;
    this.#mapped = mapped;
  }

  get isMapped(): boolean {
    return this.#mapped !== undefined;
  }

  /** The same items, changed. */
  mapped(mapped: Mapped): Feed {
    return new Feed(this.#broadcast, this.#start, mapped);
  }

  /** Opens a source that shares the bytes of each item with others; `undefined` where they depend on other items. */
  open(framing: Framing, heartbeat: Heartbeat | undefined): Source | undefined {
    if (framing.alone === undefined) return undefined;
    const encoding = Encoding.share(this.#broadcast, framing, this.#mapped?.map);
    return new BroadcastSource(this.#broadcast, encoding, {
      start: this.#start ?? this.#broadcast.end,
      isResumed: framing.alone === 'events',
      heartbeat,
    });
  }

  [Symbol.asyncIterator](): AsyncIterator<unknown> {
    return this.#mapped?.iterate() ?? new Subscription(this.#broadcast, this.#start ?? this.#broadcast.end);
  }
}

const feeds = new WeakMap<object, Feed>();

/** Records the feed that a body stands for. */
export function setFeed(body: object, feed: Feed): void {
  feeds.set(body, feed);
}

/** The feed of a body; `undefined` for a body that is none, and for one of another copy of the package. */
export function feedOf(body: object): Feed | undefined {
  return body instanceof Feed ? body : feeds.get(body);
}
