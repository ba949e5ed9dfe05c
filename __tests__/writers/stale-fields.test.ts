import express from 'express';
import { Binary, File, HTML, JSON, JSONLines, Response, returns, Text, View, type AnyResponse } from 'express-returns';
import { keepErrors, sendTo, withServer } from '../helpers/app';
import { makeTree } from '../helpers/tree';

const { root, remove } = makeTree({ 'a.txt': '0123456789' });
afterAll(remove);

const LEFT = { 'Content-Language': 'de', 'Content-Range': 'bytes 0-0/1', 'Content-Type': 'x/left', 'X-Other': 'stays' };

/** Fields that tell of the content, in a reply. */
const told = (headers: object): string[] =>
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

function appOf(make: () => AnyResponse, length: number): { app: express.Express; errors: unknown[] } {
  const app = express();
  app.engine('tpl', (_path, _locals, done) => {
    done(null, '0123456789');
  });
  app.set('views', `${__dirname}/../fixtures/views`).set('view engine', 'tpl');
  app.use((_req, res, next) => {
    res.set({ ...LEFT, 'Content-Length': String(length) });
    next();
  });
  app.get('/', returns(make));
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
    ['a file', () => new File('a.txt', { root, etag: '"v1"' })],
    ['a stream', () => new Text(['a'], { headers: { ETag: '"v1"' } })],
    ['no body', () => new Response(null, { status: 304 })],
  ])('of %s says nothing of the content', async (_what, make) => {
    const { app } = appOf(make, 5);

    for (const method of ['GET', 'HEAD']) {
      const reply = await withServer(app, (port) => sendTo(port, method, '/', { 'If-None-Match': '"v1"' }));
      expect([reply.status, told(reply.headers), reply.headers['X-Other']]).toEqual([304, [], 'stays']);
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
