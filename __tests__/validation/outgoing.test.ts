import { Readable } from 'node:stream';
import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { type as ark } from 'arktype';
import type { Request } from 'express';
import {
  BadRequest,
  Binary,
  Error as ErrorResponse,
  ErrorCode,
  ErrorList,
  EventStream,
  ExceptionResponse,
  File,
  guard,
  HTML,
  JSON as JSONResponse,
  JSONLines,
  Negotiated,
  NotFound,
  Redirect,
  Response,
  Routes,
  Success,
  Text,
  type RouterSettings,
} from 'express-returns';
import * as v from 'valibot';
import * as z from 'zod';
import type { RouteOptions } from '../../lib/route/route';
import type { StandardSchema } from '../../lib/schema/standard-schema';
import { appOf, send, withServer } from '../helpers/app';
import { deferred, openReply } from '../helpers/live';

const errors = new ErrorList(
  new ErrorCode(1100, 'Please sign in', 401),
  new ErrorCode(1101, "User '{}' does not exist", 404),
  new ErrorCode(1500, 'Broken', 500),
);
const User = z.object({ id: z.int(), name: z.string() });
const user = { id: 1, name: 'Ann', password: 'x' };
const safe = { id: 1, name: 'Ann' };
const safeText = '{"id":1,"name":"Ann"}';

const emitted = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
const warnings = (): string[] => emitted.mock.calls.map(([message]) => String(message));

beforeEach(() => {
  emitted.mockClear();
});

type Options = RouteOptions & { readonly settings?: RouterSettings; readonly env?: string };

/** An app with the route `GET /users/:id`. */
function makeApp(handler: (req: Request) => unknown, { settings = {}, env, ...options }: Options) {
  const routes = new Routes().route('/users/:id', ['GET'], options, function getUser(req) {
    return handler(req as unknown as Request) as object;
  });
  const made = appOf(routes, { errors, log: () => undefined, ...settings });
  if (env !== undefined) made.app.set('env', env);
  return made;
}

async function get(handler: (req: Request) => unknown, options: Options, headers: Record<string, string> = {}) {
  const { app, errors: reported } = makeApp(handler, options);
  const { status, body, isBroken } = await send(app, 'GET', '/users/7', headers);
  return { status, body: body.toString(), isBroken, reported };
}

const sent = (body: string, status = 200) => ({ status, body, isBroken: false, reported: [] });

