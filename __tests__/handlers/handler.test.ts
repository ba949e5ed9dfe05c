import { Readable, Writable } from 'node:stream';
import express, { type Request, type Response as ExpressResponse } from 'express';
import * as reply from 'express-returns';
import { keepErrors, send, type RawReply } from '../helpers/app';

type Handler = reply.Handler;

/** The four ways in which a handler can give the same value. */
const ways: Record<string, (value: () => unknown) => Handler> = {
  'returned': (value) => (() => value()) as Handler,
  'returned later': (value) => (async () => value()) as Handler,
  'thrown': (value) => () => {
    throw value();
  },
  'rejected': (value) => async () => {
    throw value();
  },
};

const everyWay = Object.entries(ways);

async function ask(handler: Handler, method = 'GET'): Promise<RawReply & { errors: unknown[] }> {
  const app = express();
  app.use(new reply.Routes().get('/it', handler).router());
  const errors = keepErrors(app);
  return { ...(await send(app, method, '/it')), errors };
}

describe('a handler', () => {
  const plain = { 'X-Powered-By': 'Express' };

  describe.each(everyWay)('whose response is %s', (_name, way) => {
    it.each<[string, () => unknown, number, string, string]>([
      ['Text', () => new reply.Text('hi', { status: 201 }), 201, 'text/plain; charset=utf-8', 'hi'],
      ['HTML', () => new reply.HTML('<p>'), 200, 'text/html; charset=utf-8', '<p>'],
      ['JSON', () => new reply.JSON({ a: 1 }), 200, 'application/json; charset=utf-8', '{"a":1}'],
      ['Binary', () => new reply.Binary(Buffer.from('b')), 200, 'application/octet-stream', 'b'],
      [
        'Success',
        () => new reply.Success(null),
        200,
        'application/json; charset=utf-8',
        '{"status":"success","data":null}',
      ],
      [
        'a subclass',
        () => new (class Teapot extends reply.Text<string, number> {})('short', { status: 418 }),
        418,
        'text/plain; charset=utf-8',
        'short',
      ],
      [
        'a web Response',
        () => new Response('web', { status: 202, headers: { 'content-type': 'text/x-web' } }),
        202,
        'text/x-web',
        'web',
      ],
    ])('sends %s', async (_class, value, status, contentType, body) => {
      const answer = await ask(way(value));

      expect(answer.status).toBe(status);
      expect(answer.headers['Content-Type'] ?? answer.headers['content-type']).toBe(contentType);
      expect(answer.body.toString()).toBe(body);
      expect(answer.errors).toEqual([]);
    });
  });

  describe.each(Object.entries(ways).slice(0, 2))('whose value is %s', (_name, way) => {
    it.each<[string, () => unknown, string, string]>([
      ['an object', () => ({ a: 1 }), 'application/json; charset=utf-8', '{"a":1}'],
      ['an object without prototype', () => Object.create(null), 'application/json; charset=utf-8', '{}'],
      ['an array', () => [1, 'a'], 'application/json; charset=utf-8', '[1,"a"]'],
      ['zero', () => 0, 'application/json; charset=utf-8', '0'],
      ['false', () => false, 'application/json; charset=utf-8', 'false'],
      ['null', () => null, 'application/json; charset=utf-8', 'null'],
      ['a Date', () => new Date(0), 'application/json; charset=utf-8', '"1970-01-01T00:00:00.000Z"'],
      ['a string, which is never HTML', () => '<b>', 'text/plain; charset=utf-8', '<b>'],
      ['an empty string', () => '', 'text/plain; charset=utf-8', ''],
      ['a Buffer', () => Buffer.from('b'), 'application/octet-stream', 'b'],
      ['a typed array', () => new Uint16Array([0x6161]), 'application/octet-stream', 'aa'],
      ['an ArrayBuffer', () => new Uint8Array([98]).buffer, 'application/octet-stream', 'b'],
      ['a Blob', () => new Blob(['blob']), 'application/octet-stream', 'blob'],
      ['a Readable', () => Readable.from(['a', 'b']), 'application/octet-stream', 'ab'],
      ['a web stream', () => new Blob(['web']).stream(), 'application/octet-stream', 'web'],
      [
        'a generator',
        () =>
          (function* () {
            yield 'a';
            yield Buffer.from('b');
          })(),
        'application/octet-stream',
        'ab',
      ],
      [
        'an async generator',
        () =>
          (async function* () {
            yield 'a';
            yield 'b';
          })(),
        'application/octet-stream',
        'ab',
      ],
    ])('sends %s', async (_what, value, contentType, body) => {
      const answer = await ask(way(value));

      expect([answer.status, answer.headers['Content-Type'], answer.body.toString()]).toEqual([200, contentType, body]);
      expect(answer.errors).toEqual([]);
    });

    it.each<[string, () => unknown, string]>([
      ['a bigint', () => 1n, '1n'],
      ['a symbol', () => Symbol('s'), 'Symbol(s)'],
      [
        'a function',
        () =>
          function nobody() {
            /* Never called. */
          },
        'a function nobody',
      ],
      ['a Map', () => new Map(), 'a Map'],
      ['a Set', () => new Set(), 'a Set'],
      ['a Writable', () => new Writable(), 'a Writable'],
    ])('refuses %s', async (_what, value, description) => {
      const answer = await ask(way(value));

      expect(answer.status).toBe(500);
      expect(answer.errors).toEqual([
        expect.objectContaining({ code: 'ERR_RETURNS_RESULT', status: 500, expose: false }),
      ]);
      expect((answer.errors[0] as Error).message).toContain(`the handler returned ${description}`);
      expect((answer.errors[0] as Error).message).toMatch(/^GET \/it \(.*\): /);
    });

    it('sends no 200 with {} for an Error: it goes to next as a thrown one does', async () => {
      const error = new Error('failed');

      const answer = await ask(way(() => error));

      expect([answer.status, answer.errors]).toEqual([500, [error]]);
    });

    it.each<[string, (value: () => unknown) => Handler]>([
      ['no parameter', (value) => way(value)],
      ['one parameter', (value) => (req) => way(value)(req, {} as ExpressResponse, () => undefined)],
    ])('answers undefined from a handler of %s with a 500 that tells what to do', async (_what, handler) => {
      const named = Object.defineProperty(
        handler(() => undefined),
        'name',
        { value: 'getIt' },
      );

      const answer = await ask(named);

      expect(answer.status).toBe(500);
      expect(answer.errors).toEqual([expect.objectContaining({ code: 'ERR_RETURNS_NO_RESULT' })]);
      expect((answer.errors[0] as Error).message).toBe(
        'GET /it (getIt): the handler returned undefined, so the request would never be answered. Return a response (null is JSON null), or declare (req, res) if it answers through res.',
      );
    });
  });

  describe.each(Object.entries(ways).slice(2))('whose value is %s', (_name, way) => {
    it.each<[string, unknown]>([
      ['an Error', new Error('failed')],
      ['a frozen Error', Object.freeze(new Error('frozen'))],
      ['a string', 'failed'],
      ['a number', 42],
      ['an object', { status: 503 }],
      ['true', true],
    ])('hands %s to next as it is', async (_what, value) => {
      const answer = await ask(way(() => value));

      expect(answer.errors).toHaveLength(1);
      expect(answer.errors[0]).toBe(value);
      expect(answer.status).toBe((value as { status?: number }).status ?? 500);
    });

    it.each([undefined, null, 0, '', false, NaN, 0n, 'route', 'router'])(
      'wraps %p, which next would misread',
      async (value) => {
        const answer = await ask(way(() => value));

        expect(answer.status).toBe(500);
        expect(answer.errors).toEqual([expect.objectContaining({ code: 'ERR_RETURNS_THROWN', cause: value })]);
      },
    );
  });

  it.each<[string, Handler]>([
    ['res.json', (_req, res) => res.json({ by: 'hand' })],
    ['res.json, awaited', async (_req, res) => res.json({ by: 'hand' })],
    [
      'res.json without a return',
      (_req, res) => {
        res.json({ by: 'hand' });
      },
    ],
    [
      'res.json and another value',
      (_req, res) => {
        res.json({ by: 'hand' });
        return new reply.Text('too late');
      },
    ],
    [
      'res.json, later',
      (_req, res) => {
        setImmediate(() => res.json({ by: 'hand' }));
      },
    ],
    [
      'req.res with one parameter',
      (req) => {
        req.res?.json({ by: 'hand' });
      },
    ],
  ])('may answer through res: %s', async (_what, handler) => {
    const answer = await ask(handler);

    expect([answer.status, answer.body.toString(), answer.errors]).toEqual([200, '{"by":"hand"}', []]);
  });

  it('leaves the status that res has to a value that names none, and gives a response its own', async () => {
    expect(
      await ask((_req, res) => {
        res.status(404);
        return { code: 1 };
      }),
    ).toMatchObject({ status: 404, errors: [] });
    expect(
      await ask(async (req) => {
        req.res?.status(201);
        return 'made';
      }),
    ).toMatchObject({ status: 201, errors: [] });
    expect(
      await ask((_req, res) => {
        res.status(404);
        return new reply.JSON({});
      }),
    ).toMatchObject({ status: 200 });
    expect(
      await ask((_req, res) => {
        res.status(204);
        return { lost: true };
      }),
    ).toMatchObject({ status: 500, errors: [expect.objectContaining({ code: 'ERR_RETURNS_STATUS' })] });
  });

  it.each<[string, Handler, number]>([
    [
      'next()',
      (_req, _res, next) => {
        next();
      },
      404,
    ],
    [
      "next('route')",
      (_req, _res, next) => {
        next('route');
      },
      404,
    ],
    [
      "next('router')",
      (_req, _res, next) => {
        next('router');
      },
      404,
    ],
    [
      'next(error)',
      (_req, _res, next) => {
        next(Object.assign(new Error('no'), { status: 409 }));
      },
      409,
    ],
    [
      'next() and a value, which is too late',
      (_req, _res, next) => {
        next();
        return new reply.Text('too late');
      },
      404,
    ],
    [
      'next() in a function of rest parameters',
      (...args) => {
        args[2]();
      },
      404,
    ],
  ])('may pass the request on: %s', async (_what, handler, status) => {
    expect((await ask(handler)).status).toBe(status);
  });

  it('is called with (req, res, next) and answers HEAD as GET without a body', async () => {
    const answer = await ask((...args) => ({ length: args.length }), 'HEAD');

    expect([answer.status, answer.body.length, answer.headers['Content-Length']]).toEqual([200, 0, '12']);
  });

  it('leaves nothing of a failed response on the error reply', async () => {
    const answer = await ask(
      () =>
        new reply.JSON(
          { huge: 1n },
          {
            status: 201,
            headers: { 'X-Own': '1', 'Cache-Control': 'max-age=9' },
            cookies: [{ name: 'own', value: '1' }],
          },
        ),
    );

    expect(answer.status).toBe(500);
    expect(answer.headers).toEqual({
      ...plain,
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': '15',
      'ETag': answer.headers['ETag'],
    });
    expect((answer.errors[0] as Error).message).toContain(
      'the JSON body cannot be written: Do not know how to serialize a BigInt',
    );
  });

  it('tells where a response with a wrong header was made', async () => {
    const answer = await ask(function badHeader() {
      return new reply.Text('x', { headers: { 'X-Bad': 'a\r\nSet-Cookie: b' } });
    });

    expect((answer.errors[0] as Error).message).toMatch(/^GET \/it \(badHeader\): The value of the header "X-Bad" is /);
  });

  it('ends as a 500 of Express itself where the app has no error handler', async () => {
    const app = express()
      .set('env', 'test')
      .use(new reply.Routes().get('/it', (): reply.HandlerResult => undefined).router());

    expect((await send(app, 'GET', '/it')).status).toBe(500);
  });

  it.each<[string, () => unknown]>([
    [
      'a revoked Proxy',
      () => {
        const { proxy, revoke } = Proxy.revocable({}, {});
        revoke();
        return proxy;
      },
    ],
    [
      'an object whose tag throws',
      () => ({
        get [Symbol.toStringTag]() {
          throw new Error('tag');
        },
      }),
    ],
    [
      'an object whose prototype throws',
      () =>
        new Proxy(
          {},
          {
            getPrototypeOf() {
              throw new Error('prototype');
            },
          },
        ),
    ],
  ])('answers, whatever is thrown or returned: %s', async (_what, value) => {
    for (const [, way] of everyWay) expect((await ask(way(value))).status).toBe(500);
  });

  it('answers with a response that a generator or a render(req) throws before the first byte', async () => {
    const no = new reply.Text('no', { status: 403 });

    expect(
      await ask(
        () =>
          new reply.Text(
            (function* () {
              throw no;
            })(),
          ),
      ),
    ).toMatchObject({ status: 403, body: Buffer.from('no'), errors: [] });
    expect(
      await ask(
        () =>
          new (class extends reply.Response<null> {
            override render(): reply.AnyResponse {
              throw no;
            }
          })(null),
      ),
    ).toMatchObject({ status: 403, errors: [] });
  });

  it.each<[string, (stream: Readable) => unknown]>([
    ['bare', (stream) => stream],
    ['in a response', (stream) => new reply.Binary(stream)],
    ['as JSON', (stream) => new reply.JSON(stream)],
    ['in a web Response', (stream) => new Response(Readable.toWeb(stream) as ReadableStream)],
  ])(
    'closes a stream that is returned after other code has answered, and survives its failure: %s',
    async (_what, wrap) => {
      const stream = new Readable({ read: () => undefined });
      const closed = new Promise((resolve) => stream.once('close', resolve));
      const app = express();
      app.use((_req, res, next) => {
        res.status(503).send('too slow');
        next();
      });
      app.get(
        '/it',
        reply.returns(async () => wrap(stream) as object),
      );

      expect((await send(app, 'GET', '/it')).status).toBe(503);
      await closed;
      stream.emit('error', new Error('late'));
    },
  );

  it('is shown to Express as a function of three parameters with its own name', () => {
    const router = new reply.Routes()
      .get('/it', function getIt() {
        return 1;
      })
      .router();
    const [layer] = (
      router as unknown as {
        stack: { route: { path: string; stack: { name: string; handle: { length: number } }[] } }[];
      }
    ).stack;

    expect(layer?.route.path).toBe('/it');
    expect(layer?.route.stack.map(({ name, handle }) => [name, handle.length])).toEqual([['getIt', 3]]);
  });

  it('lets a promise of a handler end before Express takes the next step', async () => {
    // Express 5 traces and express-async-errors wait for it; on neither major may it reject.
    const handled = reply.returns(async () => {
      throw new Error('no');
    });
    const next = jest.fn();

    await expect(handled({} as Request, { headersSent: false } as ExpressResponse, next)).resolves.toBeUndefined();
    expect(next).toHaveBeenCalledTimes(1);
  });
});
