// Channels under attack: whatever clients and publishers do, every feed has the bytes that a generator of its own would
// have given it, and nothing is kept.
import type { Writable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import compression from 'compression';
import express, { type Express } from 'express';
import { Channel, EventStream, JSONLines, Routes, returns, type ServerEvent } from 'express-returns';
import { z } from 'zod';
import { withServer } from '../helpers/app';
import { Connection } from '../helpers/connection';
import { anotherCopy } from '../helpers/copy';
import fc, { runs } from '../helpers/fast-check';
import { collectGarbage } from '../helpers/garbage';
import { deferred, openReply } from '../helpers/live';

const turn = (): Promise<unknown> => new Promise(setImmediate);

/** An app that answers each path by a function. */
function appWith(
  feeds: Readonly<Record<string, () => EventStream | JSONLines>>,
  settle?: (app: Express) => void,
): Express {
  const app = express().set('env', 'test');
  settle?.(app);
  for (const [path, feed] of Object.entries(feeds)) app.get(path, returns(feed));
  return app;
}

/** An item that counts how often it is encoded: as often as there are kinds of open feeds. */
function counted(): { readonly item: ServerEvent; readonly count: () => number } {
  let count = 0;
  return { item: { data: { toJSON: () => ++count } }, count: () => count };
}

/** Waits until no feed of a channel is open. */
async function untilLeft(channel: Channel<ServerEvent>): Promise<void> {
  for (let isOpen = true; isOpen;) {
    await turn();
    const { item, count } = counted();
    channel.publish(item);
    isOpen = count() > 0;
  }
}

const settings: readonly [string, (app: Express) => unknown][] = [
  ['no settings', () => undefined],
  [
    'a replacer',
    (app) => app.set('json replacer', (key: string, value: unknown) => (key === 'n' ? 'replaced' : value)),
  ],
  ['a list as a replacer', (app) => app.set('json replacer', ['a'])],
  ['json escape', (app) => app.set('json escape', true)],
  ['json spaces', (app) => app.set('json spaces', 2)],
  ['compression', (app) => app.use(compression({ threshold: 0 }))],
];

const data = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('a\nb', 'a\r\nb\rc', '\ud800', ''),
  fc.record({ a: fc.string(), n: fc.integer(), secret: fc.constant('<&>') }, { requiredKeys: [] }),
  fc.array(fc.integer()),
  fc.constant(null),
);
const event: fc.Arbitrary<ServerEvent> = fc.record(
  { data, id: fc.nat(99), event: fc.constantFrom('added', 'message'), comment: fc.string() },
  { requiredKeys: ['data'] },
);
const schema = z.union([
  z.string(),
  z.object({ a: z.string().optional(), n: z.number().optional() }),
  z.array(z.number()),
  z.null(),
]);
const kinds: readonly [
  string,
  (items: AsyncIterable<ServerEvent>, isCompressed: boolean) => EventStream | JSONLines,
][] = [
  ['events', (items, compress) => new EventStream(items, { compress })],
  ['lines', (items, compress) => new JSONLines(items, { compress })],
];

/** An app that sends a body by a declared route and by one that is not, plain and compressed. */
function appOfKind(make: (typeof kinds)[number][1], body: () => AsyncIterable<ServerEvent>): Routes {
  const returned = [EventStream.of(schema), JSONLines.of(z.object({ data: schema }))];
  return new Routes()
    .get('/plain', () => make(body(), false))
    .get('/compressed', () => make(body(), true))
    .get('/declared', { returns: returned } as object, () => make(body(), false) as never);
}

describe.each(settings)('a channel in an app with %s', (_what, settle) => {
  it.each(kinds)('gives the bytes of a generator as %s', async (_kind, make) => {
    let body: () => AsyncIterable<ServerEvent>;
    const app = express().set('env', 'production'); // No warnings of fields that are left out.
    settle(app);
    app.use(appOfKind(make, () => body()).router({ checkReturns: 'never' }));
    await withServer(app, async (port) => {
      const clients = ['/plain', '/compressed', '/declared'].flatMap((path) =>
        ['GET', 'HEAD'].map((method) => ({ path, method, connection: new Connection(port) })),
      );
      const replies = async (next: typeof body, publish: () => Promise<void>) => {
        body = next;
        const asked = clients.map(({ path, method, connection }) =>
          connection.ask(method, path, { 'Accept-Encoding': 'gzip' }),
        );
        await publish();
        return (await Promise.all(asked)).map(({ body: bytes, ...rest }) => ({
          ...rest,
          text: String(rest.headers['Content-Encoding'] === 'gzip' && bytes.length > 0 ? gunzipSync(bytes) : bytes),
        }));
      };

      await fc.assert(
        fc.asyncProperty(
          fc.array(event, { maxLength: 5 }),
          fc.array(event, { maxLength: 5 }),
          async (before, later) => {
            const open: Channel<ServerEvent>[] = [];
            const live = (): AsyncIterable<ServerEvent> => {
              const channel = new Channel<ServerEvent>();
              for (const one of before) channel.publish(one);
              open.push(channel);
              return channel.after('none');
            };
            const generated = async function* (): AsyncGenerator<ServerEvent> {
              for (const one of [...before, ...later]) yield await Promise.resolve(one);
            };
            const ofChannel = await replies(live, async () => {
              while (open.length < clients.length) await turn();
              for (const channel of open) {
                for (const one of later) channel.publish(one);
                channel.close();
              }
            });

            expect(ofChannel).toEqual(await replies(generated, () => Promise.resolve()));
          },
        ),
        { numRuns: runs(5) },
      );
      for (const { connection } of clients) connection.close();
    });
  });
});

