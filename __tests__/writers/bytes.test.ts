import { Blob } from 'node:buffer';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import compression from 'compression';
import express, { type Express, type RequestHandler } from 'express';
import { Binary, File, Response, returns, Text, type Body, type ResponseInit } from 'express-returns';
import { keepErrors, send, type RawReply } from '../helpers/app';

const TEXT = 'abcdefghijklmnopqrstuvwxyz012345';
const bytes = Buffer.from(TEXT);
const LAST_MODIFIED = 'Wed, 21 Oct 2015 07:28:00 GMT';

const kinds: readonly [string, Body][] = [
  ['a Buffer', bytes],
  ['a typed array', new Float64Array(new Uint8Array(bytes).buffer)],
  ['a part of a buffer', new Uint8Array(Buffer.from(`..${TEXT}..`)).subarray(2, 34)],
  ['an ArrayBuffer', new Uint8Array(bytes).buffer],
  ['a Blob', new Blob([TEXT])],
];

function appOf(make: () => unknown, ...before: RequestHandler[]): { app: Express; errors: unknown[] } {
  const app = express();
  for (const middleware of before) app.use(middleware);
  app.all('/', returns(make as never));
  return { app, errors: keepErrors(app) };
}

const ask = (make: () => unknown, headers: Record<string, string>, method = 'GET'): Promise<RawReply> =>
  send(appOf(make).app, method, '/', headers);

