import { Channel, EventStream, JSON, JSONLines, Text, type ServerEvent } from 'express-returns';
import { usageError } from '../diagnostics/refused';
import { collectGarbage } from '../helpers/garbage';

const turn = (): Promise<unknown> => new Promise(setImmediate);

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** A channel with these ids, which is closed. */
function closed(ids: readonly (string | number)[], keep = 10): Channel<ServerEvent> {
  const channel = new Channel<ServerEvent>({ keep });
  for (const id of ids) channel.publish({ id, data: id });
  channel.close();
  return channel;
}

const idsAfter = async (channel: Channel<ServerEvent>, id: string | number | undefined): Promise<unknown[]> =>
  (await all(channel.after(id))).map((event) => event.id);

describe('Channel', () => {
  it.each([[0], [-1], [1.5], [NaN], ['10' as never], [null as never]])('refuses to keep %p items', (keep) => {
    expect(() => new Channel({ keep })).toThrow(usageError('ERR_RETURNS_CHANNEL', 'The option keep of Channel'));
  });

  it('refuses an unknown option, and to publish when it is closed', () => {
    expect(() => new Channel({ size: 1 } as never)).toThrow(usageError('ERR_RETURNS_CHANNEL', 'no option "size"'));
    expect(() => {
      closed([]).publish({ data: 1 });
    }).toThrow(usageError('ERR_RETURNS_CHANNEL', 'closed'));
    expect(() => {
      closed([]).close();
    }).not.toThrow();
  });

  it('keeps 1,000 items by default', async () => {
    const channel = new Channel<ServerEvent>();
    for (let id = 1; id <= 1001; id++) channel.publish({ id });
    channel.close();

    await expect(idsAfter(channel, 'unknown')).resolves.toEqual(Array.from({ length: 1000 }, (_, index) => index + 2));
  });
});

describe('Channel.after', () => {
  it.each([[null], [NaN], [['1']], [{ id: 1 }]])('refuses %p as an id', (id) => {
    expect(() => new Channel().after(id as never)).toThrow(
      usageError('ERR_RETURNS_CHANNEL', "Pass req.get('Last-Event-ID') as it is"),
    );
  });

  it.each<[string, string | number | undefined, unknown[]]>([
    ['a known id', '2', [3, 4]],
    ['a number', 2, [3, 4]],
    ['the last id', '4', []],
    ['an unknown id', '9', [1, 2, 3, 4]],
    ['an empty id', '', [1, 2, 3, 4]],
    ['no id', undefined, []],
  ])('begins after %s', async (_what, id, expected) => {
    await expect(idsAfter(closed([1, 2, 3, 4]), id)).resolves.toEqual(expected);
  });

  it('begins after the last of several items with the id, and with the oldest item for one that is no longer kept', async () => {
    await expect(idsAfter(closed(['a', 'b', 'a', 'c']), 'a')).resolves.toEqual(['c']);
    await expect(idsAfter(closed([1, 2, 3, 4], 2), '1')).resolves.toEqual([3, 4]);
  });

  it('knows an id beyond ASCII as a client sends it', async () => {
    const sent = Buffer.from('é€').toString('latin1');

    await expect(idsAfter(closed(['é€', 'next']), sent)).resolves.toEqual(['next']);
    await expect(idsAfter(closed(['é€', 'next']), 'é€')).resolves.toEqual(['next']);
  });

  it('looks for ids in items of any type', async () => {
    const channel = new Channel();
    for (const item of ['text', null, 7, { id: {} }, { id: 1 }, { other: 1 }]) channel.publish(item);
    channel.close();

    await expect(all(channel.after('1'))).resolves.toEqual([{ other: 1 }]);
  });

  it('begins where it was called, not where it is read, each time', async () => {
    const channel = new Channel<number>();
    channel.publish(1);
    const after = channel.after(undefined);
    channel.publish(2);
    channel.close();

    await expect(all(after)).resolves.toEqual([2]);
    await expect(all(after)).resolves.toEqual([2]);
    await expect(all(channel)).resolves.toEqual([]);
  });
});

