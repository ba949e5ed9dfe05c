import { GONE, type Broadcast, type BroadcastReader } from './broadcast';

type Result = IteratorResult<unknown, undefined>;

/** A call of `next` that waits. */
interface Waiting {
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Reads a broadcast as an async iterator. It is known to the broadcast only while a `next` waits, so that one that is
 * forgotten is collected.
 */
export class Subscription implements AsyncIterableIterator<unknown> {
  readonly #broadcast: Broadcast;
  #position: number;
  #isDone = false;
  readonly #waiting: Waiting[] = [];
  readonly #reader: BroadcastReader = {
    wake: () => {
      this.#settle();
    },
  };

  constructor(broadcast: Broadcast, start: number) {
    this.#broadcast = broadcast;
    this.#position = start;
  }

  next(): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#broadcast.addReader(this.#reader);
      this.#settle();
    });
  }

  return(): Promise<Result> {
    this.#isDone = true;
    this.#settle();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Gives what is ready to the calls that wait, in their order. */
  #settle(): void {
    for (let [first] = this.#waiting; first !== undefined; [first] = this.#waiting) {
      if (!this.#isDone && this.#position < this.#broadcast.first) {
        this.#isDone = true;
        first.reject(this.#broadcast.tooSlow());
      } else {
        const result = this.#read();
        if (result === undefined) return;
        first.resolve(result);
      }
      this.#waiting.shift();
    }
    this.#broadcast.removeReader(this.#reader);
  }

  /** The next item or the end; `undefined` where there is none yet. */
  #read(): Result | undefined {
    while (!this.#isDone && this.#position < this.#broadcast.end) {
      const value = this.#broadcast.itemAt(this.#position++);
      if (value !== GONE) return { done: false, value };
    }
    if (this.#isDone || this.#broadcast.isClosed) return { done: true, value: undefined };
    return undefined;
  }
}
