import { once } from 'node:events';
import http from 'node:http';
import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import express, { type Express } from 'express';
import { Binary, EventStream, HTML, JSON, JSONLines, returns, Text, type ResponseInit } from 'express-returns';
import { keepErrors, send, withServer } from '../helpers/app';
import { deferred, openReply } from '../helpers/live';

// What goes wrong between a source, the library and a client, for every kind of body, over real sockets. The rule that
// all of it shows: whatever happens, the source is let go of, and nobody waits for what never comes.

/** A source that gives its chunks and then waits for ever, and a promise that settles when it is let go of. */
interface Watched<B> {
  readonly body: B;
  readonly closed: Promise<unknown>;
}

const never = new Promise<string>(() => undefined);

/** Tells when somebody calls `return()`: a generator that has not begun would run none of its code. */
function watched<B extends { return?: unknown }>(body: B): Watched<B> {
  const closed = deferred();
  const close = (body.return as (value: unknown) => unknown).bind(body);
  return {
    closed: closed.promise,
    body: Object.assign(body, {
      return: (value: unknown) => {
        closed.resolve();
        return close(value);
      },
    }),
  };
}

const generator = (chunks: readonly string[]) =>
  watched(
    (function* (): Generator<string> {
      yield* chunks;
      yield never as unknown as string;
    })(),
  );

const asyncGenerator = (chunks: readonly string[]) =>
  watched(
    (async function* () {
      yield* chunks;
      await never;
    })(),
  );

function readable(chunks: readonly string[]): Watched<Readable> {
  const body = new Readable({ read: () => undefined });
  for (const chunk of chunks) body.push(chunk);
  return { body, closed: once(body, 'close') };
}

function webStream(chunks: readonly string[]): Watched<ReadableStream<string | Uint8Array>> {
  const closed = deferred();
  const body = new ReadableStream<string | Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(Buffer.from(chunk));
    },
    cancel() {
      closed.resolve();
    },
  });
  return { body, closed: closed.promise };
}

type Make = (
  init: ResponseInit,
  chunks?: readonly string[],
) => { readonly result: unknown; readonly closed: Promise<unknown> };

/** A body of this kind in a response of this class. */
function of<B>(
  makeSource: (chunks: readonly string[]) => Watched<B>,
  makeResult: (body: B, init: ResponseInit) => unknown,
): Make {
  return (init, chunks = ['one']) => {
    const { body, closed } = makeSource(chunks);
    return { result: makeResult(body, init), closed };
  };
}

const bodies: readonly [string, Make][] = [
  ['a Readable', of(readable, (body, init) => new Binary(body, init))],
  ['a web stream', of(webStream, (body, init) => new Text(body, init))],
  ['a generator', of(generator, (body, init) => new HTML(body, init))],
  ['an async generator', of(asyncGenerator, (body, init) => new Text(body, init))],
  ['the items of a generator', of(generator, (body, init) => new JSON(body, init))],
  ['the items of an async generator', of(asyncGenerator, (body, init) => new JSON(body, init))],
  ['the items of a Readable', of(readable, (body, init) => new JSONLines(body, init))],
  ['JSONLines', of(asyncGenerator, (body, init) => new JSONLines(body, init))],
  ['EventStream', of(asyncGenerator, (body, init) => new EventStream(body, init))],
];
const compressed = bodies.map(([name, make]): [string, Make] => [
  `${name}, compressed`,
  (init, chunks) => make({ ...init, compress: true }, chunks),
]);
const webResponse: Make = ({ headers }, chunks = ['one']) => {
  const { body, closed } = webStream(chunks);
  return {
    closed,
    result: new globalThis.Response(body as ReadableStream<Uint8Array>, {
      headers: { 'content-type': 'text/plain', ...(headers as Record<string, string>) },
    }),
  };
};

function appOf(handler: Parameters<typeof returns>[0]): { app: Express; errors: unknown[] } {
  const app = express().all('/it', returns(handler));
  return { app, errors: keepErrors(app) };
}

describe.each([...bodies, ...compressed, ['a web Response', webResponse] as const])('%s', (_name, make) => {
  const headers = { 'Accept-Encoding': 'gzip' };

  it('is closed where the client has gone before the handler returned', async () => {
    const [arrived, returned] = [deferred(), deferred<Promise<unknown>>()];
    const { app, errors } = appOf(async (_req, res) => {
      arrived.resolve();
      await once(res, 'close');
      const { result, closed } = make({});
      returned.resolve(closed);
      return result;
    });
    await withServer(app, async (port) => {
      const request = http.get({ host: '127.0.0.1', port, path: '/it', headers, agent: false });
      request.on('error', () => undefined);
      await arrived.promise;
      request.destroy();
      const closed = await returned.promise;
      await closed;
    });

    expect(errors).toEqual([]);
  });

  it('is closed where the client goes while the first chunk is awaited', async () => {
    const { result, closed } = make({}, []);
    const asked = deferred();
    const { app, errors } = appOf(() => {
      setImmediate(asked.resolve);
      return result;
    });
    await withServer(app, async (port) => {
      const request = http.get({ host: '127.0.0.1', port, path: '/it', headers, agent: false }, (reply) => {
        reply.on('error', () => undefined); // The head of an EventStream is out.
      });
      request.on('error', () => undefined);
      await asked.promise;
      request.destroy();
      await closed;
    });

    expect(errors).toEqual([]);
  });

  it('is closed where the client goes while the next chunk is awaited', async () => {
    const { result, closed } = make({ flush: true });
    const { app, errors } = appOf(() => result);
    await withServer(app, async (port) => {
      const live = await openReply(port, '/it', headers);
      live.leave();
      await closed;
    });

    expect(errors).toEqual([]);
  });

  it('is closed and not sent to HEAD', async () => {
    const { result, closed } = make({});
    const reply = await send(appOf(() => result).app, 'HEAD', '/it', headers);
    await closed;

    expect([reply.status, reply.body.length, reply.isBroken]).toEqual([200, 0, false]);
  });

  it('is closed and not sent to who has it already', async () => {
    const { result, closed } = make({ headers: { ETag: '"tag"' } });
    const reply = await send(appOf(() => result).app, 'GET', '/it', {
      ...headers,
      'If-None-Match': '"tag", "tag-gzip"',
    });
    await closed;

    expect([reply.status, reply.body.length, reply.headers['Content-Encoding']]).toEqual([304, 0, undefined]);
  });

  it('is closed where other code has answered before the handler returned', async () => {
    const { result, closed } = make({});
    const { app, errors } = appOf(async (_req, res) => {
      res.status(503).send('too slow');
      await turn();
      return result;
    });
    const reply = await send(app, 'GET', '/it', headers);
    await closed;

    expect([reply.status, reply.body.toString(), errors]).toEqual([503, 'too slow', []]);
  });
});

