import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import compression from 'compression';
import express, { type Express, type RequestHandler } from 'express';
import { EventStream, JSON, JSONLines, returns, type AnyResponse, type ServerEvent } from 'express-returns';
import { keepErrors, send, withServer } from '../helpers/app';
import { deferred, openReply } from '../helpers/live';

function appOf(response: () => AnyResponse, ...before: RequestHandler[]): { app: Express; errors: unknown[] } {
  const app = express().get('/it', ...before, returns(response));
  return { app, errors: keepErrors(app) };
}

/** Two turns of the event loop: rows are joined for one. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise(setImmediate);
}

describe('JSON from an iterator', () => {
  it.each<[string, () => object, string]>([
    [
      'a generator',
      () =>
        (function* () {
          yield { a: 1 };
          yield undefined;
          yield [null];
        })(),
      '[{"a":1},null,[null]]',
    ],
    [
      'an async generator',
      () =>
        (async function* () {
          yield 1;
          yield 'two';
        })(),
      '[1,"two"]',
    ],
    ['an empty one', () => [].values(), '[]'],
    ['a Readable of objects', () => Readable.from([{ a: 1 }, { b: 2 }]), '[{"a":1},{"b":2}]'],
  ])('is sent item by item: %s', async (_what, items, text) => {
    const answer = await send(appOf(() => new JSON(items())).app, 'GET', '/it');

    expect([answer.headers['Content-Type'], answer.headers['Transfer-Encoding'], answer.body.toString()]).toEqual([
      'application/json; charset=utf-8',
      'chunked',
      text,
    ]);
  });

  it.each([
    ['go out together', {}, ['[1,2,3]']],
    ['go out alone with flush', { flush: true }, ['[1', ',2', ',3', ']']],
    ['go out alone where a length is promised', { headers: { 'Content-Length': 7 } }, ['[1', ',2', ',3', ']']],
  ])('rows that are available immediately %s', async (_what, init, written) => {
    const chunks: string[] = [];
    const { app } = appOf(
      () => new JSON([1, 2, 3].values(), init),
      (_req, res, next) => {
        const [write, end] = [res.write.bind(res), res.end.bind(res)] as [typeof res.write, typeof res.end];
        Object.assign(res, {
          write: (...args: unknown[]) => (chunks.push(String(args[0])), write(...(args as [string]))),
          end: (...args: unknown[]) => (args[0] && chunks.push(String(args[0] as Buffer)), end(...(args as [string]))),
        });
        next();
      },
    );
    const answer = await send(app, 'GET', '/it');

    expect([answer.body.toString(), chunks]).toEqual(['[1,2,3]', written]);
  });

  it('breaks the connection at an item that JSON cannot hold', async () => {
    const { app, errors } = appOf(
      () =>
        new JSON(
          (async function* () {
            yield 1;
            await turns();
            yield 2n;
          })(),
        ),
    );
    const answer = await send(app, 'GET', '/it');

    expect(answer.isBroken).toBe(true);
    expect(errors).toEqual([
      expect.objectContaining({
        code: 'ERR_RETURNS_BODY',
        message: expect.stringContaining('Do not know how to serialize a BigInt') as string,
      }),
    ]);
  });
});

describe('JSONLines', () => {
  it('sends each value in a line of its own, by the JSON settings of the app but for spaces', async () => {
    const { app } = appOf(() => new JSONLines([{ html: '<p>', hidden: 1 }, null, 'é\n']));
    app.set('json spaces', 2).set('json escape', true);
    app.set('json replacer', (key: string, value: unknown) => (key === 'hidden' ? undefined : value));
    const answer = await send(app, 'GET', '/it');

    expect(answer.headers['Content-Type']).toBe('application/x-ndjson');
    expect(answer.body.toString()).toBe('{"html":"\\u003cp\\u003e"}\nnull\n"é\\n"\n');
  });

  it.each([
    ['undefined', undefined],
    ['a function', () => 1],
    ['what has a toJSON() that gives nothing', { toJSON: () => undefined }],
    ['a Map', new Map([['a', 1]])],
    ['a promise inside', { user: Promise.resolve(1) }],
  ])('is an error reply where its first value is %s', async (_what, value) => {
    const { app, errors } = appOf(() => new JSONLines([value]));

    expect((await send(app, 'GET', '/it')).status).toBe(500);
    expect(errors).toEqual([expect.objectContaining({ code: 'ERR_RETURNS_BODY' })]);
  });

  it('is an empty body where there are none', async () => {
    const answer = await send(appOf(() => new JSONLines([])).app, 'GET', '/it');

    expect([answer.status, answer.body.length, answer.isBroken]).toEqual([200, 0, false]);
  });

  it('is an error reply when the first value cannot be written, and breaks off at a later one', async () => {
    const first = appOf(() => new JSONLines([1n]));
    const together = appOf(() => new JSONLines([1, 2n]));
    const later = appOf(
      () =>
        new JSONLines(
          (async function* () {
            yield 1;
            await turns();
            yield 2n;
          })(),
        ),
    );

    expect((await send(first.app, 'GET', '/it')).status).toBe(500);
    expect((await send(together.app, 'GET', '/it')).status).toBe(500);
    expect((await send(later.app, 'GET', '/it')).isBroken).toBe(true);
    for (const { errors } of [first, together, later])
      expect(errors).toEqual([expect.objectContaining({ code: 'ERR_RETURNS_BODY' })]);
  });
});

/** Events that the test gives one by one; `closed` settles when the stream is let go. */
function feed(): { events: AsyncIterable<ServerEvent>; give: (event: ServerEvent) => void; closed: Promise<void> } {
  const waiting: ((event: ServerEvent) => void)[] = [];
  const given: ServerEvent[] = [];
  const { promise: closed, resolve: close } = deferred();
  return {
    closed,
    give: (event) => {
      const take = waiting.shift();
      if (take === undefined) given.push(event);
      else take(event);
    },
    events: {
      [Symbol.asyncIterator]: () => ({
        next: async () => ({
          done: false as const,
          value:
            given.shift() ??
            (await new Promise<ServerEvent>((resolve) => {
              waiting.push(resolve);
            })),
        }),
        return: async () => {
          close();
          return { done: true as const, value: undefined };
        },
      }),
    },
  };
}