describe('an iterator of a channel', () => {
  it('settles calls in their order, also if there are several at once', async () => {
    const channel = new Channel<number>();
    const items = channel[Symbol.asyncIterator]();
    const results = Promise.all([items.next(), items.next(), items.next(), items.next()]);
    channel.publish(1);
    channel.publish(2);
    channel.close();

    await expect(results).resolves.toEqual([
      { done: false, value: 1 },
      { done: false, value: 2 },
      { done: true, value: undefined },
      { done: true, value: undefined },
    ]);
  });

  it('ends calls that wait when it is left, and reads no more', async () => {
    const channel = new Channel<number>();
    const items = channel[Symbol.asyncIterator]();
    const waiting = items.next();
    await items.return?.();
    channel.publish(1);

    await expect(waiting).resolves.toEqual({ done: true, value: undefined });
    await expect(items.next()).resolves.toEqual({ done: true, value: undefined });
  });

  it('rejects once where it is more than is kept behind, and then is done', async () => {
    const channel = new Channel<number>({ keep: 2 });
    const items = channel[Symbol.asyncIterator]();
    for (const item of [1, 2, 3]) channel.publish(item);

    await expect(items.next()).rejects.toThrow(usageError('ERR_RETURNS_CHANNEL', 'more than 2 items behind'));
    await expect(items.next()).resolves.toEqual({ done: true, value: undefined });
  });

  it('may publish and close while it gets an item', async () => {
    const channel = new Channel<number>();
    const seen: number[] = [];
    const reading = (async () => {
      for await (const item of channel) {
        seen.push(item);
        if (item < 3) channel.publish(item + 1);
        else channel.close();
      }
    })();
    channel.publish(1);
    await reading;

    expect(seen).toEqual([1, 2, 3]);
  });
});

describe('an item that cannot be sent', () => {
  it('is refused by publish while a feed is open, which goes on', async () => {
    const channel = new Channel<unknown>();
    const feed = new EventStream(channel as Channel<string>);
    const text = feed.text();
    expect(() => {
      channel.publish({ price: 1 });
    }).toThrow(usageError('ERR_RETURNS_EVENT'));
    channel.publish('fine');
    channel.close();

    await expect(text).resolves.toBe('data: fine\n\n');
  });

  it('fails the first feed that asks for it later, and is then no longer kept', async () => {
    const channel = new Channel<unknown>();
    for (const item of ['a', { price: 1 }, 'b']) channel.publish(item);
    channel.close();
    const read = () => new EventStream(channel.after('') as AsyncIterable<string>).text();

    await expect(read()).rejects.toThrow(usageError('ERR_RETURNS_EVENT'));
    await expect(read()).resolves.toBe('data: a\n\ndata: b\n\n');
    await expect(all(channel.after(''))).resolves.toEqual(['a', 'b']);
  });
});

describe('a channel as a body', () => {
  it.each<[string, (channel: Channel<string>) => { text(): Promise<string> }, string]>([
    ['EventStream', (channel) => new EventStream(channel.after('')), 'data: a\n\ndata: b\n\n'],
    ['JSONLines', (channel) => new JSONLines(channel.after('')), '"a"\n"b"\n'],
    ['JSON', (channel) => new JSON(channel.after('') as never), '["a","b"]'],
    ['Text', (channel) => new Text(channel.after('')), 'ab'],
  ])('of %s', async (_what, make, expected) => {
    const channel = new Channel<string>();
    for (const item of ['a', 'b']) channel.publish(item);
    channel.close();

    await expect(make(channel).text()).resolves.toBe(expected);
  });

  it('takes frozen items, and the same one twice with data that has changed between', async () => {
    const channel = new Channel<ServerEvent>();
    const event = { data: { n: 1 } };
    const text = new EventStream(channel).text();
    channel.publish(event);
    event.data.n = 2;
    channel.publish(event);
    channel.publish(Object.freeze({ data: 3 }));
    channel.close();

    await expect(text).resolves.toBe('data: {"n":1}\n\ndata: {"n":2}\n\ndata: 3\n\n');
  });
});

describe('a quiet channel', () => {
  it('keeps nothing of iterators that were left, or forgotten', async () => {
    const channel = new Channel<number>();
    const gone: WeakRef<object>[] = [];
    await (async () => {
      for (let count = 0; count < 50; count++) {
        const left = channel[Symbol.asyncIterator]();
        void left.next();
        await left.return?.();
        const forgotten = channel[Symbol.asyncIterator]();
        gone.push(new WeakRef(left), new WeakRef(forgotten));
      }
    })();
    await turn();
    collectGarbage();

    expect(gone.filter((one) => one.deref() !== undefined).length).toBeLessThan(5);
  });
});
