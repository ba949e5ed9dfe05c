import express, { type Express } from 'express';
import { Error as ReturnsError, JSON, JSONLines, returns, Success } from 'express-returns';
import { keepErrors, send, sendTo, withServer } from '../helpers/app';
import fc, { anyText } from '../helpers/fast-check';
import { watch } from '../helpers/watch';

async function ask(body: object, ...middleware: express.RequestHandler[]) {
  const app = express().get(
    '/it',
    ...middleware,
    returns(function getIt() {
      return new JSON(body);
    }),
  );
  const errors = keepErrors(app);
  return { ...(await send(app, 'GET', '/it')), errors };
}

describe('JSON that cannot be written', () => {
  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;

  it.each([
    ['a BigInt', { big: 1n }, 'Do not know how to serialize a BigInt. Give String(value) or Number(value).'],
    ['a cycle', cycle, 'Converting circular structure to JSON'],
  ])('with %s is an error of the handler, with its name', async (_what, body, reason) => {
    const { status, errors } = await ask(body);

    expect(status).toBe(500);
    expect(errors).toEqual([
      expect.objectContaining({ code: 'ERR_RETURNS_BODY', cause: expect.any(Object) as object }),
    ]);
    expect((errors[0] as Error).message).toContain(`GET /it (getIt): the JSON body cannot be written: ${reason}`);
  });

  const nothing = { toJSON: () => undefined };
  const wrap: express.RequestHandler = (_req, res, next) => {
    const json = res.json.bind(res);
    res.json = (body: unknown) => json(body);
    next();
  };
  const wrapLater: express.RequestHandler = (_req, res, next) => {
    const json = res.json.bind(res);
    res.json = (async (body: unknown) => json(await Promise.resolve(body))) as never;
    next();
  };

  it.each<[string, () => unknown, ...express.RequestHandler[]]>([
    ['as JSON', () => new JSON(nothing)],
    ['bare', () => nothing],
    ['compressed', () => new JSON(nothing, { compress: true })],
    ['without a content type', () => new JSON(nothing).with({ headers: { 'content-type': null } })],
    ['behind a wrapper of res.json', () => new JSON(nothing), wrap],
    ['behind an async wrapper of res.json', () => new JSON(nothing), wrapLater],
    ['as the data of Success', () => new Success(nothing)],
    ['as the data of an error', () => new ReturnsError(1002, undefined, { data: nothing })],
    ['as the first line', () => new JSONLines([nothing])],
  ])('whose toJSON gives nothing, %s, is an error of the handler', async (_what, make, ...middleware) => {
    const app = express().get('/it', ...middleware, returns(make as () => object));
    const errors = keepErrors(app);

    expect(await send(app, 'GET', '/it')).toMatchObject({ status: 500, body: Buffer.from('{"failed":true}') });
    expect(errors).toEqual([
      expect.objectContaining({
        code: 'ERR_RETURNS_BODY',
        message: expect.stringContaining('has no JSON text: its toJSON() or the app setting') as string,
      }),
    ]);
  });

  it.each<[string, ...express.RequestHandler[]]>([['by our own way'], ['behind a wrapper of res.json', wrap]])(
    'that a json replacer makes nothing of, %s, is an error of the handler',
    async (_what, ...middleware) => {
      const app = express().get('/it', ...middleware, returns(() => new JSON({ a: 1 }))); // prettier-ignore
      const errors: unknown[] = [];
      app.set('json replacer', () => undefined);
      app.use(((error, _req, res, _next) => {
        errors.push(error);
        res.status(500).send('failed');
      }) as express.ErrorRequestHandler);

      expect(await send(app, 'GET', '/it')).toMatchObject({ status: 500, body: Buffer.from('failed') });
      expect(errors).toEqual([expect.objectContaining({ code: 'ERR_RETURNS_BODY' })]);
    },
  );

  it('leaves res.send to the error handler where a wrapper of res.json throws first', async () => {
    const fail: express.RequestHandler = (_req, res, next) => {
      res.json = () => {
        throw new Error('refused');
      };
      next();
    };
    const app = express().get('/it', fail, returns(() => new JSON(nothing))); // prettier-ignore
    let hasOwn: boolean | undefined;
    app.use(((_error, _req, res, _next) => {
      hasOwn = Object.hasOwn(res, 'send');
      res.status(418).send();
    }) as express.ErrorRequestHandler);

    expect((await send(app, 'GET', '/it')).status).toBe(418);
    expect(hasOwn).toBe(false);
  });

  it.each([
    ['a promise', { user: Promise.resolve(1) }, 'has under "user" a Promise', 'Await it first.'],
    ['a Map', { a: [{ b: new Map([[1, 2]]) }] }, 'has under "b" a Map', 'Give Object.fromEntries(map)'],
    ['a Set', [new Set([1])], 'has under 0 a Set', '[...set]'],
    ['an URLSearchParams', { q: new URLSearchParams('a=1') }, 'has under "q" a URLSearchParams', 'fromEntries'],
    ['a Headers', { h: new Headers({ a: 'b' }) }, 'has under "h" a Headers', 'fromEntries'],
    ['a RegExp', { r: /a/ }, 'has under "r" a RegExp', 'Give its source.'],
    ['a generator', { rows: (function* () { yield 1; })() }, 'has under "rows" a Generator', 'an array of its items'], // prettier-ignore
  ])('with %s inside is an error of the handler', async (_what, body, place, remedy) => {
    const { status, errors } = await ask(body);

    expect([status, errors]).toEqual([500, [expect.objectContaining({ code: 'ERR_RETURNS_BODY' })]]);
    expect((errors[0] as Error).message).toContain(`GET /it (getIt): the JSON body ${place}, which JSON writes`);
    expect((errors[0] as Error).message).toContain(remedy);
  });

  it.each([
    ['empty objects', { a: {}, b: [{}], c: '{}' }, '{"a":{},"b":[{}],"c":"{}"}'],
    ['an Error, which tells a client nothing', { error: new Error('secret') }, '{"error":{}}'],
    ['a Map with a toJSON of its own', { a: Object.assign(new Map(), { toJSON: () => ({}) }) }, '{"a":{}}'],
    ['an instance without fields', { a: new (class Empty {})() }, '{"a":{}}'],
  ])('is sent with %s inside', async (_what, body, text) => {
    expect(await ask(body)).toMatchObject({ status: 200, body: Buffer.from(text) });
  });

  it('leaves a Map to the json replacer of the app', async () => {
    const app = express().get('/it', returns(() => new JSON({ a: new Map([['b', {}]]) }))); // prettier-ignore
    app.set('json replacer', (_key: string, value: unknown) =>
      value instanceof Map ? (Object.fromEntries(value) as object) : value,
    );

    expect((await send(app, 'GET', '/it')).body.toString()).toBe('{"a":{"b":{}}}');
  });

  it('with a toJSON that throws an error of its own hands that on', async () => {
    const error = Object.assign(new Error('forbidden'), { status: 403 });

    expect(
      await ask({
        toJSON() {
          throw error;
        },
      }),
    ).toMatchObject({ status: 403, errors: [error] });
  });

  it('in a wrapper of res.json, such as a validator, hands its error on', async () => {
    const error = new TypeError('wrong shape');
    const validate: express.RequestHandler = (_req, res, next) => {
      const json = res.json.bind(res);
      res.json = (body: { a?: number }) => {
        if (body.a === 1) throw error;
        return json(body);
      };
      next();
    };

    expect(await ask({ a: 1 }, validate)).toMatchObject({ status: 500, errors: [error] });
  });

  it('in a wrapper of res.json that rejects later is an error reply on both majors', async () => {
    const later: express.RequestHandler = (_req, res, next) => {
      const json = res.json.bind(res);
      res.json = (async (body: unknown) => {
        await Promise.resolve();
        return json(body);
      }) as never;
      next();
    };

    expect(await ask({ a: 1n }, later)).toMatchObject({
      status: 500,
      errors: [expect.objectContaining({ code: 'ERR_RETURNS_BODY' })],
    });
    expect(await ask({ a: 1 }, later)).toMatchObject({ status: 200, body: Buffer.from('{"a":1}') });
  });

  it('after half of it was sent breaks the connection', async () => {
    const half: express.RequestHandler = (_req, res, next) => {
      res.json = (() => {
        res.write('{"half":');
        throw new Error('no more');
      }) as never;
      next();
    };

    expect(await ask({ a: 1 }, half)).toMatchObject({ isBroken: true, errors: [new Error('no more')] });
  });

  it('is serialised once', async () => {
    let calls = 0;
    await ask({
      toJSON() {
        calls += 1;
        return 1;
      },
    });

    expect(calls).toBe(1);
  });
});

