import { deepStrictEqual } from 'node:assert';
import { inspect } from 'node:util';
import { Error as ErrorResponse, ErrorCode, ErrorList, Response, Routes, Status, UsageError } from 'express-returns';
import { resolveError } from '../../lib/errors/error';
import { usageError } from '../diagnostics/refused';
import { appOf, send, sendTo, withServer } from '../helpers/app';
import { anotherCopy } from '../helpers/copy';

const errors = new ErrorList(
  new ErrorCode(1101, "User '{}' does not exist", 400),
  new ErrorCode(1102, '{a} and {b}', 409),
);
const table = new Map([...errors].map((code) => [code.code as number, code]));

describe('Error', () => {
  it('is a response and a real global Error', () => {
    const error = new ErrorResponse(1101, 'jalil');

    expect(error).toBeInstanceOf(Response);
    expect(error).toBeInstanceOf(Error);
    expect(Object.prototype.toString.call(error)).toBe('[object Error]');
    expect(inspect(error)).toBe("[Error: 1101 (jalil)] { code: 1101, messageData: 'jalil' }");
  });

  it('has a stack trace unless every list of the process gives its code a 4xx', () => {
    new ErrorCode(1190, 'sometimes a fault', 404);
    new ErrorCode(1190, 'sometimes a fault', 503);
    new ErrorCode(1190, 'sometimes a fault', 404);
    new ErrorCode(1191, 'a fault', 500);
    const limit = Error.stackTraceLimit;

    expect(new ErrorResponse(1101, 'jalil').stack).toBe('Error: 1101 (jalil)');
    for (const code of [1190, 1191, 1192, 'unknown'])
      expect(new ErrorResponse(code).stack).toMatch(/^Error: \w+\n +at .*error\.test\.ts/s);
    expect(() => new ErrorResponse(1101, 'jalil', { headers: { 'a b': 'c' } })).toThrow(UsageError);
    expect(Error.stackTraceLimit).toBe(limit);
  });

  it('counts every global error as an instance', () => {
    expect(new TypeError('a') instanceof ErrorResponse).toBe(true);
    expect({ message: 'a' } instanceof ErrorResponse).toBe(false);
    class Own extends ErrorResponse {}
    expect(new ErrorResponse(1) instanceof Own).toBe(false);
    expect(new Own(1) instanceof Own).toBe(true);
  });

  it('has neither message nor status of its code until a list says them', async () => {
    const error = new ErrorResponse(1101, 'jalil');

    expect([error.message, error.status, error.body]).toEqual(['1101 (jalil)', undefined, null]);
    await expect(error.text()).rejects.toThrow(
      usageError('ERR_RETURNS_ERROR_CODE', 'The error code 1101 is in no list'),
    );
    await expect(new ErrorResponse(1001).text()).resolves.toBe('{"status":"error","code":1001,"message":"Not found"}');
  });

  it.each<[ErrorResponse, ErrorResponse]>([
    [new ErrorResponse(1), new ErrorResponse(2)],
    [new ErrorResponse(1, 'a'), new ErrorResponse(1, 'b')],
    [new ErrorResponse(1, ['a']), new ErrorResponse(1, 'a')],
    [new ErrorResponse(1, { a: 1 }), new ErrorResponse(1, { a: 2 })],
    [new ErrorResponse(1, 'a', { data: 1 }), new ErrorResponse(1, 'a', { data: 2 })],
  ])('tells %p from %p', (one, other) => {
    expect(one).not.toEqual(other);
  });

  it('freezes data and headers, not itself', () => {
    const data = { a: 1 };
    const error = new ErrorResponse(1, ['x'], { data, headers: { 'X-A': '1' } });

    expect(error.data).toEqual(data);
    expect(error.data).not.toBe(data);
    expect([error.data, error.messageData, error.headers].every(Object.isFrozen)).toBe(true);
    Object.assign(error as object, { expose: false, status: 400, body: 1, name: 'Other', headers: {} });
    expect([error.expose, error.status]).toEqual([false, 400]);
  });

  it('keeps its cause', () => {
    const cause = new Error('refused');

    expect(new ErrorResponse(1000, undefined, { cause }).cause).toBe(cause);
    expect(new ErrorResponse(1000)).not.toHaveProperty('cause');
  });

  it.each<[unknown[], string]>([
    [[undefined], 'got undefined. For a plain error, use new globalThis.Error(text).'],
    [[null], 'got null.'],
    [[1.5], 'got 1.5.'],
  ])('refuses %p', (given, fact) => {
    expect(() => new ErrorResponse(...(given as [number]))).toThrow(usageError('ERR_RETURNS_ERROR_CODE', fact));
  });

  it.each<[string, unknown]>([
    ['a Map', new Map()],
    ['a promise', Promise.resolve()],
    ['a function', () => 1],
    ['a response', new ErrorResponse(1)],
    ['an iterator', [][Symbol.iterator]()],
  ])('refuses %s as data, of which JSON would lose everything', (_what, data) => {
    const refused = usageError('ERR_RETURNS_BODY', 'The data of Error cannot hold ');

    expect(() => new ErrorResponse(1, undefined, { data })).toThrow(refused);
    expect(() => errors.error(1101, 'a', { data })).toThrow(refused);
  });

  it('is written by another copy of the package, by the codes of that one', async () => {
    const { app } = appOf(
      new Routes().get('/', () => {
        throw new (anotherCopy().Error)(1101, 'jalil');
      }),
      { errors },
    );
    const { status, body } = await send(app, 'GET', '/');

    expect([status, body.toString()]).toEqual([
      400,
      '{"status":"error","code":1101,"message":"User \'jalil\' does not exist"}',
    ]);
  });

  it('is returned by any number of concurrent requests, and stays unchanged', async () => {
    const error = new ErrorResponse(1101, 'jalil', { headers: { 'X-A': 'b' } });
    const before = inspect(error);
    const { app } = appOf(
      new Routes().get('/', async (req) => {
        await new Promise((resolve) => setImmediate(resolve));
        if (req.query['way'] === 'thrown') throw error;
        return error;
      }),
      { errors },
    );
    const replies = await withServer(app, async (port) =>
      Promise.all(Array.from({ length: 40 }, (_, i) => sendTo(port, 'GET', i % 2 === 0 ? '/?way=thrown' : '/'))),
    );

    expect(replies).toEqual(Array(40).fill(replies[0]));
    expect(replies[0]?.status).toBe(400);
    expect(inspect(error)).toBe(before);
  });

  it('refuses options that it does not have', () => {
    expect(() => new ErrorResponse(1, 'a', { status: 400 } as never)).toThrow(
      usageError('ERR_RETURNS_INIT', 'Error has no option "status"; it has data, headers, cookies, compress, cause.'),
    );
  });

  it('has copies with other headers and cookies', () => {
    const error = errors.error(1101, 'a', { headers: { 'X-A': '1', 'X-B': '2' } });
    const copy = error.with({ headers: { 'X-A': null, 'X-C': '3' }, cookies: [{ name: 'a', value: 'b' }] });

    expect(copy).toBeInstanceOf(ErrorResponse);
    expect(copy).toMatchObject({ code: 1101, status: 400, message: error.message, stack: error.stack });
    expect([copy.headers, copy.cookies]).toEqual([{ 'x-b': '2', 'x-c': '3' }, [{ name: 'a', value: 'b' }]]);
    expect(error.headers).toEqual({ 'x-a': '1', 'x-b': '2' });
    expect(Object.prototype.toString.call(copy)).toBe('[object Error]');
  });
});

