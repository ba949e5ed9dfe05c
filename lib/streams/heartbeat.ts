/** A comment line; clients ignore it. */
const HEARTBEAT = Buffer.from(':\n\n');

/** The part of its interval after which a feed may get a comment together with one whose interval has passed. */
const EARLIEST = 7 / 8;

/** A feed that waits for its next event. */
interface SilentFeed {
  /** Ends its wait with these bytes. */
  interrupt(chunk: Buffer): void;
}

// One without feeds is removed, so that any number of intervals may be used.
const heartbeats = new Map<number, Heartbeat>();

/** The heartbeat of all feeds with this interval; `undefined` for 0 seconds. */
export function heartbeatOf(seconds: number): Heartbeat | undefined {
  if (seconds === 0) return undefined;
  let heartbeat = heartbeats.get(seconds);
  if (heartbeat === undefined) heartbeats.set(seconds, (heartbeat = new Heartbeat(seconds)));
  return heartbeat;
}

/** Gives a comment to each feed that was silent for so many seconds. One timer serves all feeds. */
export class Heartbeat {
  readonly #seconds: number;
  /** When the silence of each feed began, in milliseconds; in this order. */
  readonly #silent = new Map<SilentFeed, number>();
  #timer: NodeJS.Timeout | undefined;
  /** While comments are given: feeds that wait again then share the time, so that their next beat is one, too. */
  #beatTime: number | undefined;

  constructor(seconds: number) {
    this.#seconds = seconds;
  }

  /** The feed waits from now on. */
  start(feed: SilentFeed): void {
    this.#silent.set(feed, this.#beatTime ?? now());
    if (this.#timer !== undefined) return;
    heartbeats.set(this.#seconds, this);
    this.#timer = setTimeout(this.#beat, this.#seconds * 1000);
  }

  /** The feed no longer waits. */
  stop(feed: SilentFeed): void {
    this.#silent.delete(feed);
    if (this.#silent.size > 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (heartbeats.get(this.#seconds) === this) heartbeats.delete(this.#seconds);
  }

  readonly #beat = (): void => {
    const time = now();
    const latest = time - this.#seconds * 1000 * EARLIEST;
    const due: SilentFeed[] = [];
    for (const [feed, since] of this.#silent) {
      if (since > latest) break;
      due.push(feed);
    }
    // Not in the loop above: each may be waiting again when it has got its comment.
    this.#beatTime = time;
    for (const feed of due) feed.interrupt(HEARTBEAT);
    this.#beatTime = undefined;
    clearTimeout(this.#timer);
    for (const since of this.#silent.values()) {
      // The comments of many feeds may take longer than the silence of the next one lasts.
      this.#timer = setTimeout(this.#beat, Math.max(0, since + this.#seconds * 1000 - now()));
      return;
    }
  };
}

/** Whole milliseconds, which V8 stores without an object. */
function now(): number {
  return Math.floor(performance.now());
}