describe('what a JSON body has beside its schema', () => {
  it.each<[string, () => unknown, RouteOptions['returns'], string]>([
    ['a response', () => new JSONResponse(user), [JSONResponse.of(User)], safeText],
    ['a bare value', () => user, [JSONResponse.of(User)], safeText],
    ['a promise', async () => user, [JSONResponse.of(User)], safeText],
    ['a thrown error beside it', () => user, [errors.get(1101), JSONResponse.of(User)], safeText],
    ['a list', () => [user, safe], [JSONResponse.of(z.array(User))], `[${safeText},${safeText}]`],
    ['the data of Success', () => new Success(user), [Success.of(User)], `{"status":"success","data":${safeText}}`],
    [
      'Success of data with toJSON()',
      () => new Success({ toJSON: () => user }),
      [Success.of(User)],
      `{"status":"success","data":${safeText}}`,
    ],
    ['JSON where Success is declared', () => new JSONResponse(user), [Success.of(User)], safeText],
    [
      'a generator',
      () => new JSONResponse([user, user].values()),
      [JSONResponse.of(z.array(User))],
      `[${safeText},${safeText}]`,
    ],
    [
      'an async generator',
      () =>
        new JSONResponse(
          (async function* () {
            yield user;
          })(),
        ),
      [JSONResponse.of(z.array(User))],
      `[${safeText}]`,
    ],
    ['a Readable', () => new JSONResponse(Readable.from([user])), [JSONResponse.of(z.array(User))], `[${safeText}]`],
    ['lines', () => new JSONLines([user, Promise.resolve(user)]), [JSONLines.of(User)], `${safeText}\n${safeText}\n`],
    [
      'events',
      () => new EventStream([{ id: 1, data: user }, { comment: 'a' }, { event: 'x', data: user }]),
      [EventStream.of(User)],
      `id: 1\ndata: ${safeText}\n\n: a\n\nevent: x\ndata: ${safeText}\n\n`,
    ],
    [
      'events by name',
      () => new EventStream([{ event: 'tick', data: user }, { event: 'done', data: { id: 1, x: 1 } }, 'text']),
      [EventStream.of({ tick: User, done: z.object({ id: z.int() }), message: z.string() })],
      `event: tick\ndata: ${safeText}\n\nevent: done\ndata: {"id":1}\n\ndata: text\n\n`,
    ],
    [
      'one of Negotiated',
      () => new Negotiated({ json: () => new JSONResponse(user), html: () => new HTML('<p>') }),
      [JSONResponse.of(User), HTML.of()],
      safeText,
    ],
    [
      'what valibot declares',
      () => user,
      [JSONResponse.of(toStandardJsonSchema(v.object({ id: v.number(), name: v.string() })))],
      safeText,
    ],
    ['what arktype declares', () => user, [JSONResponse.of(ark({ id: 'number', name: 'string' }))], safeText],
    [
      'what zod declares, for a Date',
      () => ({ at: new Date(0), x: 1 }),
      [JSONResponse.of(z.object({ at: z.date() }))],
      '{"at":"1970-01-01T00:00:00.000Z"}',
    ],
  ])('is left out: %s', async (_name, handler, returns, body) => {
    for (const env of ['production', 'development']) {
      expect(await get(handler, { returns: returns ?? [], env })).toEqual(sent(body));
    }
  });

  it('is a warning in development, once for each field, and none in production', async () => {
    const options = { returns: [JSONResponse.of(z.array(User))] };
    await get(() => [user], { ...options, env: 'production' });
    expect(warnings()).toEqual([]);

    const { app } = makeApp(() => [user, { ...user, more: 1 }], options);
    await send(app, 'GET', '/users/7');
    await send(app, 'GET', '/users/8');

    expect(warnings()).toEqual([
      'GET /users/:id (getUser): the field [].password is not in the schema of its reply and was left out. Add it to the schema, or remove it from what is returned; with the option strip: false it is sent.',
      expect.stringContaining('the field [].more is not') as string,
    ]);
    expect(emitted.mock.calls[0]?.[1]).toEqual({ type: 'ExpressReturnsWarning', code: 'ERR_RETURNS_UNDECLARED' });
  });

  it('is sent where the schema has no JSON Schema, with a warning in development, once for each route', async () => {
    const Plain = v.object({ id: v.number(), name: v.string() });
    const returns = [JSONResponse.of(Plain)];
    await get(() => user, { returns, env: 'production' });
    await get(() => user, { returns, strip: false });
    await get(() => new JSONResponse('text'), { returns: [JSONResponse.of(v.string())] });
    expect(warnings()).toEqual([]);

    const { app } = makeApp(() => user, { returns });
    await send(app, 'GET', '/users/7');
    await send(app, 'GET', '/users/8');
    expect(warnings()).toEqual([
      'GET /users/:id (getUser): the schema of its reply (valibot) gives no JSON Schema, so a field that it does not have is sent, too. Give it one (~standard.jsonSchema.output), or set strip: false if all fields may be sent.',
    ]);
  });

  it.each<[string, Options, string]>([
    ['the route has strip: false', { strip: false }, JSON.stringify(user)],
    ['the mount has it', { settings: { strip: false } }, JSON.stringify(user)],
    ['the route replaces that of the mount', { strip: true, settings: { strip: false } }, safeText],
    [
      'the schema has no JSON Schema',
      { returns: [JSONResponse.of(v.object({ id: v.number(), name: v.string() }))] },
      JSON.stringify(user),
    ],
    ['another status is declared', { returns: [JSONResponse.of(User, 201)] }, JSON.stringify(user)],
  ])('is sent where %s', async (_name, options, body) => {
    expect(await get(() => user, { returns: [JSONResponse.of(User)], env: 'production', ...options })).toEqual(
      sent(body),
    );
  });

  it('is left out before the transforms of the mount, which may add', async () => {
    const transform = (response: Response): Response => new JSONResponse({ wrapped: response.body as object });

    expect(await get(() => user, { returns: [JSONResponse.of(User)], settings: { transform } })).toEqual(
      sent(`{"wrapped":${safeText}}`),
    );
  });

  it('leaves the value of the handler as it is', async () => {
    const response = new JSONResponse(Object.freeze({ ...user }));
    await get(() => response, { returns: [JSONResponse.of(User)] });

    expect(response.body).toEqual(user);
  });

  it('is left out of a response whose class has private fields and a render()', async () => {
    class Page extends JSONResponse<object> {
      readonly #self = this;
      override render(): this {
        return this.#self;
      }
    }
    const transform = (response: Response): Response => response.with({ headers: { 'X-A': 'b' } });

    expect(await get(() => new Page(user), { returns: [JSONResponse.of(User)], settings: { transform } })).toEqual(
      sent(safeText),
    );
  });
});

