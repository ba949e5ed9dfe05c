import '../../helpers/copy-of-zlib';
import { randomBytes } from 'node:crypto';
import http from 'node:http';
import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import zlib, { brotliDecompressSync, createGunzip, gunzipSync, inflateSync } from 'node:zlib';
import compression from 'compression';
import express, { type Express, type RequestHandler } from 'express';
import {
  EventStream,
  File,
  HTML,
  JSON,
  JSONLines,
  returns,
  Success,
  Text,
  type AnyResponse,
  type ResponseInit,
} from 'express-returns';
import { keepErrors, send, withServer, type RawReply } from '../../helpers/app';
import { deferred, openReply } from '../../helpers/live';
import { makeTree } from '../../helpers/tree';

const text = 'Ein Text, der sich wiederholt. é\n'.repeat(100);
const { root, remove } = makeTree({ 'a.txt': text, 'a.png': text });
afterAll(remove);

function appOf(response: () => AnyResponse, ...before: RequestHandler[]): { app: Express; errors: unknown[] } {
  const app = express().all('/it', ...before, returns(response));
  return { app, errors: keepErrors(app) };
}

const gzip = { 'Accept-Encoding': 'gzip' };
const decode = ({ headers, body }: RawReply): string => {
  const coding = headers['Content-Encoding'];
  if (coding === 'br') return brotliDecompressSync(body).toString();
  if (coding === 'gzip') return gunzipSync(body).toString();
  return (coding === 'deflate' ? inflateSync(body) : body).toString();
};

const bodies: readonly [string, (init: ResponseInit) => AnyResponse, string][] = [
  ['Text', (init) => new Text<string, number>(text, init), text],
  ['HTML', (init) => new HTML<string, number>(text, init), text],
  ['JSON', (init) => new JSON<object, number>({ text }, init), globalThis.JSON.stringify({ text })],
  [
    'Success',
    (init) => new Success<string, number>(text, init),
    `{"status":"success","data":${globalThis.JSON.stringify(text)}}`,
  ],
  ['a Readable', (init) => new Text<Readable, number>(Readable.from([text, text]), init), text + text],
  ['a Blob', (init) => new Text<Blob, number>(new Blob([text]), init), text],
  ['JSON items', (init) => new JSON<object, number>([text, 1].values(), init), globalThis.JSON.stringify([text, 1])],
  ['JSONLines', (init) => new JSONLines<string, number>([text], init), `${globalThis.JSON.stringify(text)}\n`],
  ['EventStream', (init) => new EventStream<string, number>(['a', 'b'], init), 'data: a\n\ndata: b\n\n'],
  ['File', (init) => new File<number>('a.txt', { ...init, root }), text],
];

describe.each(bodies)('compress: true on %s', (_name, make, plain) => {
  it.each([
    ['br, gzip', 'br'],
    ['br;q=0.1, gzip', 'gzip'],
    ['deflate', 'deflate'],
    ['identity', undefined],
    ['br;q=0, *;q=0', undefined],
    ['', undefined],
  ])('for %p is sent as %p', async (accepted, coding) => {
    const { app, errors } = appOf(() => make({ compress: true }));
    const reply = await send(app, 'GET', '/it', { 'Accept-Encoding': accepted });

    expect([reply.status, reply.headers['Content-Encoding'], reply.headers['Vary'], reply.isBroken]).toEqual([
      200,
      coding,
      'Accept-Encoding',
      false,
    ]);
    expect(decode(reply)).toBe(plain);
    expect(errors).toEqual([]);
  });

  it('says the same to HEAD', async () => {
    const { app } = appOf(() => make({ compress: true }));
    const [get, head] = [await send(app, 'GET', '/it', gzip), await send(app, 'HEAD', '/it', gzip)];
    const names = ['Content-Encoding', 'Content-Type', 'ETag', 'Vary'];
    const told = (reply: RawReply) => names.map((name) => reply.headers[name]);

    expect([head.status, head.body.length, told(head)]).toEqual([200, 0, told(get)]);
    expect(head.headers['Content-Length']).toBeUndefined();
  });

  it.each<[string, ResponseInit]>([
    ['a coding of its own', { headers: { 'Content-Encoding': 'x-own' } }],
    ['no-transform', { headers: { 'Cache-Control': 'no-transform' } }],
    ['a type that does not get smaller', { contentType: 'image/png' }],
    ['a digest', { headers: { 'Content-Digest': 'sha-256=:AA==:' } }],
  ])('leaves alone %s', async (_what, init) => {
    const reply = await send(appOf(() => make({ compress: true, ...init })).app, 'GET', '/it', gzip);

    expect(reply.body.toString()).toBe(plain);
  });

  it('is never compressed twice', async () => {
    const { app } = appOf(() => make({ compress: true }), compression({ threshold: 0 }));

    expect(decode(await send(app, 'GET', '/it', gzip))).toBe(plain);
  });
});

