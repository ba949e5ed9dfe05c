import http from 'node:http';
import { gunzipSync } from 'node:zlib';
import express, { type Express, type RequestHandler } from 'express';
import {
  Binary,
  JSON,
  NotFound,
  Redirect,
  Response,
  returns,
  Text,
  View,
  type AnyResponse,
  type ResponseInit,
} from 'express-returns';
import { keepErrors, send, withServer } from '../helpers/app';

const text = 'Ein Text, der sich wiederholt.\n'.repeat(100);
const gzip = { 'Accept-Encoding': 'gzip' };
const compress = { compress: true };

function appOf(response: () => AnyResponse, ...before: RequestHandler[]): { app: Express; errors: unknown[] } {
  const app = express()
    .disable('x-powered-by')
    .all('/it', ...before, returns(response));
  app.engine('tpl', (_path, _locals, done) => {
    done(null, text);
  });
  app.set('views', `${__dirname}/../fixtures/views`).set('view engine', 'tpl');
  return { app, errors: keepErrors(app) };
}

/** Middleware that wraps one method of `res`. */
const wrapping =
  (name: 'end' | 'send' | 'json', wrap: (original: (...args: unknown[]) => unknown) => (...args: never[]) => unknown) =>
  (...[, res, next]: Parameters<RequestHandler>): void => {
    res[name] = wrap((res[name] as (...args: unknown[]) => unknown).bind(res)) as never;
    next();
  };

describe('a whole body, compressed', () => {
  it('has these headers and no others', async () => {
    const { app } = appOf(() => new Text(text, compress));
    const get = await send(app, 'GET', '/it', gzip);

    expect(get.headers).toEqual({
      'Content-Type': 'text/plain; charset=utf-8',
      'Vary': 'Accept-Encoding',
      'ETag': expect.stringMatching(/^W\/"[^"]+-gzip"$/) as string,
      'Content-Encoding': 'gzip',
      'Transfer-Encoding': 'chunked',
    });
    expect(gunzipSync(get.body).toString()).toBe(text);
    const headers = { ...get.headers, 'Transfer-Encoding': undefined };
    expect(await send(app, 'HEAD', '/it', gzip)).toEqual({ ...get, headers, body: Buffer.alloc(0) });
  });

  it.each<[string, () => AnyResponse, number]>([
    ['a redirect', () => new Redirect(`/${'a'.repeat(2000)}`, compress), 307],
    ['an error', () => new NotFound({ text }, compress), 404],
    ['a view', () => new View('page', {}, compress), 200],
    ['bytes', () => new Binary(Buffer.from(text), compress), 200],
  ])('is %s, too', async (_what, response, status) => {
    const reply = await send(appOf(response).app, 'GET', '/it', gzip);

    expect([reply.status, reply.headers['Content-Encoding']]).toEqual([status, 'gzip']);
    expect(gunzipSync(reply.body).length).toBeGreaterThan(1024);
  });

  it.each<[number, Record<string, string>]>([
    [204, {}],
    [205, { 'Content-Length': '0' }],
    [304, {}],
  ])('is nothing for a %d', async (status, length) => {
    const { app } = appOf(() => new Response(null, { status, compress: true }));

    for (const method of ['GET', 'HEAD']) {
      expect(await send(app, method, '/it', gzip)).toEqual({
        status,
        headers: { Vary: 'Accept-Encoding', ...length },
        body: Buffer.alloc(0),
        isBroken: false,
      });
    }
  });

  it('is not made of a part', async () => {
    const init: ResponseInit = { ...compress, status: 206, headers: { 'Content-Range': `bytes 0-3099/9000` } };
    const reply = await send(appOf(() => new Text<string, number>(text, init)).app, 'GET', '/it', gzip);

    expect([reply.status, reply.body.toString(), reply.headers['Content-Length']]).toEqual([206, text, '3100']);
  });

  it('passes wrappers of res.json plain, and wrappers of res.end compressed', async () => {
    const seen: unknown[] = [];
    const note =
      (original: (...args: unknown[]) => unknown) =>
      (...args: unknown[]) => {
        seen.push(args[0]);
        return original(...args);
      };
    const { app } = appOf(() => new JSON({ text }, compress), wrapping('json', note), wrapping('end', note));
    const reply = await send(app, 'GET', '/it', gzip);

    expect(seen[0]).toEqual({ text });
    expect(seen.slice(1)).not.toContainEqual(text);
    expect(gunzipSync(reply.body).toString()).toBe(globalThis.JSON.stringify({ text }));
  });

  it('restores res when sending fails, immediately or later', async () => {
    const failLater = wrapping('send', () => async () => {
      await Promise.resolve();
      throw new Error('failed later');
    });
    const failAtOnce = wrapping('send', () => () => {
      throw new Error('failed at once');
    });
    for (const [fail, message] of [
      [failLater, 'failed later'],
      [failAtOnce, 'failed at once'],
    ] as const) {
      const app = express().get(
        '/it',
        fail,
        returns(() => new Text(text, compress)),
      );
      const errors: unknown[] = [];
      app.use(((error, _req, res, _next) => {
        errors.push(error);
        res.statusCode = 500;
        res.end(`own end: ${String(Object.hasOwn(res, 'end'))}`);
      }) as express.ErrorRequestHandler);
      const reply = await send(app, 'GET', '/it', gzip);

      expect([reply.status, reply.headers['Vary'], reply.headers['Content-Encoding']]).toEqual([
        500,
        undefined,
        undefined,
      ]);
      expect(reply.body.toString()).toBe('own end: false');
      expect(errors).toEqual([new Error(message)]);
    }
  });

  const eight = 'abcdefgh';
  const count = (32 << 20) / eight.length;
  it.each<[string, () => AnyResponse]>([
    ['a text', () => new Text(eight.repeat(count), compress)],
    ['JSON', () => new JSON(Array<string>(32).fill(eight.repeat(count / 32)), compress)],
    ['bytes', () => new Binary(Buffer.alloc(32 << 20, eight), compress)],
  ])('lets others be answered meanwhile, also where it has 32 MB: %s', async (_what, response) => {
    const { app } = appOf(response);
    app.get(
      '/small',
      returns(() => 'small'),
    );
    await withServer(app, async (port) => {
      const state = { isOver: false };
      let meanwhile = 0;
      const large = new Promise<void>((resolve) => {
        const onReply = (reply: http.IncomingMessage): void => {
          reply.resume().once('end', resolve);
        };
        http.get({ host: '127.0.0.1', port, path: '/it', headers: gzip, agent: false }, onReply);
      }).then(() => {
        state.isOver = true;
      });
      // A compressor that held the loop would let through the one or two that were asked before it began.
      for (; !state.isOver; meanwhile++) await fetch(`http://127.0.0.1:${port}/small`);
      await large;

      expect(meanwhile).toBeGreaterThan(3);
    });
  });
});