describe.each(kinds)('a range of %s', (_kind, body) => {
  it.each<[string, number, string | undefined, string]>([
    ['bytes=0-1', 206, 'bytes 0-1/32', 'ab'],
    ['bytes=30-', 206, 'bytes 30-31/32', '45'],
    ['bytes=-2', 206, 'bytes 30-31/32', '45'],
    ['bytes=5-5', 206, 'bytes 5-5/32', 'f'],
    ['bytes=0-', 206, 'bytes 0-31/32', TEXT],
    ['bytes=30-99', 206, 'bytes 30-31/32', '45'],
    ['bytes=0-1,1-3', 206, 'bytes 0-3/32', 'abcd'],
    ['bytes=2-1', 200, undefined, TEXT],
    ['bytes=a', 200, undefined, TEXT],
    ['lines=0-1', 200, undefined, TEXT],
  ])('%s is a %d', async (range, status, contentRange, text) => {
    const reply = await ask(() => new Binary(body, { contentType: 'video/mp4' }), { Range: range });

    expect([reply.status, reply.headers['Content-Range'], reply.body.toString()]).toEqual([status, contentRange, text]);
    expect(reply.headers).toMatchObject({
      'Accept-Ranges': 'bytes',
      'Content-Length': `${text.length}`,
      'Content-Type': 'video/mp4',
    });
  });

  it('has several parts, each with its type', async () => {
    const reply = await ask(() => new Binary(body, { contentType: 'video/mp4' }), { Range: 'bytes=0-1,-2' });
    const boundary = /^multipart\/byteranges; boundary=(.+)$/.exec(String(reply.headers['Content-Type']))?.[1] ?? '';
    const part = (range: string, text: string) =>
      `\r\n--${boundary}\r\nContent-Type: video/mp4\r\nContent-Range: bytes ${range}/32\r\n\r\n${text}`;

    expect(reply.status).toBe(206);
    expect(reply.headers).not.toHaveProperty('Content-Range');
    expect(reply.body.toString()).toBe(`${part('0-1', 'ab')}${part('30-31', '45')}\r\n--${boundary}--\r\n`);
    expect(reply.headers['Content-Length']).toBe(`${reply.body.length}`);
  });

  it('outside of it is an error of the app, a 416 that names the size', async () => {
    const { app, errors } = appOf(() => new Binary(body));
    const reply = await send(app, 'GET', '/', { Range: 'bytes=32-' });

    expect([reply.status, reply.body.toString()]).toEqual([416, '{"failed":true}']);
    expect(errors).toEqual([expect.objectContaining({ status: 416, headers: { 'Content-Range': 'bytes */32' } })]);
  });

  it.each<[string, ResponseInit, string]>([
    ['HEAD', {}, ''],
    ['POST', {}, TEXT],
    ['GET', { status: 201 }, TEXT],
    ['GET', { status: 404 }, TEXT],
    ['GET', { headers: { 'Accept-Ranges': 'none' } }, TEXT],
  ])('is not given to %s with %j', async (method, init, text) => {
    const reply = await ask(() => new Binary(body, init), { Range: 'bytes=0-1' }, method);

    expect([reply.status, reply.body.toString()]).toEqual([init.status ?? 200, text]);
    expect(reply.headers['Content-Length']).toBe('32');
  });

  it.each<[string, Record<string, string>, Record<string, string>, number]>([
    ['the strong tag', { ETag: '"v1"' }, { 'If-Range': '"v1"' }, 206],
    ['another tag', { ETag: '"v2"' }, { 'If-Range': '"v1"' }, 200],
    ['a weak tag', { ETag: 'W/"v1"' }, { 'If-Range': 'W/"v1"' }, 200],
    ['no such tag', {}, { 'If-Range': '"v1"' }, 200],
    ['the date', { 'Last-Modified': LAST_MODIFIED }, { 'If-Range': LAST_MODIFIED }, 206],
    ['another date', { 'Last-Modified': LAST_MODIFIED }, { 'If-Range': 'Wed, 21 Oct 2015 07:28:01 GMT' }, 200],
    ['If-Match with the tag', { ETag: '"v1"' }, { 'If-Match': '"v1"' }, 206],
    ['If-Match with another one', { ETag: '"v2"' }, { 'If-Match': '"v1"' }, 412],
    ['If-None-Match with the tag', { ETag: '"v1"' }, { 'If-None-Match': '"v1"' }, 304],
    ['If-None-Match with another one', { ETag: '"v2"' }, { 'If-None-Match': '"v1"' }, 206],
  ])('has the conditions of RFC 9110: %s', async (_case, headers, conditions, status) => {
    const init = { headers };
    const byResponse = await ask(() => new Binary(body, init), { Range: 'bytes=0-1', ...conditions });
    const { app } = appOf(
      () => new Binary(body),
      (_req, res, next) => {
        res.set(headers);
        next();
      },
    );
    const byMiddleware = await send(app, 'GET', '/', { Range: 'bytes=0-1', ...conditions });

    expect([byResponse.status, byMiddleware.status]).toEqual([status, status]);
    if (status === 206) expect(byResponse.headers).toMatchObject(headers);
    if (status === 304) expect([byResponse.body.length, byResponse.headers['Content-Type']]).toEqual([0, undefined]);
  });

  it('equals the reply of a File', async () => {
    const root = mkdtempSync(join(tmpdir(), 'bytes-'));
    try {
      writeFileSync(join(root, 'a.mp4'), bytes);
      utimesSync(join(root, 'a.mp4'), 0, 0);
      const without = (reply: RawReply) => ({ ...reply, headers: { ...reply.headers, 'Cache-Control': undefined } });
      const init = { headers: { 'ETag': '"v1"', 'Last-Modified': LAST_MODIFIED }, contentType: 'video/mp4' };
      for (const range of ['bytes=0-1', 'bytes=-1', 'bytes=9-99', 'bytes=x', 'bytes=7-7,6-6', 'bytes=99-']) {
        const file = await ask(() => new File('a.mp4', { root, ...init }), { Range: range });
        const memory = await ask(() => new Binary(body, init), { Range: range });
        expect(without(memory)).toEqual(without(file));
      }
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});

describe('bytes and Blobs that can be asked for in parts', () => {
  it.each(kinds)('say so when they are sent whole: %s', async (_kind, body) => {
    for (const method of ['GET', 'HEAD'])
      expect((await ask(() => new Response(body), {}, method)).headers).toMatchObject({
        'Accept-Ranges': 'bytes',
        'Content-Length': '32',
      });
  });

  it.each<[string, () => unknown]>([
    ['text', () => new Text(TEXT)],
    ['a stream', () => new Binary([bytes])],
    ['an error', () => new Binary(bytes, { status: 404 })],
    ['compressed', () => new Binary(bytes, { compress: true })],
  ])('do not say so for %s', async (_kind, make) => {
    expect((await ask(make, {})).headers).not.toHaveProperty('Accept-Ranges');
  });

  it('leave it to middleware to say that there are none', async () => {
    const none: RequestHandler = (_req, res, next) => {
      res.set('Accept-Ranges', 'none');
      next();
    };
    const reply = await send(appOf(() => new Binary(bytes), none).app, 'GET', '/', { Range: 'bytes=0-1' });

    expect([reply.status, reply.headers['Accept-Ranges']]).toEqual([200, 'none']);
  });

  it.each([
    ['weak', 200],
    ['strong', 206],
  ])('have in each part the tag that Express makes of the whole: %s', async (etag, resumed) => {
    const { app } = appOf(() => new Binary(bytes));
    app.set('etag', etag);
    const whole = await send(app, 'GET', '/');
    const part = await send(app, 'GET', '/', { Range: 'bytes=0-1' });
    const tag = String(whole.headers['ETag']);

    expect([part.status, part.headers['ETag']]).toEqual([206, tag]);
    expect((await send(app, 'GET', '/', { 'Range': 'bytes=0-1', 'If-Range': tag })).status).toBe(resumed);
  });

  it('have no tag where the app makes none', async () => {
    const { app } = appOf(() => new Binary(bytes));
    app.disable('etag');

    expect((await send(app, 'GET', '/', { Range: 'bytes=0-1' })).headers).not.toHaveProperty('ETag');
  });

  it('of no bytes have none', async () => {
    expect((await ask(() => new Binary(Buffer.alloc(0)), { Range: 'bytes=0-1' })).status).toBe(416);
    expect((await ask(() => new Binary(Buffer.alloc(0)), { Range: 'bytes=-1' })).status).toBe(200);
  });

  it('go through wrappers of res.send', async () => {
    const seen: unknown[] = [];
    const spy: RequestHandler = (_req, res, next) => {
      const original = res.send.bind(res);
      res.send = (body) => {
        seen.push(String(body));
        return original(body);
      };
      next();
    };
    await send(appOf(() => new Binary(bytes), spy).app, 'GET', '/', { Range: 'bytes=1-3' });

    expect(seen).toEqual(['bcd']);
  });
});

const large = Buffer.from('a,b\n'.repeat(1000));

describe.each<[string, Body]>([
  ['bytes', large],
  ['a Blob', new Blob([large])],
])('parts of %s that are compressed when they are whole', (_kind, body) => {
  const init = { contentType: 'text/csv', headers: { ETag: '"v1"' } };
  const gzip = { 'Accept-Encoding': 'gzip' };

  it('behind compression(): the whole has a weak tag, a part is plain', async () => {
    const { app } = appOf(() => new Binary(body, init), compression());
    const whole = await send(app, 'GET', '/', gzip);
    const part = await send(app, 'GET', '/', { ...gzip, Range: 'bytes=4-6' });
    const resumed = await send(app, 'GET', '/', {
      ...gzip,
      'Range': 'bytes=4-6',
      'If-Range': String(whole.headers['ETag']),
    });

    expect([whole.headers['ETag'], gunzipSync(whole.body)]).toEqual(['W/"v1"', large]);
    expect(part.headers).toMatchObject({ 'Content-Range': 'bytes 4-6/4000', 'Cache-Control': 'no-transform' });
    expect(part.headers).not.toHaveProperty('Content-Encoding');
    expect([part.status, part.body.toString()]).toEqual([206, 'a,b']);
    expect(resumed.status).toBe(200);
  });

  it('with compress: a part is plain, and the tag of the compressed whole resumes nothing', async () => {
    const { app } = appOf(() => new Binary(body, { ...init, compress: true }));
    const whole = await send(app, 'GET', '/', gzip);
    const part = await send(app, 'GET', '/', { ...gzip, Range: 'bytes=4-6' });
    const resumed = await send(app, 'GET', '/', {
      ...gzip,
      'Range': 'bytes=4-6',
      'If-Range': String(whole.headers['ETag']),
    });

    expect([whole.headers['ETag'], gunzipSync(whole.body)]).toEqual(['W/"v1-gzip"', large]);
    expect([part.status, part.headers['Vary'], part.body.toString()]).toEqual([206, 'Accept-Encoding', 'a,b']);
    expect([resumed.status, gunzipSync(resumed.body)]).toEqual([200, large]);
  });
});