describe('a compressed response', () => {
  it.each<[string, () => AnyResponse]>([
    ['a whole body', () => new Text(text, { compress: true })],
    ['a stream', () => new Text([text], { compress: true, headers: { ETag: '"v7"' } })],
    ['a file', () => new File('a.txt', { compress: true, root })],
  ])('has a weak tag of its own, and a 304 for it: %s', async (_what, response) => {
    const { app } = appOf(response);
    const [coded, plain] = [await send(app, 'GET', '/it', gzip), await send(app, 'GET', '/it')];
    const tag = String(coded.headers['ETag']);
    const same = await send(app, 'GET', '/it', { ...gzip, 'If-None-Match': tag });

    expect(tag).toMatch(/^W\/"[^"]+-gzip"$/);
    expect(plain.headers['ETag']).not.toBe(tag);
    expect([same.status, same.headers['ETag'], same.headers['Vary'], same.headers['Content-Encoding']]).toEqual([
      304,
      tag,
      'Accept-Encoding',
      undefined,
    ]);
    expect((await send(app, 'GET', '/it', { 'If-None-Match': tag })).status).toBe(200);
  });

  it('shows wrappers of res.send the plain body, and sends small ones as they are', async () => {
    const seen: unknown[] = [];
    const wrap: RequestHandler = (_req, res, next) => {
      const original = res.send.bind(res);
      res.send = (body) => {
        seen.push(body);
        return original(body);
      };
      next();
    };
    const small = await send(appOf(() => new Text('small', { compress: true }), wrap).app, 'GET', '/it', gzip);
    await send(appOf(() => new Text(text, { compress: true }), wrap).app, 'GET', '/it', gzip);

    expect([small.body.toString(), small.headers['Content-Length'], small.headers['Vary']]).toEqual([
      'small',
      '5',
      'Accept-Encoding',
    ]);
    expect(seen).toEqual(['small', text]);
  });

  it('does not send the length of the uncompressed file', async () => {
    const init = { compress: true, root, headers: { 'Content-Length': String(Buffer.byteLength(text)) } };
    const reply = await send(appOf(() => new File('a.txt', init)).app, 'GET', '/it', gzip);

    expect([decode(reply), reply.headers['Content-Length'], reply.isBroken]).toEqual([text, undefined, false]);
  });

  it('gives a range of the plain file', async () => {
    const { app } = appOf(() => new File('a.txt', { compress: true, root }));
    const part = await send(app, 'GET', '/it', { ...gzip, Range: 'bytes=0-2' });

    expect([part.status, part.body.toString(), part.headers['Content-Encoding']]).toEqual([206, 'Ein', undefined]);
  });

  it('is an error reply when it fails immediately, and breaks the connection when it fails later', async () => {
    const early = appOf(() => new JSON({ count: 1n }, { compress: true }));
    const answer = await send(early.app, 'GET', '/it', gzip);
    const late = appOf(
      () =>
        new Text(
          (function* () {
            yield text;
            throw new Error('failed');
          })(),
          { compress: true, flush: true },
        ),
    );
    const first = appOf(
      () =>
        new Text(
          (async function* (): AsyncIterable<string> {
            for (let turns = 0; turns < 5; turns++) await turn();
            throw new Error('failed');
          })(),
          { compress: true },
        ),
    );
    const firstAnswer = await send(first.app, 'GET', '/it', gzip);

    expect([answer.status, answer.headers['Vary'], answer.body.toString()]).toEqual([
      500,
      undefined,
      '{"failed":true}',
    ]);
    expect([firstAnswer.status, firstAnswer.headers['Content-Encoding']]).toEqual([500, undefined]);
    expect((await send(late.app, 'GET', '/it', gzip)).isBroken).toBe(true);
    expect([...late.errors, ...first.errors]).toEqual([new Error('failed'), new Error('failed')]);
  });

  it.each([undefined, null, 0, '', 'a text', Symbol('a'), Object.freeze(new Error('frozen')), { status: 503 }])(
    'fails with what its source has thrown, as without: %p',
    async (thrown) => {
      const failing = (chunks: readonly string[]) => {
        const items = chunks.values();
        const next = () => {
          const item = items.next();
          if (item.done === true) throw thrown as Error;
          return item;
        };
        return { [Symbol.iterator]: () => ({ next }) };
      };
      for (const chunks of [[], [text]]) {
        const [plain, compressed] = [false, true].map((compress) =>
          appOf(() => new Text(failing(chunks), { compress, flush: chunks.length > 0 })),
        );
        const expected = await send(plain?.app ?? express(), 'GET', '/it', gzip);
        const reply = await send(compressed?.app ?? express(), 'GET', '/it', gzip);

        expect([reply.status, reply.isBroken]).toEqual([expected.status, expected.isBroken]);
        expect(compressed?.errors).toEqual(plain?.errors);
      }
    },
  );

  it.each(['4', '9999'])('is held against a promised Content-Length: %s', async (length) => {
    const { app, errors } = appOf(
      () => new Text(['hel', 'lo'.repeat(2000)], { compress: true, headers: { 'Content-Length': length } }),
    );
    const { status, isBroken } = await send(app, 'GET', '/it', gzip);

    expect(status === 500 || isBroken).toBe(true);
    expect(errors).toEqual([expect.objectContaining({ code: 'ERR_RETURNS_LENGTH' })]);
  });

  it('hands out each event as it comes, and closes its source when the client leaves', async () => {
    const [second, closed] = [deferred(), deferred()];
    async function* events() {
      try {
        yield 'one';
        await second.promise;
        for (;;) yield 'x'.repeat(10_000);
      } finally {
        closed.resolve();
      }
    }
    const { app, errors } = appOf(() => new EventStream(events(), { compress: true }));
    await withServer(app, async (port) => {
      const live = await openReply(port, '/it', gzip, createGunzip());
      await live.until('data: one\n\n');
      second.resolve();
      await live.until('xxx');
      live.leave();
      await closed.promise;
    });

    expect(errors).toEqual([]);
  });
});

