import express from 'express';
import { JSON, returns } from 'express-returns';
import { keepErrors, send } from '../helpers/app';

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
