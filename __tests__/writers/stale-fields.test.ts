import { gunzipSync } from 'node:zlib';
import express from 'express';
import {
  Binary,
  errorHandler,
  File,
  HTML,
  JSON,
  JSONLines,
  Response,
  returns,
  Text,
  View,
  type AnyResponse,
} from 'express-returns';
import { keepErrors, send, sendTo, withServer } from '../helpers/app';
import { makeTree } from '../helpers/tree';

const { root, remove } = makeTree({ 'a.txt': '0123456789', 'long.txt': 'compressible '.repeat(200) });
afterAll(remove);

const LEFT = { 'Content-Language': 'de', 'Content-Range': 'bytes 0-0/1', 'Content-Type': 'x/left', 'X-Other': 'stays' };

/** The fields of the content that a reply has. */
const contentFields = (headers: object): string[] =>
  Object.keys(headers).filter((name) =>
    /^(content-(encoding|language|length|range|type)|transfer-encoding)$/i.test(name),
  );

const bodies: [string, () => AnyResponse, string][] = [
  ['text', () => new Text('0123456789'), '0123456789'],
  ['bytes', () => new Binary(Buffer.from('0123456789')), '0123456789'],
  ['HTML', () => new HTML('0123456789'), '0123456789'],
  ['JSON', () => new JSON('01234567'), '"01234567"'],
  ['a view', () => new View('page'), '0123456789'],
  ['a stream', () => new Text(['01234', '56789']), '0123456789'],
  ['a flushed stream', () => new Text(['01234', '56789'], { flush: true }), '0123456789'],
  ['a stream with its length', () => new Text(['0123456789'], { headers: { 'Content-Length': 10 } }), '0123456789'],
  ['a Blob', () => new Binary(new Blob(['0123456789'])), '0123456789'],
  ['JSON rows', () => new JSON([1, 2, 3, 4][Symbol.iterator]()), '[1,2,3,4]'],
  ['lines', () => new JSONLines([1, 2, 3]), '1\n2\n3\n'],
  ['a file', () => new File('a.txt', { root }), '0123456789'],
  ['no body', () => new Response(null), ''],
];

function routesOf(make: () => AnyResponse, left: Record<string, string>): express.Express {
  const app = express();
  app.engine('tpl', (_path, _locals, done) => {
    done(null, '0123456789');
  });
  app.set('views', `${__dirname}/../fixtures/views`).set('view engine', 'tpl');
  app.use((_req, res, next) => {
    res.set(left);
    next();
  });
  return app.get('/', returns(make));
}

function appOf(make: () => AnyResponse, length: number, left: Record<string, string> = LEFT) {
  const app = routesOf(make, { ...left, 'Content-Length': String(length) });
  return { app, errors: keepErrors(app) };
}

describe.each(bodies)('%s', (_kind, make, text) => {
  it.each([
    ['too short', 1],
    ['too long', 999],
  ])('is sent whole after a length on res that is %s, and the connection goes on', async (_what, length) => {
    const { app, errors } = appOf(make, length);

    await withServer(app, async (port) => {
      for (const method of ['GET', 'GET', 'HEAD']) {
        const reply = await sendTo(port, method, '/');
        expect([reply.status, reply.body.toString(), reply.isBroken]).toEqual([
          200,
          method === 'HEAD' ? '' : text,
          false,
        ]);
        expect(reply.headers['X-Other']).toBe('stays');
        expect([undefined, String(text.length)]).toContain(reply.headers['Content-Length']);
      }
    });
    expect(errors).toEqual([]);
  });
});

describe('a 304', () => {
  it.each<[string, () => AnyResponse]>([
    ['text', () => new Text('a', { headers: { ETag: '"v1"' } })],
    ['text with a language of its own', () => new Text('a', { headers: { 'ETag': '"v1"', 'Content-Language': 'en' } })],
    ['bytes', () => new Binary(Buffer.from('a'), { headers: { 'ETag': '"v1"', 'Content-Encoding': 'br' } })],
    ['HTML', () => new HTML('a', { headers: { ETag: '"v1"' } })],
    ['JSON', () => new JSON({}, { headers: { ETag: '"v1"' } })],
    ['a view', () => new View('page', {}, { headers: { ETag: '"v1"' } })],
    ['a file', () => new File('a.txt', { root, etag: '"v1"' })],
    ['a stream', () => new Text(['a'], { headers: { ETag: '"v1"' } })],
    ['no body', () => new Response(null, { status: 304 })],
  ])('of %s has no fields of the content', async (_what, make) => {
    const { app } = appOf(make, 5, { ...LEFT, 'Content-Encoding': 'identity' });

    for (const method of ['GET', 'HEAD']) {
      const reply = await withServer(app, (port) => sendTo(port, method, '/', { 'If-None-Match': '"v1"' }));
      expect([reply.status, contentFields(reply.headers), reply.headers['X-Other']]).toEqual([304, [], 'stays']);
    }
  });
});