describe('a channel', () => {
  it('serves two apps with different settings and routes that leave different fields out', async () => {
    const channel = new Channel<ServerEvent>();
    const only = (name: string) => EventStream.of(z.object({ [name]: z.string() }));
    const routes = new Routes()
      .get('/a', { returns: [only('a')] } as object, () => new EventStream(channel))
      .get('/b', { returns: [only('b')] } as object, () => new EventStream(channel))
      .get('/all', () => new EventStream(channel));
    const options = { checkReturns: 'never' } as const;
    const plain = express().set('env', 'production').use(routes.router(options));
    const escaped = express()
      .set('env', 'production')
      .set('json escape', true)
      .use(new Routes(...routes).router(options));
    const ask = (port: number) => Promise.all(['/a', '/b', '/all'].map((path) => openReply(port, path)));
    await withServer(plain, (first) =>
      withServer(escaped, async (second) => {
        const feeds = [...(await ask(first)), ...(await ask(second))];
        channel.publish({ data: { a: '<1>', b: '<2>' } });
        channel.publish('end' as never);
        const texts = await Promise.all(feeds.map((feed) => feed.until('data: end')));
        channel.close();

        expect(texts.map((text) => text.split('\n')[0])).toEqual([
          'data: {"a":"<1>"}',
          'data: {"b":"<2>"}',
          'data: {"a":"<1>","b":"<2>"}',
          'data: {"a":"\\u003c1\\u003e"}',
          'data: {"b":"\\u003c2\\u003e"}',
          'data: {"a":"\\u003c1\\u003e","b":"\\u003c2\\u003e"}',
        ]);
        await expect(Promise.all(feeds.map(({ ended }) => ended))).resolves.toEqual(feeds.map(() => true));
      }),
    );
  });

  it('encodes and strips an event once for all feeds of a route', async () => {
    const channel = new Channel<ServerEvent>();
    const routes = new Routes().get(
      '/',
      { returns: [EventStream.of(z.any())] } as object,
      () => new EventStream(channel),
    );
    await withServer(express().set('env', 'production').use(routes.router()), async (port) => {
      const feeds = await Promise.all(Array.from({ length: 20 }, () => openReply(port, '/')));
      const { item, count } = counted();
      channel.publish(item);
      const texts = await Promise.all(feeds.map((feed) => feed.until('\n\n')));

      expect(new Set(texts)).toEqual(new Set(['data: 1\n\n']));
      expect(count()).toBe(1);
    });
  });

  it('waits for a validator that gives promises, in the order of events', async () => {
    const channel = new Channel<ServerEvent>();
    const first = deferred();
    const later = z.string().refine(async (text) => {
      if (text === 'first') await first.promise;
      return text !== 'wrong';
    });
    const routes = new Routes().get(
      '/',
      { returns: [EventStream.of(later)] } as object,
      () => new EventStream(channel),
    );
    const failed = deferred<unknown>();
    const app = express()
      .set('env', 'test')
      .use(routes.router({ checkReturns: 'always' }));
    app.use(((error, _req, _res, next) => {
      failed.resolve(error);
      next(error);
    }) as express.ErrorRequestHandler);
    await withServer(app, async (port) => {
      const feeds = await Promise.all([openReply(port, '/'), openReply(port, '/')]);
      for (const one of ['first', 'second']) channel.publish({ data: one });
      first.resolve();
      const texts = await Promise.all(feeds.map((feed) => feed.until('second')));
      channel.publish({ data: 'wrong' });

      expect(new Set(texts)).toEqual(new Set(['data: first\n\ndata: second\n\n']));
      await expect(failed.promise).resolves.toMatchObject({ code: 'ERR_RETURNS_BODY' });
      await expect(Promise.all(feeds.map(({ ended }) => ended))).resolves.toEqual([false, false]);
    });
  });

  it('works with another copy of the package, either way', async () => {
    const copy = anotherCopy();
    const [own, other] = [new Channel<string>(), new copy.Channel<string>()];
    const app = appWith({ '/other': () => new EventStream(other), '/own': () => new copy.EventStream(own) });
    await withServer(app, async (port) => {
      const feeds = await Promise.all([openReply(port, '/other'), openReply(port, '/own')]);
      for (const channel of [own, other]) {
        channel.publish('text');
        channel.close();
      }

      await expect(Promise.all(feeds.map((feed) => feed.until('text')))).resolves.toEqual(
        feeds.map(() => 'data: text\n\n'),
      );
      await expect(Promise.all(feeds.map(({ ended }) => ended))).resolves.toEqual([true, true]);
    });
  });

  it('may be published to and closed while a feed writes', async () => {
    const channel = new Channel<string>();
    let isPublished = false;
    const app = appWith({ '/': () => new EventStream(channel) }, (one) => {
      one.use((_req, res, next) => {
        const write = res.write.bind(res) as (chunk: Buffer) => boolean;
        res.write = ((chunk: Buffer) => {
          const isFlowing = write(chunk);
          if (String(chunk).includes('first') && !isPublished) {
            isPublished = true;
            channel.publish('second');
            channel.close();
          }
          return isFlowing;
        }) as typeof res.write;
        next();
      });
    });
    await withServer(app, async (port) => {
      const feeds = await Promise.all([openReply(port, '/'), openReply(port, '/'), openReply(port, '/')]);
      channel.publish('first');
      const texts = await Promise.all(feeds.map((feed) => feed.until('second')));

      // The other feeds had not got the first event when the first feed published the second.
      expect(new Set(texts)).toEqual(new Set(['data: first\n\ndata: second\n\n']));
      await expect(Promise.all(feeds.map(({ ended }) => ended))).resolves.toEqual([true, true, true]);
    });
  });

  it('has no feed left when hundreds of clients have left at random, and those that stay have all events', async () => {
    const channel = new Channel<ServerEvent>();
    const app = appWith({ '/': () => new EventStream(channel) });
    await withServer(app, async (port) => {
      const [leaving, staying] = await Promise.all(
        [300, 10].map((count) => Promise.all(Array.from({ length: count }, () => openReply(port, '/')))),
      );
      const random = fc.sample(fc.nat(20), { numRuns: 300, seed: 1 });
      for (let id = 0; id <= 20; id++) {
        for (const [index, feed] of (leaving ?? []).entries()) if (random[index] === id) feed.leave();
        channel.publish({ id, data: 'x'.repeat(100) });
        await turn();
      }
      const texts = await Promise.all((staying ?? []).map((feed) => feed.until('id: 20\n')));

      const ids = Array.from({ length: 21 }, (_, id) => `id: ${id}`);
      expect(texts.map((text) => text.match(/id: \d+/g))).toEqual(texts.map(() => ids));
      for (const feed of staying ?? []) feed.leave();
      await untilLeft(channel);
    });
  });

  it('keeps no more than it must for a client that does not read, which then ends and continues', async () => {
    const channel = new Channel<ServerEvent>({ keep: 4 });
    const replies: Writable[] = [];
    const app = express().set('env', 'test');
    app.get(
      '/',
      returns((req) => {
        if (req.res !== undefined) replies.push(req.res);
        return new EventStream(channel.after(req.get('Last-Event-ID')));
      }),
    );
    await withServer(app, async (port) => {
      const stalled = await openReply(port, '/');
      stalled.pause();
      const items: WeakRef<object>[] = [];
      for (let id = 1; id <= 300; id++) {
        const item = { id, data: `${'x'.repeat(65_536)}${id}` };
        items.push(new WeakRef(item));
        channel.publish(item);
        await turn();
      }
      collectGarbage();
      const kept = items.filter((item) => item.deref() !== undefined).length;

      expect(kept).toBeLessThanOrEqual(5);
      expect(replies[0]?.writableLength).toBeLessThan(1_000_000);
      stalled.resume();
      await expect(stalled.ended).resolves.toBe(true);
      const next = await openReply(port, '/', { 'Last-Event-ID': '297' });
      const text = await next.until('x300');

      expect(text.match(/^id: .*/gm)).toEqual(['id: 298', 'id: 299', 'id: 300']);
    });
  });
});
