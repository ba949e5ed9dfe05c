import { Channel } from '../../lib/streams/channel';
import { Heartbeat } from '../../lib/streams/heartbeat';
import { openSource, type Framing, type Source } from '../../lib/streams/source';
import { usageError } from '../diagnostics/refused';

/** Frames items as the JSON of a line, and counts how often. */
function countingFraming(): Framing & { readonly framed: unknown[] } {
  const framed: unknown[] = [];
  return {
    framed,
    alone: 'lines',
    end: () => '',
    item: (value) => {
      framed.push(value);
      return `${globalThis.JSON.stringify(value)}\n`;
    },
  };
}

async function readAll(source: Source): Promise<string> {
  let text = '';
  for (let chunk = await source.next(); chunk !== undefined; chunk = await source.next()) text += String(chunk);
  return text;
}

describe('a source of a channel', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('shares the bytes of an item with all sources of the same framing', async () => {
    const channel = new Channel<number>();
    const framing = countingFraming();
    const sources = Array.from({ length: 3 }, () => openSource(channel, framing));
    const chunks = Promise.all(sources.map(async (source) => source.next()));
    channel.publish(7);
    const [first, second, third] = await chunks;

    expect([String(first), second, third]).toEqual(['7\n', first, first]);
    expect(second).toBe(first);
    expect(third).toBe(first);
    expect(framing.framed).toEqual([7]);
    for (const source of sources) source.close();
  });

  it('encodes nothing without a source, and an item that is asked for later once', async () => {
    const channel = new Channel<number>();
    const framing = countingFraming();
    openSource(channel, framing).close();
    channel.publish(1);
    expect(framing.framed).toEqual([]);
    const [one, other] = [openSource(channel.after(''), framing), openSource(channel.after(''), framing)];
    channel.close();

    await expect(Promise.all([readAll(one), readAll(other)])).resolves.toEqual(['1\n', '1\n']);
    expect(framing.framed).toEqual([1]);
  });

  it('gives an item in the call of publish', () => {
    const channel = new Channel<number>();
    const received: unknown[] = [];
    const source = openSource(channel, countingFraming());
    source.read({ receive: (chunk) => received.push(String(chunk)), fail: (error) => received.push(error) });
    channel.publish(1);
    channel.publish(2);

    expect(received).toEqual(['1\n']);
    source.close();
  });

  it('joins items that are ready to chunks of 16 kB', async () => {
    const channel = new Channel<string>();
    const source = openSource(channel, countingFraming());
    for (let count = 0; count < 20; count++) channel.publish('x'.repeat(997));
    channel.close();
    const lengths: number[] = [];
    for (let chunk = await source.next(); chunk !== undefined; chunk = await source.next()) lengths.push(chunk.length);

    expect(lengths).toEqual([17_000, 3000]);
  });

  it.each<['events' | 'lines', 'ends' | 'fails']>([
    ['events', 'ends'],
    ['lines', 'fails'],
  ])('of %s %s where it is more than is kept behind', async (alone, outcome) => {
    const channel = new Channel<number>({ keep: 2 });
    const source = openSource(channel, { ...countingFraming(), alone });
    for (const item of [1, 2, 3]) channel.publish(item);
    const next = source.next();

    if (outcome === 'ends') await expect(next).resolves.toBeUndefined();
    else await expect(next).rejects.toThrow(usageError('ERR_RETURNS_CHANNEL', 'more than 2 items behind'));
    source.close();
  });

  it.each<[string, (source: Source, channel: Channel) => void]>([
    [
      'it is closed',
      (source) => {
        source.close();
      },
    ],
    [
      'the channel is',
      (_source, channel) => {
        channel.close();
      },
    ],
  ])('ends a read that waits where %s', async (_what, close) => {
    const channel = new Channel();
    const source = openSource(channel, countingFraming());
    const waiting = source.next();
    close(source, channel);

    await expect(waiting).resolves.toBeUndefined();
    source.close();
  });

  it('gives the comments of a heartbeat, and one timer serves any number of beats', () => {
    jest.useFakeTimers();
    const channel = new Channel<number>();
    const source = openSource(channel, countingFraming(), { heartbeat: new Heartbeat(10) });
    const received: string[] = [];
    const receiver = {
      receive: (chunk: Buffer | undefined): void => {
        received.push(String(chunk));
        if (chunk !== undefined) source.read(receiver);
      },
      fail: jest.fn(),
    };
    source.read(receiver);
    for (let beat = 0; beat < 3; beat++) {
      jest.advanceTimersByTime(10_000);
      expect(jest.getTimerCount()).toBe(1);
    }
    jest.advanceTimersByTime(9999);
    channel.publish(1);
    jest.advanceTimersByTime(9999);

    expect(received).toEqual([':\n\n', ':\n\n', ':\n\n', '1\n']);
    source.close();
    expect(jest.getTimerCount()).toBe(0);
  });
});