describe('JSON', () => {
  const user = { name: 'Ada' };

  const appOf = (...before: express.RequestHandler[]): Express =>
    express().get(
      '/it',
      ...before,
      returns(() => new JSON(user)),
    );

  describe.each([
    ['json', [user]],
    ['send', ['{"name":"Ada"}']],
  ] as const)('is handed to who wraps res.%s', (name, expected) => {
    it('on this res', async () => {
      let seen: unknown[] = [];
      await send(
        appOf((_req, res, next) => {
          ({ seen } = watch(res, name));
          next();
        }),
        'GET',
        '/it',
      );

      expect(seen).toEqual(expected);
    });

    it('on app.response', async () => {
      const app = appOf();
      const { seen } = watch(app.response, name);
      await send(app, 'GET', '/it');

      expect(seen).toEqual(expected);
    });

    it('on the prototype of Express itself', async () => {
      const { seen, undo } = watch(express.response, name);
      try {
        await send(appOf(), 'GET', '/it');
      } finally {
        undo();
      }

      expect(seen).toEqual(expected);
    });
  });

  it('gives the client the same as res.json, for any body and settings of the app', async () => {
    const bodies = fc.oneof(fc.jsonValue(), anyText());
    const settings = fc.record({
      'json spaces': fc.constantFrom(undefined, 2, '\t', 0, ''),
      'json escape': fc.constantFrom(undefined, true, false),
      'json replacer': fc.constantFrom(undefined, ['a', 'b'], (key: string, value: unknown) =>
        key === '0' ? 1 : value,
      ),
      'etag': fc.constantFrom('weak', 'strong', false),
    });
    const requests = fc.constantFrom('GET', 'HEAD');
    let body: unknown;
    const byHand = express().get('/it', (_req, res) => void res.json(body));
    const ours = express().get(
      '/it',
      returns(() => new JSON(body as object)),
    );

    await withServer(byHand, (byHandPort) =>
      withServer(ours, async (port) => {
        await fc.assert(
          fc.asyncProperty(bodies, settings, requests, async (value, set, method) => {
            body = value;
            for (const app of [byHand, ours]) for (const [name, given] of Object.entries(set)) app.set(name, given);
            const expected = await sendTo(byHandPort, method, '/it');
            expect(await sendTo(port, method, '/it')).toEqual(expected);
            const etag = expected.headers['ETag'];
            if (etag === undefined) return;
            const headers = { 'If-None-Match': etag };
            expect(await sendTo(port, method, '/it', headers)).toEqual(
              await sendTo(byHandPort, method, '/it', headers),
            );
          }),
        );
      }),
    );
  });

  it('needs no app where res is a stand-in of a test', async () => {
    const calls: unknown[] = [];
    const headers = new Map<string, unknown>();
    const res = {
      statusCode: 200,
      getHeaderNames: () => [...headers.keys()],
      getHeader: (name: string) => headers.get(name),
      setHeader: (name: string, value: unknown) => headers.set(name, value),
      json: (value: unknown) => calls.push(value),
    };
    await returns(() => new JSON(user))({} as never, res as never, () => undefined);

    expect(calls).toEqual([user]);
  });
});
