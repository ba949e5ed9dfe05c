import { heartbeatOf } from '../../lib/streams/heartbeat';
import { openSource, type Source } from '../../lib/streams/source';

const HEARTBEAT = Buffer.from(':\n\n');

/** A source with a heartbeat, whose chunks the test gives. */
function manual(seconds: number): { source: Source; give: (chunk: string | Error) => void; asked: () => number } {
  let asked = 0;
  let settle: { resolve: (result: IteratorResult<string>) => void; reject: (error: Error) => void } | undefined;
  const body = {
    [Symbol.asyncIterator]: () => ({
      next: () => {
        asked += 1;
        return new Promise((resolve, reject) => {
          settle = { resolve, reject };
        });
      },
    }),
  };
  return {
    source: openSource(body, undefined, { heartbeat: heartbeatOf(seconds) }),
    asked: () => asked,
    give: (chunk) => {
      if (typeof chunk === 'string') settle?.resolve({ done: false, value: chunk });
      else settle?.reject(chunk);
    },
  };
}

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

describe('Heartbeat', () => {
  it('gives a comment after each interval without events, and reads its source once', async () => {
    const { source, give, asked } = manual(15);
    for (let n = 0; n < 3; n++) {
      const beat = source.next();
      jest.advanceTimersByTime(14_999);
      expect(jest.getTimerCount()).toBe(1);
      jest.advanceTimersByTime(1);
      await expect(beat).resolves.toEqual(HEARTBEAT);
    }
    const chunk = source.next();
    give('a');
    await expect(chunk).resolves.toEqual(Buffer.from('a'));
    source.close();

    expect([asked(), jest.getTimerCount()]).toEqual([1, 0]);
  });

  it.each<[string, string | Error]>([
    ['a chunk', 'a'],
    ['a failure', new Error('late')],
  ])('keeps a chunk that arrives between a heartbeat and the next read: %s', async (_what, given) => {
    const { source, give, asked } = manual(1);
    const beat = source.next();
    jest.advanceTimersByTime(1000);
    await beat;
    give(given);
    await Promise.resolve();
    const next = source.next();

    await (given instanceof Error
      ? expect(next).rejects.toBe(given)
      : expect(next).resolves.toEqual(Buffer.from(given)));
    expect(asked()).toBe(1);
    void source.next();
    expect(asked()).toBe(2);
    source.close();
  });

  it('has one timer for all feeds of an interval, each with its own silence', async () => {
    const [first, second, third] = [manual(15), manual(15), manual(15)];
    const beats: string[] = [];
    const wait = (name: string, { source }: { readonly source: Source }): Promise<unknown> =>
      source.next().then((chunk) => beats.push(`${name} ${String(chunk).trim()}`));
    void wait('first', first);
    jest.advanceTimersByTime(5000);
    const event = wait('second', second);
    void wait('third', third);
    jest.advanceTimersByTime(5000);
    second.give('event');
    await event;
    void wait('second', second);
    expect(jest.getTimerCount()).toBe(1);

    await jest.advanceTimersByTimeAsync(4999);
    expect(beats).toEqual(['second event']);
    await jest.advanceTimersByTimeAsync(1);
    expect(beats).toEqual(['second event', 'first :']);
    await jest.advanceTimersByTimeAsync(5000);
    expect(beats.slice(2)).toEqual(['third :']);
    await jest.advanceTimersByTimeAsync(5000);
    expect(beats.slice(3)).toEqual(['second :']);
    for (const { source } of [first, second, third]) source.close();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('clears its timer when its source is closed, and ends the wait', async () => {
    const { source } = manual(15);
    const chunk = source.next();
    expect(jest.getTimerCount()).toBe(1);
    source.close();

    await expect(chunk).resolves.toBeUndefined();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is none for 0 seconds', async () => {
    const { source, give } = manual(0);
    const chunk = source.next();
    expect([heartbeatOf(0), jest.getTimerCount()]).toEqual([undefined, 0]);
    give('a');
    await chunk;
  });

  it('never waits for a negative time, also if comments take longer than an interval', () => {
    const heartbeat = heartbeatOf(1);
    const delays = jest.spyOn(globalThis, 'setTimeout');
    const clock = jest.spyOn(performance, 'now').mockReturnValue(0);
    const beats: string[] = [];
    const feed = (name: string, silentSince: number) => ({
      silentSince,
      interrupt() {
        beats.push(name);
        heartbeat?.remove(this);
        clock.mockReturnValue(2000);
      },
    });
    heartbeat?.add(feed('slow', 0));
    heartbeat?.add(feed('next', 500));
    clock.mockReturnValue(1000);
    jest.advanceTimersByTime(1000);
    jest.advanceTimersByTime(1);

    expect(beats).toEqual(['slow', 'next']);
    expect(delays.mock.calls.map(([, delay]) => delay)).toEqual([1000, 0]);
    delays.mockRestore();
    clock.mockRestore();
  });

  it('sets no timer for an event, and none before the next silence can be over', async () => {
    const timers = jest.spyOn(globalThis, 'setTimeout');
    const { source, give } = manual(16);
    for (let second = 0; second < 50; second++) {
      const chunk = source.next();
      jest.advanceTimersByTime(1000);
      give('event');
      await expect(chunk).resolves.toEqual(Buffer.from('event'));
    }
    const delays = timers.mock.calls.map(([, delay]) => delay);
    timers.mockRestore();
    source.close();

    expect(delays).toEqual([16_000, 15_000, 15_000, 15_000]);
  });

  it('gives feeds that are nearly due their comment together with the one that is', async () => {
    const sources = [manual(16), manual(16), manual(16)].map(({ source }) => source);
    const beats: number[] = [];
    for (const [index, source] of sources.entries()) {
      void source.next().then(() => beats.push(index));
      jest.advanceTimersByTime(1500);
    }
    await jest.advanceTimersByTimeAsync(16_000 - 4500);
    expect(beats).toEqual([0, 1]);
    await jest.advanceTimersByTimeAsync(3000);

    expect(beats).toEqual([0, 1, 2]);
  });

  it('follows its timer where only the timers of a test are fake, and the clock is not', async () => {
    jest.useRealTimers();
    jest.useFakeTimers({ doNotFake: ['performance'] });
    jest.spyOn(performance, 'now').mockReturnValue(1000); // Of a machine so fast that no time passes.
    const [first, second] = [manual(40), manual(40)];
    const beats: string[] = [];
    const wait = (name: string, { source }: { readonly source: Source }): Promise<unknown> =>
      source.next().then((chunk) => beats.push(`${name} ${String(chunk).trim()}`));
    void wait('first', first);
    void wait('second', second);
    await jest.advanceTimersByTimeAsync(39_999);
    expect(beats).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(beats).toEqual(['first :', 'second :']);
    void wait('second', second);
    await jest.advanceTimersByTimeAsync(39_999);
    expect(beats).toHaveLength(2);
    await jest.advanceTimersByTimeAsync(1);
    expect(beats.slice(2)).toEqual(['second :']);
    for (const { source } of [first, second]) source.close();
  });

  it('has one timer also where a comment ends the last feed and opens another one', () => {
    const heartbeat = heartbeatOf(1);
    const later = { silentSince: performance.now() + 500, interrupt: () => undefined };
    const last = {
      silentSince: performance.now(),
      interrupt: () => {
        heartbeat?.remove(last);
        heartbeat?.add(later);
      },
    };
    heartbeat?.add(last);
    jest.advanceTimersByTime(1000);
    expect(jest.getTimerCount()).toBe(1);
    heartbeat?.remove(later);
    expect(jest.getTimerCount()).toBe(0);
  });
});