describe('a part of a file', () => {
  it.each([
    ['bytes=0-4', 206, 'bytes 0-4/10'],
    ['bytes=0-1,4-5', 206, undefined],
    [undefined, 200, undefined],
  ])('%s has the Content-Range of its own', async (range, status, expected) => {
    const { app } = appOf(() => new File('a.txt', { root }), 3);
    const reply = await withServer(app, (port) =>
      sendTo(port, 'GET', '/', range === undefined ? {} : { Range: range }),
    );

    expect([reply.status, reply.headers['Content-Range']]).toEqual([status, expected]);
    expect(reply.headers['Content-Length']).toBe(String(reply.body.length));
  });
});

describe('a compressed reply', () => {
  const text = 'compressible '.repeat(200);
  const kinds: [string, () => AnyResponse][] = [
    ['text', () => new Text(text, { compress: true })],
    ['JSON', () => new JSON({ text }, { compress: true })],
    ['a stream', () => new Text([text, text], { compress: true })],
    ['a file', () => new File('long.txt', { root, compress: true })],
  ];

  it.each(kinds)('of %s has its own length and coding', async (_what, make) => {
    const { app, errors } = appOf(make, 3, { 'Content-Language': 'de', 'X-Other': 'stays' });
    await withServer(app, async (port) => {
      for (const method of ['GET', 'GET', 'HEAD']) {
        const reply = await sendTo(port, method, '/', { 'Accept-Encoding': 'gzip' });

        expect([reply.status, reply.isBroken, reply.headers['X-Other']]).toEqual([200, false, 'stays']);
        expect([reply.headers['Content-Encoding'], reply.headers['Content-Length']]).toEqual(['gzip', undefined]);
        if (method === 'GET') expect(gunzipSync(reply.body).toString()).toContain(text);
      }
    });
    expect(errors).toEqual([]);
  });

  it.each(kinds.slice(0, 2))('of %s is a 304 without fields of the content', async (_what, make) => {
    const { app } = appOf(make, 3);
    await withServer(app, async (port) => {
      const headers = { 'Accept-Encoding': 'gzip' };
      const { headers: first } = await sendTo(port, 'GET', '/', headers);
      const reply = await sendTo(port, 'GET', '/', { ...headers, 'If-None-Match': String(first['ETag']) });

      expect([reply.status, contentFields(reply.headers), reply.headers['X-Other']]).toEqual([304, [], 'stays']);
    });
  });
});

describe('an error of a file', () => {
  it.each([
    ['a 412', { 'If-Match': '"other"' }, 412, undefined],
    ['a 416', { Range: 'bytes=99-' }, 416, 'bytes */10'],
  ])('%s has no field of the content but its own', async (_what, headers, status, range) => {
    const app = routesOf(() => new File('a.txt', { root }), { ...LEFT, 'Content-Length': '999' });
    const reply = await send(app.use(errorHandler()), 'GET', '/', headers);

    expect([reply.status, reply.isBroken]).toEqual([status, false]);
    expect([reply.headers['Content-Range'], reply.headers['Content-Language']]).toEqual([range, undefined]);
    expect(reply.headers['Content-Length']).toBe(String(reply.body.length));
  });
});

describe('Transfer-Encoding on res', () => {
  it.each(bodies)('goes out with no length: %s', async (_kind, make, text) => {
    const app = routesOf(make, { 'Transfer-Encoding': 'chunked' });
    await withServer(app, async (port) => {
      for (const method of ['GET', 'HEAD', 'GET']) {
        const { headers, ...reply } = await sendTo(port, method, '/');

        expect([headers['Transfer-Encoding'], headers['Content-Length']]).toContain(undefined);
        expect([reply.status, reply.body.toString(), reply.isBroken]).toEqual([
          200,
          method === 'HEAD' ? '' : text,
          false,
        ]);
      }
    });
  });
});
