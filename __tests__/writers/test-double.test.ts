import { Readable } from 'node:stream';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import {
  Binary,
  Error,
  ErrorCode,
  errorHandler,
  ErrorList,
  EventStream,
  File,
  guard,
  HTML,
  HTTPResponse,
  JSON,
  JSONLines,
  Negotiated,
  NotFound,
  notFound,
  Redirect,
  returns,
  signal,
  Text,
  UsageError,
  View,
} from 'express-returns';

type Call = readonly [name: string, ...args: unknown[]];
type Res = Record<string, unknown>;

const METHODS = ['status', 'json', 'send', 'set', 'cookie', 'redirect', 'render', 'sendFile', 'write', 'end'];

/** A hand-made `res` with these methods, and all calls of them. */
function resOf(names: readonly string[] = METHODS, more: object = {}): { res: Res; calls: Call[] } {
  const calls: Call[] = [];
  const res: Res = { ...more };
  for (const name of names) {
    res[name] = jest.fn((...args: unknown[]) => {
      calls.push([name, ...args]);
      return res;
    });
  }
  return { res, calls };
}

/** Calls a handler or middleware as a unit test does. */
function run(handler: RequestHandler, res: Res, req: object = {}, next?: NextFunction): unknown {
  return (handler as unknown as (...args: unknown[]) => unknown)(req, res, ...(next === undefined ? [] : [next]));
}

const user = { id: 7 };
const bytes = Buffer.from([1, 2, 3]);

describe('a hand-made res sees the calls of code by hand', () => {
  it.each<[string, () => unknown, Call[]]>([
    [
      'JSON',
      () => new JSON(user),
      [
        ['status', 200],
        ['json', user],
      ],
    ],
    [
      'JSON with a status',
      () => new JSON(user, { status: 201 }),
      [
        ['status', 201],
        ['json', user],
      ],
    ],
    [
      'an object',
      () => user,
      [
        ['status', 200],
        ['json', user],
      ],
    ],
    [
      'null',
      () => null,
      [
        ['status', 200],
        ['json', null],
      ],
    ],
    [
      'Text',
      () => new Text('hello'),
      [
        ['status', 200],
        ['set', 'Content-Type', 'text/plain; charset=utf-8'],
        ['send', 'hello'],
      ],
    ],
    [
      'HTML',
      () => new HTML('<p>'),
      [
        ['status', 200],
        ['send', '<p>'],
      ],
    ],
    ['a response without a body', () => new HTTPResponse(null, { status: 204 }), [['status', 204], ['send']]],
    [
      'Binary',
      () => new Binary(bytes),
      [
        ['status', 200],
        ['set', 'Content-Type', 'application/octet-stream'],
        ['send', bytes],
      ],
    ],
    ['a redirect with 302', () => new Redirect('/x', { status: 302 }), [['redirect', '/x']]],
    ['a redirect with another status', () => new Redirect('/x', { status: 301 }), [['redirect', 301, '/x']]],
    [
      'headers and cookies',
      () =>
        new JSON(user, {
          headers: { 'X-Total': 3 },
          cookies: [
            { name: 'a', value: 'b' },
            { name: 'c', value: 'd', httpOnly: true },
          ],
        }),
      [
        ['status', 200],
        ['set', 'X-Total', '3'],
        ['cookie', 'a', 'b'],
        ['cookie', 'c', 'd', { httpOnly: true }],
        ['json', user],
      ],
    ],
    [
      'an error',
      () => new NotFound('Gone'),
      [
        ['status', 404],
        ['set', 'Content-Type', 'text/plain; charset=utf-8'],
        ['send', 'Gone'],
      ],
    ],
  ])('of %s', (_name, handler, expected) => {
    const { res, calls } = resOf();

    expect(run(returns(handler), res)).toBeUndefined();
    expect(calls).toEqual(expected);
    // The object itself, not a copy.
    if (calls.at(-1)?.[0] === 'json') expect([null, user]).toContain(calls.at(-1)?.[1]);
  });

  it.each<[string, () => unknown, Call[]]>([
    [
      'a View',
      () => new View('home'),
      [
        ['status', 200],
        ['render', 'home'],
      ],
    ],
    [
      'a View with locals',
      () => new View('home', user, { status: 404 }),
      [
        ['status', 404],
        ['render', 'home', user],
      ],
    ],
    [
      'a File',
      () => new File('a.png', { root: '/media' }),
      [
        ['status', 200],
        ['set', 'Content-Type', 'image/png'],
        ['sendFile', 'a.png', { root: '/media' }],
      ],
    ],
    [
      'a stream of text',
      () => new Text(Readable.from(['a', 'ü'])),
      [['status', 200], ['set', 'Content-Type', 'text/plain; charset=utf-8'], ['write', 'a'], ['write', 'ü'], ['end']],
    ],
    [
      'a stream of bytes',
      () => new Binary(Readable.from([bytes])),
      [['status', 200], ['set', 'Content-Type', 'application/octet-stream'], ['write', bytes], ['end']],
    ],
    [
      'lines',
      () => new JSONLines([user, user]),
      [
        ['status', 200],
        ['set', 'Content-Type', 'application/x-ndjson'],
        ['write', '{"id":7}\n'],
        ['write', '{"id":7}\n'],
        ['end'],
      ],
    ],
  ])('of %s', async (_name, handler, expected) => {
    const { res, calls } = resOf();
    await run(returns(handler), res);

    expect(calls).toEqual(expected);
  });

  it('of events', async () => {
    const { res, calls } = resOf();
    await run(
      returns(() => new EventStream([{ data: 'tick' }])),
      res,
    );

    expect(calls).toContainEqual(['write', 'data: tick\n\n']);
    expect(calls.at(-1)).toEqual(['end']);
  });
});