describe('a copy of an error', () => {
  it.each<[string, ErrorResponse]>([
    ['by its code', new ErrorResponse(1101, 'jalil', { headers: { 'X-A': 'a' } })],
    ['of a list', errors.error(1101, 'jalil', { headers: { 'X-A': 'a' } })],
  ])('is none that is frozen, even if the error %s is', (_name, error) => {
    const frozen = Object.freeze(error);
    const copy = resolveError(frozen.with({ headers: { 'X-B': 'b' } }), table);

    expect([copy.message, copy.status, copy.headers]).toEqual([
      "User 'jalil' does not exist",
      400,
      { 'x-a': 'a', 'x-b': 'b' },
    ]);
    expect(Object.isFrozen(copy)).toBe(false);
    expect(resolveError(frozen, table).message).toBe("User 'jalil' does not exist");
  });
});

describe('resolveError', () => {
  it('gives a copy with message, status and the stack of the original', () => {
    const cause = new Error('below');
    const error = new ErrorResponse(1101, 'jalil', { cause, data: 1 });
    Error.captureStackTrace(error);
    const resolved = resolveError(error, table);

    expect(resolved).not.toBe(error);
    expect(resolved).toBeInstanceOf(ErrorResponse);
    expect(resolved).toMatchObject({ status: 400, statusCode: 400, expose: true, cause, data: 1, code: 1101 });
    expect(String(resolved)).toBe("Error: User 'jalil' does not exist");
    expect(resolved.stack?.startsWith("Error: User 'jalil' does not exist\n    at ")).toBe(true);
    expect(resolved.stack?.split('\n').slice(1)).toEqual(error.stack?.split('\n').slice(1));
    expect(Object.keys(resolved)).not.toContain('stack');
    expect([error.message, error.status]).toEqual(['1101 (jalil) 1', undefined]);
  });

  it('gives one that has its status as it is', () => {
    const error = errors.error(1101, 'a');

    expect(resolveError(error, table)).toBe(error);
  });
});