describe('a streamed body', () => {
  it('is read as slowly as before, and closed when the client has left', async () => {
    let read = 0;
    const closed = deferred();
    const feed = async function* () {
      try {
        for (;;) {
          read++;
          yield { ...user, name: 'x'.repeat(100_000) };
        }
      } finally {
        closed.resolve();
      }
    };
    const { app } = makeApp(() => new JSONLines(feed()), { returns: [JSONLines.of(User)] });
    await withServer(app, async (port) => {
      const reply = await openReply(port, '/users/7');
      await reply.until('xxx');
      reply.leave();
      await closed.promise;
    });

    expect(read).toBeLessThan(1_000);
  });

  it('is closed when a transform sends another', async () => {
    let isClosed = false;
    const feed = function* () {
      try {
        yield 1;
      } finally {
        isClosed = true;
      }
    };
    const source = feed();
    source.next();
    const transform = (): Response => new Text('instead');

    expect(
      await get(() => new JSONLines(source), { returns: [JSONLines.of(z.int())], settings: { transform } }),
    ).toEqual(sent('instead'));
    expect(isClosed).toBe(true);
  });

  it('that was read before is the same error', async () => {
    const items = [1].values();
    const { app, errors: reported } = makeApp(() => new JSONLines(items), { returns: [JSONLines.of(z.int())] });
    await send(app, 'GET', '/users/7');

    expect((await send(app, 'GET', '/users/7')).status).toBe(500);
    expect(reported).toEqual([expect.objectContaining({ code: 'ERR_RETURNS_BODY_USED' })]);
  });

  it.each([
    ['first', 'gives a 500', [{ id: 'one' }], false],
    ['second', 'breaks the connection', [safe, { id: 'two' }], true],
  ])('whose %s item is refused %s', async (_which, _end, items, isBroken) => {
    const feed = async function* () {
      for (const item of items) {
        yield item;
        // Rows are joined for one turn of the event loop; a row that is refused in it is an error reply, too.
        for (let turn = 0; turn < 2; turn++) await new Promise(setImmediate);
      }
    };
    const reply = await get(() => new JSONLines(feed()), { returns: [JSONLines.of(User)] });

    expect([reply.status === 500, reply.isBroken]).toEqual([!isBroken, isBroken]);
    expect(reply.reported).toEqual([expect.objectContaining({ code: 'ERR_RETURNS_BODY' })]);
  });
});

const refused = {
  status: 500,
  body: '{"failed":true}',
  isBroken: false,
  reported: [expect.objectContaining({ code: 'ERR_RETURNS_BODY' })],
};
const wrong = { id: 'one' };
const wrongText = '{"id":"one"}';
const later: StandardSchema = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: async (value) =>
      (value as { id: unknown }).id === 1 ? { value } : { issues: [{ message: 'wrong id' }] },
  },
};

