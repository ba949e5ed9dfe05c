/** A comment line; clients ignore it. */
const HEARTBEAT = Buffer.from(':\n\n');

/** The part of its interval after which a feed may get a comment together with one whose interval has passed. */
const EARLIEST = 7 / 8;

/** A feed that gets comments. */
export interface BeatingFeed {
  /** When it began to wait for its next event, by `Heartbeat.now`; `undefined` while it does not wait. */
  readonly silentSince: number | undefined;
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

/**
 * Gives a comment to each feed that was silent for so many seconds. One timer looks at all open feeds, so that an event
 * costs a feed no more than the time of day.
 */
export class Heartbeat {
  readonly #seconds: number;
  readonly #feeds = new Set<BeatingFeed>();
  #timer: NodeJS.Timeout | undefined;
  /** When the timer is due, by `now`. */
  #due = 0;
  /** Milliseconds that timers are ahead of the clock, where a test has replaced only the timers. */
  #ahead = 0;
  #beatTime: number | undefined;

  constructor(seconds: number) {
    this.#seconds = seconds;
  }

  /**
   * The time in whole milliseconds, which V8 stores without an object. While comments are given it stands still, so
   * that feeds that got one together get the next one together.
   */
  now(): number {
    return this.#beatTime ?? Math.floor(performance.now()) + this.#ahead;
  }

  /** A feed is open. */
  add(feed: BeatingFeed): void {
    this.#feeds.add(feed);
    if (this.#timer !== undefined) return;
    heartbeats.set(this.#seconds, this);
    this.#wait(this.#seconds * 1000);
  }

  /** A feed is over. */
  remove(feed: BeatingFeed): void {
    if (!this.#feeds.delete(feed) || this.#feeds.size > 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (heartbeats.get(this.#seconds) === this) heartbeats.delete(this.#seconds);
  }

  #wait(milliseconds: number): void {
    // A comment that ended the last feed may have opened another one.
    clearTimeout(this.#timer);
    this.#due = Math.floor(this.now() + milliseconds);
    this.#timer = setTimeout(this.#beat, milliseconds);
  }

  readonly #beat = (): void => {
    this.#ahead += Math.max(0, this.#due - this.now());
    const time = this.now();
    const milliseconds = this.#seconds * 1000;
    const due: BeatingFeed[] = [];
    // That of a feed which begins to wait after this beat is later.
    let earliest = time;
    for (const feed of this.#feeds) {
      const since = feed.silentSince ?? time;
      if (since <= time - milliseconds * EARLIEST) due.push(feed);
      else if (since < earliest) earliest = since;
    }
    // Not in the loop above: each may be waiting again, or be over, when another one has got its comment.
    this.#beatTime = time;
    for (const feed of due) feed.interrupt(HEARTBEAT);
    this.#beatTime = undefined;
    // The comments of many feeds may take longer than the silence of the next one lasts.
    if (this.#feeds.size > 0) this.#wait(Math.max(0, earliest + milliseconds - this.now()));
  };
}