describe('a res with few methods', () => {
  it.each<[string, readonly string[], () => unknown, Call[]]>([
    ['JSON needs no status for 200', ['json'], () => new JSON(user), [['json', user]]],
    ['JSON by send', ['send'], () => new JSON(user), [['set?'], ['send', user]]],
    ['JSON by end', ['end'], () => new JSON(user), [['end', '{"id":7}']]],
    ['Text by end', ['end'], () => new Text('hello'), [['end', 'hello']]],
    ['nothing by sendStatus', ['sendStatus'], () => new HTTPResponse(null, { status: 204 }), [['sendStatus', 204]]],
    [
      'headers by setHeader',
      ['setHeader', 'set', 'send'],
      () => new HTML('', { headers: { A: 'b' } }),
      [
        ['setHeader', 'A', 'b'],
        ['send', ''],
      ],
    ],
    [
      'headers by header',
      ['header', 'send'],
      () => new HTML('', { headers: { A: 'b' } }),
      [
        ['header', 'A', 'b'],
        ['send', ''],
      ],
    ],
    ['a stream in one piece', ['send'], () => new Text(Readable.from(['a', 'b'])), [['send', 'ab']]],
  ])('%s', async (_name, names, handler, expected) => {
    const { res, calls } = resOf(names);
    await run(returns(handler), res);

    expect(calls).toEqual(expected.filter(([name]) => name !== 'set?'));
  });

  it('may have a status that returns another object', () => {
    const json = jest.fn();
    const status = jest.fn(() => ({ json }));
    run(
      returns(() => new JSON(user, { status: 201 })),
      { status },
    );

    expect(status).toHaveBeenCalledWith(201);
    expect(json).toHaveBeenCalledWith(user);
  });

  it('may have a status that returns nothing', () => {
    const res = { status: jest.fn(), json: jest.fn() };
    run(
      returns(() => new JSON(user, { status: 201 })),
      res,
    );

    expect(res.status).toHaveBeenCalledWith(201);
    expect(res.json).toHaveBeenCalledWith(user);
  });

  it('has its statusCode set where there is no status', () => {
    const { res } = resOf(['json']);
    run(
      returns(() => new JSON(user, { status: 201 })),
      res,
    );

    expect(res['statusCode']).toBe(201);
  });

  it('keeps the status that the handler has set for a value without one', () => {
    const { res, calls } = resOf(['json'], { statusCode: 404 });
    run(
      returns(() => user),
      res,
    );

    expect([res['statusCode'], calls]).toEqual([404, [['json', user]]]);
  });

  it('is an error that names the methods which the body needs', () => {
    const call = (): unknown =>
      run(
        returns(function getUser() {
          return new Text('hello');
        }),
        {},
      );

    expect(call).toThrow(UsageError);
    expect(call).toThrow(
      '(getUser): the res of this unit test has no res.send nor res.end, which this response needs.',
    );
  });
});