describe('a client that takes no more', () => {
  it('has the source wait, also behind the compressor', async () => {
    const noise = randomBytes(1 << 20); // Does not get smaller.
    const closed = deferred();
    let pulled = 0;
    function* source() {
      try {
        for (; ; pulled++) yield noise;
      } finally {
        closed.resolve();
      }
    }
    const { app, errors } = appOf(() => new Text(source(), { compress: true }));
    await withServer(app, async (port) => {
      const request = http.get({ host: '127.0.0.1', port, path: '/it', headers: gzip, agent: false }, (reply) => {
        reply.on('error', () => undefined).once('data', () => request.destroy());
      });
      request.on('error', () => undefined);
      await closed.promise;
    });

    expect(pulled).toBeLessThan(100);
    expect(errors).toEqual([]);
  });
});

describe('the compressor', () => {
  const never = new Promise<void>(() => undefined);
  const failing = async function* () {
    yield text;
    throw new Error('failed');
  };
  const waiting = async function* () {
    yield text;
    await never;
  };
  const big = 'x'.repeat(1 << 22);
  afterEach(() => jest.restoreAllMocks());

  /** What is made from now on, each with a promise that it is closed. */
  function watchMade(): Promise<unknown>[] {
    const made: Promise<unknown>[] = [];
    const { createGzip } = zlib;
    jest.spyOn(zlib, 'createGzip').mockImplementation((options) => {
      const zip = createGzip(options);
      made.push(new Promise((resolve) => zip.once('close', resolve)));
      return zip;
    });
    return made;
  }

  it.each<[string, string, () => AnyResponse, number]>([
    ['a stream has ended', 'GET', () => new Text([text], { compress: true }), 1],
    ['a whole body was sent', 'GET', () => new Text(text, { compress: true }), 1],
    ['a file was sent', 'GET', () => new File('a.txt', { compress: true, root }), 1],
    ['its source fails', 'GET', () => new Text(failing(), { compress: true, flush: true }), 1],
    ['the first chunk fails', 'GET', () => new Text([5 as never], { compress: true }), 1],
    ['nobody asks for the body', 'HEAD', () => new Text([text], { compress: true }), 0],
    ['the client leaves a waiting stream', 'LEAVE', () => new Text(waiting(), { compress: true, flush: true }), 1],
    ['the client leaves amid a whole body', 'LEAVE', () => new Text(big, { compress: true }), 1],
  ])('is closed where %s', async (_what, method, response, count) => {
    const made = watchMade();
    const { app } = appOf(response);
    if (method === 'LEAVE') {
      await withServer(app, async (port) => {
        (await openReply(port, '/it', gzip)).leave();
        await Promise.all(made);
      });
    } else await send(app, method, '/it', gzip);
    await Promise.all(made);

    expect(made).toHaveLength(count);
  });
});