describe.each<[string, () => unknown]>([
  ['never settles', () => never],
  [
    'throws',
    () => {
      throw new Error('failed in finally');
    },
  ],
])('a generator whose finally %s', (_what, finish) => {
  async function* source(chunks: readonly unknown[]) {
    try {
      yield* chunks as readonly string[];
      await never;
    } finally {
      await finish();
    }
  }
  const init: readonly [string, ResponseInit][] = [
    ['as it is', {}],
    ['compressed', { compress: true }],
  ];
  const headers = { 'Accept-Encoding': 'gzip' };
  const refused = [expect.objectContaining({ code: 'ERR_RETURNS_CHUNK' })];

  it.each(init)('holds up no error reply: %s', async (_how, given) => {
    const { app, errors } = appOf(() => new Text(source([5]), given));

    expect((await send(app, 'GET', '/it', headers)).status).toBe(500);
    expect(errors).toEqual(refused);
  });

  it.each(init)('holds up no breaking off: %s', async (_how, given) => {
    const { app, errors } = appOf(() => new Text(source(['one', 5]), { ...given, flush: true }));

    expect(await send(app, 'GET', '/it', headers)).toMatchObject({ status: 200, isBroken: true });
    expect(errors).toEqual(refused);
  });

  it.each(init)('is closed when the client leaves: %s', async (_how, given) => {
    const left = deferred();
    const { app, errors } = appOf((_req, res) => {
      res.once('close', left.resolve);
      return new Text(source(['one']), { ...given, flush: true });
    });
    await withServer(app, async (port) => {
      (await openReply(port, '/it', headers)).leave();
      await left.promise;
    });
    await turn();

    expect(errors).toEqual([]);
  });

  it('holds up no reply whose promised length is there', async () => {
    const { app, errors } = appOf(() => new Text(source(['one']), { headers: { 'Content-Length': 3 } }));

    expect(await send(app, 'GET', '/it')).toMatchObject({ isBroken: false, body: Buffer.from('one') });
    expect(errors).toEqual([]);
  });
});

describe('characters that are split over chunks', () => {
  const text = 'é€😀👩‍👧 ẞ😀';
  const halves = text.split(''); // By UTF-16 code units: each half of a surrogate pair on its own.
  const bytes = Array.from(Buffer.from(text), (byte) => Uint8Array.of(byte));

  it.each<[string, () => unknown, string]>([
    ['strings in Text', () => new Text(halves), text],
    ['strings in HTML', () => new HTML(halves.values()), text],
    ['strings in Binary', () => new Binary(Readable.from(halves)), text],
    ['bytes in Text', () => new Text(bytes), text],
    ['bytes in HTML', () => new HTML(Readable.from(bytes)), text],
    ['bytes and strings', () => new Text([...bytes, ...halves]), text + text],
    ['a half before bytes', () => new Text(['a\ud83d', Buffer.from('b')]), 'a\ufffdb'],
    ['a half at the end', () => new Text(['a', '\ud83d']), 'a\ufffd'],
    ['compressed', () => new Text(halves, { compress: true }), text],
    // JSON has an escape for half a character, so that each value arrives as it was.
    ['values of JSON', () => new JSON(halves.values()), globalThis.JSON.stringify(halves)],
    ['lines', () => new JSONLines(halves), halves.map((half) => `${globalThis.JSON.stringify(half)}\n`).join('')],
  ])('arrive whole: %s', async (_what, make, expected) => {
    const reply = await send(appOf(() => make()).app, 'GET', '/it');

    expect(reply.body.toString()).toBe(expected);
  });
});

describe('a source that was spoilt before', () => {
  it.each<[string, () => unknown, string]>([
    ['a destroyed Readable', () => Readable.from(['a']).destroy(), 'ERR_STREAM_PREMATURE_CLOSE'],
    [
      'a locked web stream',
      () => {
        const { body } = webStream([]);
        body.getReader();
        return body;
      },
      'ERR_RETURNS_BODY_USED',
    ],
    [
      'a web Response that was read',
      () => {
        const response = new globalThis.Response('a');
        void response.text();
        return response;
      },
      'ERR_RETURNS_BODY_USED',
    ],
  ])('is an error reply: %s', async (_what, make, code) => {
    const { app, errors } = appOf(() => make());

    expect((await send(app, 'GET', '/it')).status).toBe(500);
    expect(errors).toEqual([expect.objectContaining({ code })]);
  });
});