describe('without next', () => {
  const failure = new globalThis.Error('the message of the test');
  const throwing = (): never => {
    throw failure;
  };
  const rejecting = async (): Promise<never> => Promise.reject(failure);

  it.each<[string, RequestHandler]>([
    ['returns()', returns(throwing)],
    ['guard()', guard(throwing)],
  ])('%s throws what its function throws', (_name, handler) => {
    expect(() => run(handler, resOf().res)).toThrow(failure);
  });

  it.each<[string, RequestHandler]>([
    ['returns()', returns(rejecting)],
    ['guard()', guard(rejecting)],
  ])('%s rejects with what its function rejects with', async (_name, handler) => {
    await expect(run(handler, resOf().res)).rejects.toBe(failure);
  });

  it('throws an error passed to next, and continues without one', () => {
    const passing = (signal?: unknown): RequestHandler => returns((_req, _res, next) => next(signal));

    expect(() => run(passing(failure), resOf().res)).toThrow(failure);
    expect(run(passing(), resOf().res)).toBeUndefined();
    expect(
      run(
        guard(() => undefined),
        resOf().res,
      ),
    ).toBeUndefined();
  });

  it('throws the error of a handler that returns nothing', () => {
    const handler = returns(function getUser() {
      /* Nothing. */
    } as never);

    expect(() => run(handler, resOf().res)).toThrow('(getUser): the handler returned undefined');
  });

  it('throws the error of the res', () => {
    const json = throwing;

    expect(() =>
      run(
        returns(() => user),
        { json },
      ),
    ).toThrow(failure);
    expect(() => run(returns(() => { throw new JSON(user); }), { json })).toThrow(failure); // prettier-ignore
  });

  it('rejects with what a method of res rejects with', async () => {
    await expect(
      run(
        returns(() => user),
        { json: rejecting },
      ),
    ).rejects.toBe(failure);
  });
});

describe('with a next', () => {
  it('gets errors, and a call without arguments from a guard', () => {
    const next = jest.fn();
    const failure = new globalThis.Error('broken');
    run(
      guard(() => undefined),
      {},
      {},
      next,
    );
    run(returns(() => { throw failure; }), {}, {}, next); // prettier-ignore
    run(returns((_req, _res, passOn) => { passOn(); }), {}, {}, next); // prettier-ignore

    expect(next.mock.calls).toEqual([[], [failure], []]);
  });
});

describe('everything else on a test double', () => {
  it('a guard stops', () => {
    const { res, calls } = resOf();
    run(
      guard(() => new JSON({ error: 'no' }, { status: 401 })),
      res,
    );

    expect(calls).toEqual([
      ['status', 401],
      ['json', { error: 'no' }],
    ]);
  });

  it('an error by its code is a reply in the format of the settings', () => {
    const errors = new ErrorList(new ErrorCode(1701, 'No such user', 404));
    const { res, calls } = resOf();
    run(returns(() => { throw new Error(1701); }, { errors, errorFormat: 'problem' }), res); // prettier-ignore

    expect(calls[0]).toEqual(['status', 404]);
    expect(calls.at(-1)).toEqual([
      'json',
      expect.objectContaining({ detail: 'No such user', code: 1701, instance: '' }),
    ]);
  });

  it('Negotiated takes the first representation where the request has no headers', async () => {
    const { res, calls } = resOf();
    await run(
      returns(() => new Negotiated({ json: () => new JSON(user), html: () => new HTML('') })),
      res,
    );

    expect(calls.at(-1)).toEqual(['json', user]);
  });

  it('an after task runs when the reply is written; one that fails is logged', async () => {
    const log = jest.fn();
    const order: unknown[] = [];
    const { res } = resOf();
    res['json'] = () => order.push('json');
    await run(
      returns(() => new JSON(user, { after: (end) => void order.push(end) })),
      res,
    );
    const failure = new globalThis.Error('broken');
    await run(
      returns(() => new JSON(user, { after: () => Promise.reject(failure) }), { log }),
      res,
    );

    expect(order).toEqual(['json', { isComplete: true }, 'json']);
    expect(log).toHaveBeenCalledWith(failure, {});
  });

  it('a timeout does not run on, and a signal never fires', () => {
    jest.useFakeTimers();
    const next = jest.fn();
    const { res } = resOf();
    run(
      returns((req) => ({ isAborted: signal(req).aborted }), { timeout: 10 }),
      res,
      { res },
      next,
    );
    jest.advanceTimersByTime(20);
    jest.useRealTimers();

    expect(next).not.toHaveBeenCalled();
    expect(res['json']).toHaveBeenCalledWith({ isAborted: false });
  });

  it('notFound and errorHandler answer', async () => {
    const first = resOf();
    run(notFound(), first.res, { method: 'GET' });
    const second = resOf();
    await errorHandler({ log: () => undefined })(
      new globalThis.Error('broken'),
      {} as Request,
      second.res as unknown as Response,
      () => undefined,
    );

    expect(first.calls[0]).toEqual(['status', 404]);
    expect(second.calls[0]).toEqual(['status', 500]);
  });
});