describe('two media types of one status', () => {
  class ApiJSON<B, S extends number = 200> extends JSONResponse<B, S> {
    static override contentType = 'application/vnd.api+json';
  }
  const returns = [JSONResponse.of(User), ApiJSON.of(z.object({ data: User })), Negotiated];

  it.each<[string, () => unknown, string]>([
    ['application/json', () => new JSONResponse(user), safeText],
    ['application/vnd.api+json', () => new ApiJSON({ data: user, x: 1 }), `{"data":${safeText}}`],
  ])('have schemas of their own: %s', async (type, handler, body) => {
    const negotiated = () => new Negotiated({ [type]: handler as never });
    for (const make of [handler, negotiated]) {
      for (const env of ['production', 'development']) {
        expect(await get(make, { returns, env }, { Accept: type })).toEqual(sent(body));
      }
    }
    expect(warnings().filter((text) => text.includes('replied with'))).toEqual([]);
  });

  it('leave one of a third media type to the first', async () => {
    const handler = () => new JSONResponse(user, { headers: { 'Content-Type': 'application/ld+json' } });

    expect(await get(handler, { returns, env: 'production' })).toEqual(sent(safeText));
  });

  it('are refused by their own schema', async () => {
    const { status, reported } = await get(() => new ApiJSON({ id: 1, name: 'Ann' }), { returns });

    expect(status).toBe(500);
    expect(reported).toMatchObject([
      { code: 'ERR_RETURNS_BODY', message: expect.stringContaining('data: ') as string },
    ]);
  });
});

describe('an event that is not declared', () => {
  const returns = [EventStream.of({ tick: User })];
  const handler = () =>
    new EventStream([{ event: 'other', data: user }, { event: 'other', data: 1 }, { comment: 'a' }]);
  const body = 'event: other\ndata: {"id":1,"name":"Ann","password":"x"}\n\nevent: other\ndata: 1\n\n: a\n\n';

  it('is sent as it is, and is a warning in development, once', async () => {
    expect(await get(handler, { returns, env: 'production' })).toEqual(sent(body));
    expect(warnings()).toEqual([]);

    expect(await get(handler, { returns })).toEqual(sent(body));
    expect(warnings()).toEqual([
      'GET /users/:id (getUser): the event "other" is not declared, so its data was sent as it was. Add it to EventStream.of({ ... }) in the returns of the route.',
    ]);
  });
});

describe('checkReturns', () => {
  it('names the route and the fault, for the log', async () => {
    const { reported } = await get(() => wrong, { returns: [JSONResponse.of(User)] });

    expect((reported[0] as Error).message).toBe(
      'GET /users/:id (getUser): the body does not fit the schema that returns declares for it: id: Invalid input: expected number, received string; name: Invalid input: expected string, received undefined. Return what is declared, or declare what is returned.',
    );
  });

  it.each<[string, () => unknown, RouteOptions['returns']]>([
    ['a response', () => new JSONResponse(wrong), [JSONResponse.of(User)]],
    ['a bare value', () => wrong, [JSONResponse.of(User)]],
    [
      'a thrown response',
      () => {
        throw new JSONResponse(wrong);
      },
      [JSONResponse.of(User)],
    ],
    ['the data of Success', () => new Success(wrong), [Success.of(User)]],
    ['the first item of an array', () => new JSONResponse([wrong].values()), [JSONResponse.of(z.array(User).min(2))]],
    ['an asynchronous schema', () => wrong, [JSONResponse.of(later)]],
    ['a schema of valibot', () => wrong, [JSONResponse.of(v.object({ id: v.number() }))]],
    ['a schema of arktype', () => wrong, [JSONResponse.of(ark({ id: 'number' }))]],
  ])('gives a 500 in development for what the schema refuses: %s', async (_name, handler, returns) => {
    expect(await get(handler, { returns: returns ?? [] })).toEqual(refused);
  });

  it.each<[string, Options, boolean]>([
    ['development, in development', {}, true],
    ['development, in production', { env: 'production' }, false],
    ['always, in production', { env: 'production', checkReturns: 'always' }, true],
    ['never, in development', { checkReturns: 'never' }, false],
    ['a rate of 1', { env: 'production', checkReturns: 1 }, true],
    ['a rate of 0', { checkReturns: 0 }, false],
    ['that of the mount', { settings: { checkReturns: 'never' } }, false],
    [
      'that of the route before that of the mount',
      { checkReturns: 'always', settings: { checkReturns: 'never' } },
      true,
    ],
  ])('%s', async (_name, options, isRefused) => {
    expect(await get(() => wrong, { returns: [JSONResponse.of(User)], ...options })).toEqual(
      isRefused ? refused : sent(wrongText),
    );
  });

  it.each<[string, unknown, StandardSchema, string]>([
    ['a Date as it is', { at: new Date(0) }, z.object({ at: z.date() }), '{"at":"1970-01-01T00:00:00.000Z"}'],
    [
      'a Date as its text',
      { at: new Date(0) },
      z.object({ at: z.iso.datetime() }),
      '{"at":"1970-01-01T00:00:00.000Z"}',
    ],
    ['a default, which is not added', {}, z.object({ a: z.string().default('x') }), '{}'],
    ['an asynchronous schema', { id: 1 }, later, '{"id":1}'],
  ])('takes %s, and sends what the handler gave', async (_name, value, schema, body) => {
    expect(await get(() => value, { returns: [JSONResponse.of(schema as never)] })).toEqual(sent(body));
  });

  it('reports a validator that fails as a wrong description', async () => {
    const failing = {
      '~standard': {
        version: 1,
        vendor: 'test',
        validate: () => {
          throw new Error('no');
        },
      },
    } as unknown as StandardSchema;
    const { status, reported } = await get(() => user, { returns: [JSONResponse.of(failing)] });

    expect([status, reported]).toEqual([500, [expect.objectContaining({ code: 'ERR_RETURNS_DESCRIPTION' })]]);
  });

  it.each([
    ['rate', 2],
    ['word', 'sometimes'],
    ['boolean', true],
  ])('refuses a wrong %s', (_name, value) => {
    const checkReturns = value as 'never';
    const expected = expect.objectContaining({ code: 'ERR_RETURNS_SETTINGS' }) as Error;

    expect(() => new Routes().get('/', { checkReturns }, () => 'a')).toThrow(expected);
    expect(() => new Routes().router({ checkReturns })).toThrow(expected);
  });
});