describe('an Error in a route', () => {
  const answer = async (handler: () => unknown) => {
    const { app, errors: reported } = appOf(new Routes().get('/', handler as () => string), { errors });
    const { status, headers, body } = await send(app, 'GET', '/');
    return { status, headers, body: body.toString(), reported };
  };

  it('is answered with the message and status of its code, returned or thrown, synchronously or later', async () => {
    const make = () => new ErrorResponse(1101, 'jalil', { headers: { 'X-Why': 'no' } });
    const replies = await Promise.all([
      answer(make),
      answer(async () => make()),
      answer(() => {
        throw make();
      }),
      answer(async () => {
        throw make();
      }),
      answer(() => errors.error(1101, 'jalil', { headers: { 'X-Why': 'no' } })),
    ]);

    expect(replies[0]).toMatchObject({
      status: 400,
      headers: { 'Content-Type': 'application/json; charset=utf-8', 'X-Why': 'no' },
      body: `{"status":"error","code":1101,"message":"User 'jalil' does not exist"}`,
      reported: [],
    });
    for (const reply of replies) expect(reply).toEqual(replies[0]);
  });

  it('is a 500 where its code is in no list, and where its values do not fit', async () => {
    expect(await answer(() => new ErrorResponse(9999))).toMatchObject({
      status: 500,
      body: '{"failed":true}',
      reported: [
        usageError(
          'ERR_RETURNS_ERROR_CODE',
          'GET / (anonymous function): The error code 9999 is in no list of this mount, which has 1000, 1001, 1002, 1003, 1101, 1102.',
        ),
      ],
    });
    expect(await answer(() => new ErrorResponse(1101))).toMatchObject({
      status: 500,
      reported: [usageError('ERR_RETURNS_MESSAGE_DATA', 'of the error 1101 needs the value "0"')],
    });
  });

  it('reaches next with its message and status when the reply has begun', async () => {
    const { app, errors: reported } = appOf(
      new Routes().get('/', async function* () {
        yield 'a';
        for (let turn = 0; turn < 2; turn++) await new Promise(setImmediate);
        throw new ErrorResponse(1101, 'jalil');
      }),
      { errors },
    );
    const { isBroken } = await send(app, 'GET', '/');

    expect(isBroken).toBe(true);
    expect(reported).toEqual([expect.objectContaining({ code: 1101, status: 400 })]);
    expect(String(reported[0])).toBe("Error: User 'jalil' does not exist");
  });

  it('never sees the codes of another mount', async () => {
    const routes = new Routes().get('/', () => new ErrorResponse(1101, 'a'));
    const other = new Routes().get('/', () => new ErrorResponse(1101, 'a'));
    const [mine, theirs] = [appOf(routes, { errors }), appOf(other)];

    expect((await send(mine.app, 'GET', '/')).status).toBe(400);
    expect((await send(theirs.app, 'GET', '/')).status).toBe(500);
  });

  it('has the codes of several lists, and refuses a contradiction when mounted', () => {
    const other = new ErrorList(new ErrorCode(1101, 'Other', 400));
    const more = new ErrorList(new ErrorCode(1200, 'More', 400));

    expect(() => new Routes().router({ errors: [errors, more, errors] })).not.toThrow();
    expect(() => new Routes().router({ errors: [errors, other] })).toThrow(
      usageError('ERR_RETURNS_ERROR_CODE', 'routes.router(): The error code 1101 is defined as'),
    );
    expect(() => new Routes().router({ errors: [errors, {}] as never })).toThrow(
      usageError(
        'ERR_RETURNS_SETTINGS',
        'The option errors of routes.router() must be an ErrorList or an array of them',
      ),
    );
  });
});

// Jest compares errors by their messages only. Should that end, docs/errors.md has a section that says so.
describe('two errors with the same message', () => {
  const sameMessage = new ErrorList(
    new ErrorCode(1101, 'No access', Status.UNAUTHORIZED),
    new ErrorCode(1102, 'No access', Status.FORBIDDEN),
  );

  it('are equal to toEqual, and told apart by toMatchObject with a plain object', () => {
    expect(sameMessage.error(1101)).toEqual(sameMessage.error(1102));
    expect(sameMessage.error(1101)).not.toMatchObject({ code: 1102 });
    expect(sameMessage.error(1101)).toMatchObject({ code: 1101, status: 401 });
  });

  it('are unequal to node:assert, whatever their messages are', () => {
    expect(() => {
      deepStrictEqual(sameMessage.error(1101), sameMessage.error(1102));
    }).toThrow();
  });
});