describe('EventStream', () => {
  it('sends its head immediately and flushes every event', async () => {
    const { events, give, closed } = feed();
    const { app, errors } = appOf(() => new EventStream(events));
    await withServer(app, async (port) => {
      const reply = await openReply(port, '/it');
      expect([reply.status, reply.headers]).toEqual([
        200,
        expect.objectContaining({
          'content-type': 'text/event-stream',
          'cache-control': 'no-cache',
          'x-accel-buffering': 'no',
          'transfer-encoding': 'chunked',
        }),
      ]);
      give({ id: 1, data: 'one' });
      await reply.until('id: 1\ndata: one\n\n');
      give({ event: 'two', data: { n: 2 } });
      await reply.until('event: two\ndata: {"n":2}\n\n');
      // Silent again: only the connection tells that the client has left.
      reply.leave();
      await closed;
    });

    expect(errors).toEqual([]);
  });

  it('ends with its source', async () => {
    const answer = await send(appOf(() => new EventStream(['a', 'b'])).app, 'GET', '/it');

    expect([answer.body.toString(), answer.isBroken]).toEqual(['data: a\n\ndata: b\n\n', false]);
  });

  it('has the id that a client saw last in the request', async () => {
    const app = express().get(
      '/it',
      returns((req) => new EventStream([`after ${String(req.get('Last-Event-ID'))}`])),
    );

    expect((await send(app, 'GET', '/it', { 'Last-Event-ID': '41' })).body.toString()).toBe('data: after 41\n\n');
  });

  it('shows that it is alive while its source is silent', async () => {
    const { events, give } = feed();
    await withServer(appOf(() => new EventStream(events, { heartbeatSeconds: 0.01 })).app, async (port) => {
      const reply = await openReply(port, '/it');
      await reply.until(':\n\n:\n\n');
      give({ data: 'at last' });
      expect(await reply.until('data: at last\n\n')).toMatch(/^(?::\n\n)+data: at last\n\n/);
      reply.leave();
    });
  });

  it('breaks off at an event that cannot be sent, and reports it once', async () => {
    const { app, errors } = appOf(() => new EventStream([{ data: 'a' }, { event: 'a\nb' }]));
    const answer = await send(app, 'GET', '/it');

    expect([answer.status, answer.isBroken]).toEqual([200, true]);
    expect(errors).toEqual([expect.objectContaining({ code: 'ERR_RETURNS_EVENT' })]);
  });

  it('breaks the connection when its source fails immediately: the head is already sent', async () => {
    const { app, errors } = appOf(
      () =>
        new EventStream(
          (function* (): Iterable<string> {
            throw new Error('failed');
          })(),
        ),
    );
    const answer = await send(app, 'GET', '/it');

    expect([answer.status, answer.isBroken]).toEqual([200, true]);
    expect(errors).toEqual([new Error('failed')]);
  });

  it('is an error reply where its source was used before', async () => {
    const shared = new EventStream(['a'].values());
    const { app, errors } = appOf(() => shared);

    expect((await send(app, 'GET', '/it')).body.toString()).toBe('data: a\n\n');
    expect((await send(app, 'GET', '/it')).status).toBe(500);
    expect(errors).toEqual([expect.objectContaining({ code: 'ERR_RETURNS_BODY_USED' })]);
  });

  it('answers HEAD without a body, and closes its source', async () => {
    const { events, closed } = feed();
    const answer = await send(appOf(() => new EventStream(events)).app, 'HEAD', '/it');
    await closed;

    expect([answer.status, answer.headers['Content-Type'], answer.body.length]).toEqual([200, 'text/event-stream', 0]);
  });

  it('is handed out event by event by the compression middleware', async () => {
    const { events, give, closed } = feed();
    await withServer(appOf(() => new EventStream(events), compression({ threshold: 0 })).app, async (port) => {
      const reply = await openReply(port, '/it', { 'Accept-Encoding': 'gzip' }, createGunzip());
      expect(reply.headers).toMatchObject({ 'content-encoding': 'gzip', 'vary': 'Accept-Encoding' });
      give({ data: 'one' });
      expect(await reply.until('one')).toBe('data: one\n\n');
      reply.leave();
      await closed;
    });
  });
});

it.each([false, '', 'text', 0, 7, null])('ignores %p as a json replacer, as JSON.stringify does', async (replacer) => {
  const { app } = appOf(() => new JSONLines([{ a: 1 }]));
  app.set('json replacer', replacer);

  await expect(send(app, 'GET', '/it')).resolves.toMatchObject({ status: 200, body: Buffer.from('{"a":1}\n') });
});
