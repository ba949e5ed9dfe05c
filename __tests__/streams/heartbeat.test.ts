import { withHeartbeat } from '../../lib/streams/heartbeat';
import type { Source } from '../../lib/streams/source';

const HEARTBEAT = Buffer.from(':\n\n');

/** A source whose chunks the test gives. */
function manual(): { source: Source; give: (chunk: Buffer | Error) => void; asked: () => number; close: jest.Mock } {
  const close = jest.fn();
  let asked = 0;
  let settle: { resolve: (chunk: Buffer) => void; reject: (error: Error) => void } | undefined;
  return {
    close,
    asked: () => asked,
    give: (chunk) => {
      if (Buffer.isBuffer(chunk)) settle?.resolve(chunk);
      else settle?.reject(chunk);
    },
    source: {
      close,
      next: () => {
        asked += 1;
        return new Promise((resolve, reject) => {
          settle = { resolve, reject };
        });
      },
    },
  };
}

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('withHeartbeat', () => {
  it('gives a comment after each interval without events, and reads its source once', async () => {
    const { source, give, asked } = manual();
    const alive = withHeartbeat(source, 15);
    for (let n = 0; n < 3; n++) {
      const beat = alive.next();
      jest.advanceTimersByTime(14_999);
      expect(jest.getTimerCount()).toBe(1);
      jest.advanceTimersByTime(1);
      await expect(beat).resolves.toEqual(HEARTBEAT);
    }
    const chunk = alive.next();
    give(Buffer.from('a'));
    await expect(chunk).resolves.toEqual(Buffer.from('a'));

    expect([asked(), jest.getTimerCount()]).toEqual([1, 0]);
  });

  it.each<[string, Buffer | Error]>([
    ['a chunk', Buffer.from('a')],
    ['a failure', new Error('late')],
  ])('keeps a chunk that arrives between a heartbeat and the next read: %s', async (_what, given) => {
    const { source, give, asked } = manual();
    const alive = withHeartbeat(source, 1);
    const beat = alive.next();
    jest.advanceTimersByTime(1000);
    await beat;
    give(given);
    await Promise.resolve();
    const next = alive.next();

    await (given instanceof Error ? expect(next).rejects.toBe(given) : expect(next).resolves.toEqual(given));
    expect([asked(), jest.getTimerCount()]).toEqual([1, 0]);
    void alive.next();
    expect(asked()).toBe(2);
  });

  it('clears its timer and closes its source', () => {
    const { source, close } = manual();
    const alive = withHeartbeat(source, 15);
    void alive.next();
    alive.close();

    expect([close.mock.calls.length, jest.getTimerCount()]).toEqual([1, 0]);
  });

  it('returns the source itself for 0 seconds', () => {
    const { source } = manual();

    expect(withHeartbeat(source, 0)).toBe(source);
  });
});
