import express, { type Express } from 'express';
import { JSON, returns } from 'express-returns';
import { keepErrors, send, sendTo, withServer } from '../helpers/app';
import fc from '../helpers/fast-check';
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
    ['a BigInt', { big: 1n }, 'Do not know how to serialize a BigInt'],
    ['a cycle', cycle, 'Converting circular structure to JSON'],
  ])('with %s is an error of the handler, named', async (_what, body, reason) => {
    const { status, errors } = await ask(body);

    expect(status).toBe(500);
    expect(errors).toEqual([
      expect.objectContaining({ code: 'ERR_RETURNS_BODY', cause: expect.any(Object) as object }),
    ]);
    expect((errors[0] as Error).message).toContain(`GET /it (getIt): the JSON body cannot be written: ${reason}`);
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

  it('is to a client what res.json by hand is, whatever the body and the settings of the app', async () => {
    const bodies = fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }), fc.constant({ toJSON: () => undefined }));
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