describe('the data of an error whose code says what it is', () => {
  const Taken = z.object({ field: z.string(), of: User.optional() });
  const withData = new ErrorList(
    new ErrorCode(1102, '{field} is taken', 409, { data: Taken }),
    new ErrorCode(1103, 'Some are taken', 409, { data: z.array(User) }),
    new ErrorCode('plain', 'Taken', 409, { data: toStandardJsonSchema(v.object({ field: v.string() })) }),
    new ErrorCode(1504, 'Broken', 503, { data: ark({ field: 'string' }) }),
    new ErrorCode(1105, 'Later', 409, { data: later }),
  );
  const settings = { errors: withData };
  const leaky: { field: string; of?: typeof safe; password: string } = { field: 'name', of: user, password: 'x' };
  const message = { field: 'name' };
  const taken = (data: unknown): string =>
    JSON.stringify({ status: 'error', code: 1102, message: 'name is taken', data });
  const throws = (error: unknown) => () => {
    throw error;
  };
  const returns = [withData.get(1102), withData.get(1103), withData.get('plain'), withData.get(1504)];

  it.each<[string, () => unknown, string, number]>([
    [
      'returned by the list',
      () => withData.error(1102, message, { data: leaky }),
      taken({ field: 'name', of: safe }),
      409,
    ],
    [
      'thrown by its code',
      throws(new ErrorResponse(1102, message, { data: leaky })),
      taken({ field: 'name', of: safe }),
      409,
    ],
    [
      'thrown, and frozen',
      throws(Object.freeze(withData.error(1102, message, { data: leaky }))),
      taken({ field: 'name', of: safe }),
      409,
    ],
    [
      'of data with toJSON()',
      throws(new ErrorResponse(1102, message, { data: { toJSON: () => leaky } })),
      taken({ field: 'name', of: safe }),
      409,
    ],
    [
      'a list',
      throws(withData.error(1103, undefined, { data: [user] })),
      `{"status":"error","code":1103,"message":"Some are taken","data":[${safeText}]}`,
      409,
    ],
    [
      'of a text code',
      throws(new ErrorResponse('plain', undefined, { data: leaky })),
      '{"status":"error","code":"plain","message":"Taken","data":{"field":"name"}}',
      409,
    ],
    [
      'of a fault of the server',
      throws(new ErrorResponse(1504, undefined, { data: leaky })),
      '{"status":"error","code":1504,"message":"Broken","data":{"field":"name"}}',
      503,
    ],
  ])('does not have what is not declared: %s', async (_name, handler, body, status) => {
    for (const env of ['production', 'development']) {
      expect(await get(handler, { returns, settings, env })).toEqual(sent(body, status));
    }
  });

  it.each<[string, RouterSettings, string]>([
    [
      'in problem details',
      { errorFormat: 'problem' },
      '{"type":"about:blank","title":"Conflict","status":409,"detail":"name is taken","instance":"/users/7","code":1102,"data":{"field":"name"}}',
    ],
    [
      'in a format of the app',
      { errorFormat: ({ data, cause }) => new JSONResponse({ data, same: (cause as { data?: unknown }).data }) },
      '{"data":{"field":"name"},"same":{"field":"name"}}',
    ],
  ])('is cut %s', async (_name, more, body) => {
    const handler = throws(new ErrorResponse(1102, message, { data: { field: 'name', password: 'x' } }));

    expect(await get(handler, { returns, settings: { ...settings, ...more } })).toEqual(sent(body, 409));
  });

  it('keeps the error of the handler as it was, and the headers of it', async () => {
    const error = new ErrorResponse(1102, message, { data: leaky, headers: { 'Retry-After': '7' } });
    const { app } = makeApp(throws(error), { returns, settings });
    const reply = await send(app, 'GET', '/users/7');

    expect([reply.headers['Retry-After'], error.data]).toEqual(['7', leaky]);
  });

  it.each<[string, Options]>([
    ['with strip: false', { returns, strip: false, checkReturns: 'never' }],
    ['of a code that the route does not declare', { returns: [Response.of(204)] }],
    ['of a route without returns', {}],
  ])('is sent as it is: %s', async (_name, options) => {
    const error = new ErrorResponse(1102, message, { data: leaky });

    expect(await get(throws(error), { ...options, settings })).toEqual(sent(taken(leaky), 409));
  });

  it('is cut of an error of a guard that declares it', async () => {
    const declaring = guard(
      { returns: [withData.get(1102)] },
      throws(new ErrorResponse(1102, message, { data: leaky })),
    );
    const routes = new Routes()
      .use(declaring)
      .route('/users/:id', ['GET'], { returns: [JSONResponse.of(User)] }, () => safe);
    const { body } = await send(appOf(routes, settings).app, 'GET', '/users/7');

    expect(body.toString()).toBe(taken({ field: 'name', of: safe }));
  });

  it('is a warning in development that names the field and the code, once', async () => {
    const handler = throws(withData.error(1102, message, { data: leaky }));
    await get(handler, { returns, settings, env: 'production' });
    expect(warnings()).toEqual([]);

    const { app } = makeApp(handler, { returns, settings });
    await send(app, 'GET', '/users/7');
    await send(app, 'GET', '/users/8');
    await get(throws(new ErrorResponse(1103, undefined, { data: [user] })), { returns, settings });

    expect(warnings().map((text) => text.replace(/ is not in the schema.*/, ''))).toEqual([
      'GET /users/:id (getUser): the field data.of.password of the error 1102',
      'GET /users/:id (getUser): the field data.password of the error 1102',
      'GET /users/:id (getUser): the field data[].password of the error 1103',
    ]);
  });

  it.each<[string, unknown]>([
    ['wrong', { field: 7 }],
    ['missing', undefined],
  ])('is a fault of the server where it is %s', async (_name, data) => {
    const handler = throws(new ErrorResponse(1102, message, data === undefined ? {} : { data }));

    expect(await get(handler, { returns, settings })).toEqual(refused);
    expect((await get(handler, { returns, settings, env: 'production' })).status).toBe(409);
    const { reported } = await get(handler, { returns, settings, env: 'production', checkReturns: 'always' });
    expect((reported[0] as Error).message).toMatch(
      /^GET \/users\/:id \(getUser\): the data of the error 1102 does not fit the schema that returns declares for it: /,
    );
  });

  it.each<[string, unknown, number]>([
    ['takes', { id: 1 }, 409],
    ['refuses', { id: 2 }, 500],
  ])('is checked by an asynchronous schema, which %s it', async (_name, data, status) => {
    const handler = throws(new ErrorResponse(1105, undefined, { data }));

    expect((await get(handler, { returns: [withData.get(1105)], settings })).status).toBe(status);
  });
});

