import { isAsyncIterable, isNodeStream, isThenable, isWebStream } from './body';
import { feedOf } from './feed';
import { openReader, type Reader } from './reader';

type Result = IteratorResult<unknown, unknown>;

/**
 * A body with each item changed when it is read. Nothing is read ahead, the body is opened by the first read, and
 * closed when the items are; what reads it once, reads these once. Feeds of a channel share the bytes that one `map`
 * leads to.
 */
export function mapItems(body: object, map: (item: unknown) => unknown): object {
  const feed = feedOf(body);
  if (feed?.isMapped === false) return feed.mapped({ map, iterate: () => new LaterItems(feed, map) });
  const isLater = isNodeStream(body) || isWebStream(body) || isAsyncIterable(body);
  return isLater ? new LaterItems(body, map) : new Items(body, map);
}

/** Items of a synchronous iterable, whose reader gives results and not promises. */
class Items implements IterableIterator<unknown> {
  readonly #read: () => Result;
  readonly #map: (item: unknown) => unknown;
  readonly #stop: () => unknown;

  constructor(body: object, map: (item: unknown) => unknown) {
    const open = openOnce(body);
    this.#read = () => open().read() as Result;
    this.#stop = () => open().stop();
    this.#map = map;
  }

  next(): Result {
    const { done, value } = this.#read();
    if (done === true) return { done, value };
    return { done: false, value: isThenable(value) ? value.then(this.#map) : this.#map(value) };
  }

  return(): Result {
    this.#stop();
    return { done: true, value: undefined };
  }

  [Symbol.iterator](): this {
    return this;
  }
}

/** Items that come later. */
class LaterItems implements AsyncIterableIterator<unknown> {
  readonly #open: () => Reader;
  readonly #map: (item: unknown) => unknown;

  constructor(body: object, map: (item: unknown) => unknown) {
    this.#open = openOnce(body);
    this.#map = map;
  }

  async next(): Promise<Result> {
    const { done, value } = (await this.#open().read()) as Result;
    return done === true ? { done, value } : { done: false, value: await this.#map(await value) };
  }

  async return(): Promise<Result> {
    await this.#open().stop();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

function openOnce(body: object): () => Reader {
  let reader: Reader | undefined;
  return () => (reader ??= openReader(body));
}