const file = () => new File('package.json', { root: `${__dirname}/../..` });

describe('a reply that is not declared', () => {
  it.each<[string, () => unknown, string, string]>([
    ['a status', () => new JSONResponse(safe, { status: 201 }), '201 application/json', 'JSON.of(schema, 201)'],
    ['a media type', () => new HTML('<p>'), '200 text/html', 'HTML.of()'],
    ['a bare text', () => 'text', '200 text/plain', 'Text.of()'],
    ['a code', () => new ErrorResponse(1101, 'a'), 'the error 1101', 'errors.get(1101)'],
    [
      'a code that is thrown',
      () => {
        throw errors.error(1101, 'a');
      },
      'the error 1101',
      'errors.get(1101)',
    ],
    [
      'an exception',
      () => {
        throw new NotFound();
      },
      '404',
      'an error code with the status 404, or NotFound,',
    ],
    ['a redirect', () => new Redirect('/a'), '307', 'Redirect.of(307)'],
    ['an empty body', () => new Response(null, { status: 204 }), '204', 'Response.of(204)'],
    ['a file', file, '200 application/json', "File.of('application/json')"],
    ['lines', () => new JSONLines([safe]), '200 application/x-ndjson', 'JSONLines.of(schema)'],
    ['events', () => new EventStream([]), '200 text/event-stream', 'EventStream.of(schema)'],
    [
      'JSON of another media type',
      () => new JSONResponse(safe, { headers: { 'Content-Type': 'application/vnd.api+json' } }),
      '200 application/vnd.api+json',
      "Class.of(schema), of a class that extends JSON with static contentType = 'application/vnd.api+json',",
    ],
    ['one of Negotiated', () => new Negotiated({ html: () => new HTML('a') }), '200 text/html', 'HTML.of()'],
  ])('is a warning in development, once: %s', async (_name, handler, fact, entry) => {
    const returns = [JSONResponse.of(User, 202), errors.get(1100)];
    await get(handler, { returns, env: 'production' });
    expect(warnings()).toEqual([]);

    const { app } = makeApp(handler, { returns });
    await send(app, 'GET', '/users/7');
    await send(app, 'GET', '/users/8');

    expect(warnings()).toEqual([
      `GET /users/:id (getUser): replied with ${fact}, which GET /users/:id (getUser) does not declare. Add ${entry} to its returns, or to those of the guard that replied.`,
    ]);
  });

  it.each<[unknown, NonNullable<RouteOptions['returns']>, string]>([
    [new Text('no', { status: 402 }), [Text], '402 text/plain'],
    [new Redirect('/a', { status: 302 }), [Redirect], '302'],
    [new Binary(Buffer.from('a'), { contentType: 'image/png' }), [Binary], '200 image/png'],
  ])('is one where a class has other defaults: %p', async (response, returns, fact) => {
    await get(() => response, { returns });

    expect(warnings()).toEqual([expect.stringContaining(`replied with ${fact}, which GET /users/:id`)]);
  });

  class Missing extends JSONResponse<object, 404> {
    constructor() {
      super({}, { status: 404 });
    }
  }

  it.each<[string, () => unknown, NonNullable<RouteOptions['returns']>]>([
    ['a declaration', () => safe, [JSONResponse.of(User)]],
    ['a code', () => errors.error(1101, 'a'), [errors.get(1101)]],
    ['a code with a status of its own', () => new ErrorResponse(1101, 'a'), [errors.get(1101)]],
    ['a class', () => new Redirect('/a'), [Redirect]],
    [
      'a class of exceptions',
      () => {
        throw new BadRequest({ a: 'wrong' });
      },
      [BadRequest],
    ],
    ['a class of the user', () => new Missing(), [Missing]],
    ['the type of a file', file, [File.of('application/json')]],
    ['an empty reply', () => new Response(null, { status: 204 }), [Response.of(204)]],
    [
      'an error of the app',
      () => {
        throw new Error('broken');
      },
      [Response.of(204)],
    ],
    ['a 500 by its code', () => errors.error(1500), [Response.of(204)]],
    ['a 406', () => new Negotiated({ csv: () => new Text('a') }), [Text.of()]],
    ['a file that does not exist', () => new File('none.json', { root: __dirname }), [File.of('application/json')]],
    ['no declaration at all', () => 'a', []],
  ])('is not: %s', async (_name, handler, returns) => {
    await get(handler, returns.length === 0 ? {} : { returns }, { Accept: 'text/html' });

    expect(warnings()).toEqual([]);
  });

  it.each<[string, number, RouteOptions['returns'], boolean]>([
    ['is a warning', 403, [Response.of(204)], true],
    ['is none where its status is declared', 404, [NotFound], false],
    ['is none where a code of its status is declared', 404, [errors.get(1001)], false],
    ['is a warning where another code of its status is declared', 404, [errors.get(1101)], true],
    ['is none where an exception of its status is declared', 409, [ExceptionResponse.of(409)], false],
    ['is none for a fault of the server', 503, [Response.of(204)], false],
  ])('as the status of an error of another package %s', async (_name, status, returns, isReported) => {
    const thrown = Object.assign(new Error('refused'), { status, expose: true });
    const { reported } = await get(
      () => {
        throw thrown;
      },
      { returns: returns ?? [] },
    );

    expect(reported).toEqual([thrown]);
    expect(warnings().map((text) => text.split(', which')[0])).toEqual(
      isReported ? [`GET /users/:id (getUser): replied with ${status} for an error that was thrown`] : [],
    );
  });

  it.each([
    [401, 'Unauthorized'],
    [409, 'ExceptionResponse.of(409)'],
  ])('as the %d of an error of another package has the entry to add', async (status, entry) => {
    await get(
      () => {
        throw Object.assign(new Error('refused'), { status });
      },
      { returns: [Response.of(204)] },
    );

    expect(warnings()).toEqual([
      expect.stringContaining(`Add an error code with the status ${status}, or ${entry}, to its returns`),
    ]);
  });

  it.each<[string, RouteOptions, readonly string[]]>([
    ['is none of validation', { query: User }, []],
    ['is one of a handler that only looks like validation', {}, [expect.stringContaining('the error 1002') as string]],
  ])('%s', async (_name, options, expected) => {
    const handler = (): never => {
      throw new ErrorResponse(1002);
    };
    await get(handler, { returns: [Response.of(204)], ...options });

    expect(warnings()).toEqual(expected);
  });

  const signedIn = guard(function signedIn() {
    return errors.error(1100);
  });
  const settings = { errors, log: () => undefined };
  const declared = { returns: [JSONResponse.of(User)] };

  it.each<[string, () => Routes]>([
    ['a guard of the route', () => new Routes().route('/users/:id', ['GET'], declared, signedIn, () => safe)],
    ['a guard of all routes', () => new Routes().use(signedIn).route('/users/:id', ['GET'], declared, () => safe)],
    [
      'a guard of a group',
      () =>
        new Routes().group(
          '/users',
          signedIn,
          new Routes().route('/:id', ['GET'], declared, () => safe),
        ),
    ],
  ])('is one of %s', async (_name, make) => {
    const { app } = appOf(make(), settings);
    const reply = await send(app, 'GET', '/users/7');

    expect([reply.status, warnings()]).toEqual([
      401,
      [
        'GET /users/:id (signedIn): replied with the error 1100, which GET /users/:id does not declare. Add errors.get(1100) to its returns, or to those of the guard that replied.',
      ],
    ]);
  });

  it('is none of a guard that declares it itself', async () => {
    const declaring = guard({ returns: [errors.get(1100)] }, () => errors.error(1100));
    const routes = new Routes().use(declaring).route('/users/:id', ['GET'], declared, declaring, () => safe);
    const { status } = await send(appOf(routes, settings).app, 'GET', '/users/7');

    expect([status, warnings()]).toEqual([401, []]);
  });

  it('is none of a route without a declaration beside one that has one', async () => {
    const routes = new Routes()
      .use(signedIn)
      .get('/plain', () => 'a')
      .route('/users/:id', ['GET'], declared, () => safe);
    await send(appOf(routes, settings).app, 'GET', '/plain');

    expect(warnings()).toEqual([]);
  });

  it('is a warning a hundred times at most, whatever names the fields have', async () => {
    const { app } = makeApp(() => Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`f${index}`, 1])), {
      returns: [JSONResponse.of(z.object({}))],
    });
    await send(app, 'GET', '/users/7');

    expect(warnings()).toHaveLength(100);
  });
});
