import { parse } from 'node:querystring';
import express, { type Request } from 'express';
import { adopt, guard, JSON as JSONResponse, Routes, Text, type ResolvedError } from 'express-returns';
import { z } from 'zod';
import { bindMethod, mayAnswer, mayPassOn } from '../../lib/handlers/parameters';
import type { RouteFunction } from '../../lib/handlers/roles';
import type { RouteOptions } from '../../lib/route/route';
import { validateInput } from '../../lib/validation/input';
import { appOf } from '../helpers/app';
import { ask, describedApp, post } from '../helpers/described';
import fc, { expectEqual, runs } from '../helpers/fast-check';
import { deferred } from '../helpers/live';
import { schemaOf, validatorNames, validators } from '../helpers/validators';

describe.each(validatorNames)('by %s', (name) => {
  const { page, id, user } = validators[name];

  describe('a query', () => {
    const { app, calls } = describedApp({ query: page });

    it.each([
      ['', { page: 1 }],
      ['?page=2&active=false&tag=a', { page: 2, active: false, tag: ['a'] }],
      ['?active=true&tag=a&tag=b', { page: 1, active: true, tag: ['a', 'b'] }],
      ['?tag[]=a&page=3', { page: 3, tag: ['a'] }],
      [`?${'tag=a&'.repeat(30)}`, { page: 1, tag: Array(30).fill('a') }],
    ])('is converted: %s', async (query, expected) => {
      expect(await ask(app, `/it${query}`)).toMatchObject({ status: 200, body: { query: expected } });
    });

    it.each(['page=', 'page=x', 'page=0', 'page=1.5', 'page=0x10', 'page=1&page=2', 'active=', 'active=yes'])(
      'is refused: %s',
      async (query) => {
        calls.length = 0;

        expect(await ask(app, `/it?${query}`)).toMatchObject({ status: 400, body: { code: 1002 } });
        expect(calls).toEqual([]);
      },
    );
  });

  it.each([
    ['7', 200, { params: { id: 7 } }],
    ['-7', 200, { params: { id: -7 } }],
    ['x', 400, { code: 1002 }],
    ['7.5', 400, { code: 1002 }],
  ])('takes the params %s: %i', async (text, status, body) => {
    expect(await ask(describedApp({ params: id }).app, `/it/${text}`)).toMatchObject({ status, body });
  });

  it.each([
    [{ name: 'Ada' }, 200],
    [{ name: 'Ada', age: 36, tags: [] }, 200],
    [{}, 400],
    [{ name: '' }, 400],
    [{ name: 'Ada', age: '36' }, 400],
    [{ name: 'Ada', tags: [1] }, 400],
    [[], 400],
    ['Ada', 400],
    [null, 400],
  ])('takes the body %j: %i', async (body, status) => {
    const { app, calls } = describedApp({ body: user });
    const reply = await post(app, JSON.stringify(body));

    expect(reply).toMatchObject({ status, body: status === 200 ? { body } : { code: 1002 } });
    expect(calls).toHaveLength(status === 200 ? 1 : 0);
  });

  it('says that a body is required', async () => {
    const { app } = describedApp({ body: user });
    const none = await ask(app, '/it', { method: 'POST' });
    const empty = await ask(app, '/it', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '' });

    expect([none, empty]).toMatchObject([
      { status: 400, body: { data: { body: { '': [expect.any(String)] } } } },
      none,
    ]);
  });

  it('calls the handler for what the schema accepts, and for nothing else', () => {
    const { run, calls } = direct({ body: user, query: page });
    const property = fc.property(bodies, queries, (body, query) => {
      calls.length = 0;
      const thrown = attempt(() => run({ url: `/it?${query}`, body, headers: {} }));
      const isRight = isUser(body) && isPage(new URLSearchParams(query));
      const { code } = (thrown ?? {}) as { code?: unknown };
      expectEqual([calls.length, code], isRight ? [1, undefined] : [0, 1002]);
    });

    fc.assert(property, { numRuns: runs(1000) });
  });
});

/** The validated handler alone, and its calls. */
function direct(options: RouteOptions): { run: (req: object) => unknown; calls: Request[] } {
  const calls: Request[] = [];
  const handler: RouteFunction = (req) => calls.push(req);
  const validated = validateInput(handler, options, {});
  return { run: (req) => validated(req as never, {} as never, () => undefined), calls };
}

function attempt(run: () => unknown): unknown {
  try {
    run();
    return undefined;
  } catch (thrown) {
    return thrown;
  }
}

const wrong = fc.constantFrom<unknown>('36', '', 1.5, true, null, {}, [], [1], { __proto__: null });
const bodies = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record(
      {
        name: fc.oneof({ weight: 4, arbitrary: fc.string({ maxLength: 25 }) }, wrong),
        age: fc.oneof({ weight: 4, arbitrary: fc.integer() }, wrong),
        tags: fc.oneof({ weight: 4, arbitrary: fc.array(fc.string({ minLength: 1 })) }, wrong),
      },
      { requiredKeys: [] },
    ),
  },
  { weight: 1, arbitrary: wrong },
);

const texts = ['1', '20', '0', '-1', '1.5', '', 'x', 'true', 'false', '1e400', '%00', '__proto__'];
const queries = fc
  .dictionary(fc.constantFrom('page', 'active', 'tag'), fc.constantFrom(...texts))
  .map((pairs) => new URLSearchParams(pairs).toString());

function isUser(body: unknown): boolean {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return false;
  const { name, age = 0, tags = [] } = body as Record<string, unknown>;
  const isText = (value: unknown): value is string => typeof value === 'string';
  return (
    isText(name) &&
    name.length >= 1 &&
    name.length <= 20 &&
    Number.isInteger(age) &&
    Array.isArray(tags) &&
    tags.every(isText)
  );
}

function isPage(query: URLSearchParams): boolean {
  return ['1', '20'].includes(query.get('page') ?? '1') && ['true', 'false'].includes(query.get('active') ?? 'true');
}

describe('the reply', () => {
  const refused = {
    query: z.object({ page: z.int() }),
    body: z.strictObject({ tags: z.array(z.string().min(2)), a: z.object({ 'b/c~d e': z.int() }).optional() }),
  };
  const ask1 = (settings = {}) => {
    const { app } = describedApp(refused, settings);
    const headers = { 'Content-Type': 'application/json' };
    return ask(app, '/it?page=secret', {
      method: 'POST',
      body: '{"tags":["s"],"a":{"b/c~d e":"secret"},"x":1}',
      headers,
    });
  };
  const data = {
    query: { page: ['Invalid input: expected number, received string'] },
    body: {
      'tags.0': ['Too small: expected string to have >=2 characters'],
      'a.b/c~d e': ['Invalid input: expected number, received string'],
      '': ['Unrecognized key: "x"'],
    },
  };

  it('has all issues by place and field in the envelope', async () => {
    expect(await ask1()).toEqual({
      status: 400,
      type: 'application/json; charset=utf-8',
      accept: null,
      body: { status: 'error', code: 1002, message: 'Unexpected data', data },
    });
  });

  it('has them with JSON pointers in problem details', async () => {
    expect(await ask1({ errorFormat: 'problem' })).toMatchObject({
      type: 'application/problem+json; charset=utf-8',
      body: {
        type: 'about:blank',
        title: 'Bad Request',
        status: 400,
        detail: 'Unexpected data',
        code: 1002,
        data,
        errors: [
          { in: 'query', name: 'page', detail: data.query.page[0] },
          { in: 'body', pointer: '#/tags/0', detail: data.body['tags.0'][0] },
          { in: 'body', pointer: '#/a/b~1c~0d%20e', detail: data.body['a.b/c~d e'][0] },
          { in: 'body', pointer: '#', detail: data.body[''][0] },
        ],
      },
    });
  });

  it('gives a format of the app data and issues', async () => {
    const errorFormat = ({ code, data: given, issues, status }: ResolvedError) =>
      new JSONResponse({ code, given, issues, status });

    expect(await ask1({ errorFormat })).toMatchObject({
      status: 400,
      body: {
        code: 1002,
        given: data,
        issues: [
          { in: 'query', path: ['page'], message: data.query.page[0] },
          { in: 'body', path: ['tags', 0] },
          { in: 'body', path: ['a', 'b/c~d e'] },
          { in: 'body', path: [] },
        ],
      },
    });
  });

  it('has at most 100 issues, of all parts together', async () => {
    const many = schemaOf(() => ({
      issues: Array.from({ length: 100_000 }, (_, key) => ({ message: 'no', path: [key] })),
    }));
    const { app } = describedApp({
      query: schemaOf(() => ({ issues: [{ message: 'no', path: ['q'] }] })),
      headers: many,
    });
    const { body } = await ask(app, '/it');
    const { query, headers } = (body as { data: Record<string, object> }).data;

    expect([query, Object.keys(headers ?? {}).length]).toEqual([{ q: ['no'] }, 99]);
  });
});

describe('the request', () => {
  it('has the values of all schemas, and other headers as they were', async () => {
    const seen: unknown[] = [];
    const described = {
      params: z.object({ id: z.int() }),
      query: z.object({ from: z.iso.date().transform((text) => new Date(text)) }),
      headers: z.strictObject({ 'x-limit': z.int() }),
      cookies: z.strictObject({ session: z.string() }),
    };
    const routes = new Routes().get('/it/:id', described, ({ params, query, headers, cookies }: Request) => {
      seen.push(params, query, headers['x-limit'], headers.range, cookies);
      return new Text('ok');
    });
    const { app } = appOf(routes);
    const headers = { 'X-Limit': '5', 'Range': 'bytes=0-', 'Cookie': 'session=7; other=1' };

    expect(await ask(app, '/it/7?from=2026-11-26', { headers })).toMatchObject({ status: 200, body: 'ok' });
    expect(seen).toEqual([{ id: 7 }, { from: new Date('2026-11-26') }, 5, 'bytes=0-', { session: '7' }]);
  });

  it('stays as it was where it is refused', async () => {
    const errorFormat = (_error: unknown, { query, params }: Request) => new JSONResponse({ query, params });
    const described = { params: z.object({ id: z.int() }), query: z.object({ page: z.int() }) };
    const { app } = describedApp(described, { errorFormat });

    expect((await ask(app, '/it/7?page=x')).body).toEqual({ query: { page: 'x' }, params: { id: '7' } });
  });

  it('is seen raw by guards, which answer first', async () => {
    const signedIn = guard((req) =>
      req.query['page'] === 'x' ? new Text('Please sign in', { status: 401 }) : undefined,
    );
    const { app } = describedApp({ query: z.object({ page: z.int() }) }, { guards: [signedIn] });

    expect([await ask(app, '/it?page=x'), await ask(app, '/it?page=y')]).toMatchObject([
      { status: 401 },
      { status: 400 },
    ]);
  });

  it('has typed variables and the schema of params in turn', async () => {
    const seen: unknown[] = [];
    const params = z.object({ id: z.int().max(9) });
    const { app } = appOf(
      new Routes().get('/it/<id:int>', { params }, (req) => (seen.push(req.params.id), new Text('ok'))),
    );

    expect([(await ask(app, '/it/7')).status, (await ask(app, '/it/70')).status, seen]).toEqual([200, 400, [7]]);
  });

  it.each(['query', 'body', 'cookies', 'headers'] as const)('cannot pollute prototypes by %s', async (place) => {
    const any = z.record(z.string(), z.unknown());
    const { app, calls } = describedApp({ [place]: any });
    const evil = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
    const path = '/it?__proto__[polluted]=1&__proto__=1&constructor[prototype][polluted]=1';
    await (place === 'body'
      ? post(app, evil)
      : ask(app, path, { headers: { Cookie: '__proto__=1', ['__proto__']: '1' } }));

    expect(calls).toHaveLength(1);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect((calls[0]?.headers as { polluted?: unknown }).polluted).toBeUndefined();
    expect((calls[0] as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe('a validator', () => {
  const fault = (message: RegExp) => ({
    code: 'ERR_RETURNS_DESCRIPTION',
    message: expect.stringMatching(message) as unknown,
  });
  const rejects = async (): Promise<never> => Promise.reject(new Error('database'));

  it.each<[string, () => unknown, RegExp]>([
    [
      'that throws',
      () => {
        throw new Error('database');
      },
      /query failed/,
    ],
    [
      'that throws nothing',
      () => {
        throw undefined;
      },
      /query failed/,
    ],
    ['that rejects', rejects, /query failed/],
    ['that gives nothing', () => undefined, /query gave undefined/],
    ['that gives a text', () => 'ok', /query gave "ok"/],
    ['that gives neither value nor issues', () => ({}), /query gave an object without keys/],
    ['that gives no list of issues', () => ({ issues: 'bad' }), /query gave an object with the keys issues/],
    ['that gives no issue', () => ({ issues: [] }), /query gave an object with the keys issues/],
    [
      'whose result cannot be read',
      () => ({
        get issues() {
          throw new Error('no');
        },
      }),
      /query failed/,
    ],
    ['whose promise gives nonsense', async () => null, /query gave null/],
    [
      'whose then throws',
      () => ({
        get then() {
          throw new Error('no');
        },
      }),
      /query failed/,
    ],
  ])('%s is a 500 for the developer', async (_name, validate, message) => {
    const { app, errors, calls } = describedApp({ query: schemaOf(validate) });

    expect(await ask(app, '/it')).toMatchObject({ status: 500, body: { failed: true } });
    expect(errors).toEqual([expect.objectContaining(fault(message))]);
    expect(calls).toEqual([]);
  });

  it('that fails comes before the issues of others', async () => {
    const { app, errors } = describedApp({
      query: schemaOf(() => ({ issues: [{ message: 'no' }] })),
      headers: schemaOf(rejects),
    });

    expect((await ask(app, '/it')).status).toBe(500);
    expect(errors).toHaveLength(1);
  });

  it('that fails has the reason as its cause, and the route in its message', async () => {
    const { app, errors } = describedApp({ query: schemaOf(rejects) });
    await ask(app, '/it');

    expect(errors).toMatchObject([
      { cause: { message: 'database' }, message: 'GET /it (seen): the validator of query failed.' },
    ]);
  });

  it('that answers later is awaited', async () => {
    const later = schemaOf(async (value) => ({ value }));
    const { app, calls } = describedApp({ query: later, headers: later });

    expect(await ask(app, '/it?a=1')).toMatchObject({ status: 200, body: { query: { a: '1' } } });
    expect(calls).toHaveLength(1);
  });

  it('that never answers is a 503 of the timeout, after which the handler is not called', async () => {
    const validated = deferred<unknown>();
    const { app, calls } = describedApp({ query: schemaOf(() => validated.promise) }, { timeout: 5 });

    expect((await ask(app, '/it')).status).toBe(503);
    validated.resolve({ value: {} });
    await validated.promise;
    await new Promise(setImmediate);
    expect(calls).toEqual([]);
  });

  it('that answers synchronously does not make the handler wait', () => {
    const { run, calls } = direct({ query: z.object({ page: z.int() }), body: z.object({ name: z.string() }) });

    expect(run({ url: '/?page=1', body: { name: 'Ada' }, headers: {} })).toBe(1);
    expect(calls).toMatchObject([{ query: { page: 1 } }]);
  });
});

describe('the settings', () => {
  const query = z.object({ page: z.union([z.int(), z.string()]) });
  const typed = z.object({ page: z.int() });

  it('coerce: false leaves the texts', async () => {
    const statuses = [
      await ask(describedApp({ query: typed, coerce: false }).app, '/it?page=1'),
      await ask(describedApp({ query: typed }, { coerce: false }).app, '/it?page=1'),
      await ask(describedApp({ query: typed, coerce: true }, { coerce: false }).app, '/it?page=1'),
      await ask(describedApp({ query, coerce: false }).app, '/it?page=1'),
    ].map(({ status }) => status);

    expect(statuses).toEqual([400, 400, 200, 200]);
  });

  it('are those of the app, of the mount, of a group, of the route, the inner one first', async () => {
    const statusesOf = async (mount: object, group: object, route: object) => {
      const app = adopt(express(), { coerce: false, bodyLimit: 10 });
      const routes = new Routes()
        .get('/query', { query: typed, ...route }, () => new Text('ok'))
        .post('/body', { body: z.object({ name: z.string() }), ...route }, () => new Text('ok'));
      app.use(new Routes().group('/in', group, routes).router(mount));
      const body = '{"name":"Ada Lovelace"}';
      const headers = { 'Content-Type': 'application/json' };
      const replies = [
        await ask(app, '/in/query?page=1'),
        await ask(app, '/in/body', { method: 'POST', headers, body }),
      ];
      return replies.map(({ status }) => status);
    };
    const [wide, narrow] = [
      { coerce: true, bodyLimit: '1kb' },
      { coerce: false, bodyLimit: 20 },
    ];

    expect(await statusesOf({}, {}, {})).toEqual([400, 413]);
    expect(await statusesOf(wide, {}, {})).toEqual([200, 200]);
    expect(await statusesOf(wide, narrow, {})).toEqual([400, 413]);
    expect(await statusesOf(narrow, wide, {})).toEqual([200, 200]);
    expect(await statusesOf(narrow, narrow, wide)).toEqual([200, 200]);
  });

  it.each([
    [{ coerce: 'no' }, /coerce .* must be true or false; got "no"/],
    [
      { bodyLimit: '100 apples' },
      /bodyLimit .* must be a number of bytes from 1, or a text such as '100kb' or '1mb'; got "100 apples"/,
    ],
    [{ bodyLimit: 0 }, /bodyLimit/],
    [{ bodyLimit: Infinity }, /bodyLimit/],
  ])('%j are refused', (settings, message) => {
    const refuse = () => new Routes().router(settings as never);

    expect(refuse).toThrow(
      expect.objectContaining({
        code: 'ERR_RETURNS_SETTINGS',
        message: expect.stringMatching(message) as unknown,
      }) as Error,
    );
  });
});

describe('a handler', () => {
  it('without a declaration is the same function', () => {
    const handler: RouteFunction = () => undefined;

    expect(validateInput(handler, { summary: 'x', coerce: true } as RouteOptions, {})).toBe(handler);
  });

  it('keeps its name, its properties, and what is known of its parameters', () => {
    const handler = Object.assign(
      function getUser(_req: Request) {
        return null;
      },
      { apiDoc: { summary: 'x' } },
    );
    const bound = bindMethod(handler, undefined);
    const query = z.object({});

    for (const fn of [handler, bound]) {
      const validated = validateInput(fn, { query }, {});
      expect([mayAnswer(validated), mayPassOn(validated)]).toEqual([false, false]);
    }
    expect(validateInput(handler, { query }, {})).toHaveProperty('name', 'getUser');
    expect(validateInput(handler, { query }, {})).toHaveProperty('apiDoc', { summary: 'x' });
  });

  it('that takes res answers by itself', async () => {
    const routes = new Routes().get('/it', { query: z.object({ page: z.int() }) }, (req, res) => {
      res.json(req.query);
    });

    expect((await ask(appOf(routes).app, '/it?page=1')).body).toEqual({ page: 1 });
  });

  it('that takes next passes the request on', async () => {
    const routes = new Routes()
      .get('/it', { query: z.object({ page: z.int() }) }, (_req, _res, next) => {
        next();
      })
      .get('/it', { query: z.object({ page: z.int() }) }, (req) => new JSONResponse(req.query));

    expect((await ask(appOf(routes).app, '/it?page=1')).body).toEqual({ page: 1 });
  });
});

/** The same bytes on Express 4 and 5, and with any parser of the app. */
it.each<[string, object | null]>([
  ['a=1&a[b]=2', null],
  ['a[b][c]=3', { a: { b: { c: '3' } } }],
  ['__proto__=1', null],
  ['a[__proto__]=1', null],
  ['a=%ff', null],
  ['a=%', null],
  ['a=1&a=2', null],
  ['a[]=1&a[]=2', { a: ['1', '2'] }],
  ['a[0]=x', { a: { 0: 'x' } }],
  ['=1', null],
  ['a', null],
  ['&&', null],
  ['a=b=c', null],
  ['a+b=c+d', null],
  ['a=1&'.repeat(1500), null],
])('reads the query %s by a schema without JSON Schema, whatever the query parser', async (query, nested) => {
  const any = schemaOf((value) => ({ value }));
  const values = await Promise.all(
    [undefined, 'simple', 'extended', false].map(async (parser) => {
      const { app } = describedApp({ query: any });
      const outer = express();
      if (parser !== undefined) outer.set('query parser', parser);
      outer.use(app);
      return (await ask(outer, `/it?${query}`)).body;
    }),
  );

  expect(values).toEqual(values.map(() => values[0]));
  expect((values[0] as { query: unknown }).query).toEqual(nested ?? { ...parse(query, '&', '=', { maxKeys: 0 }) });
});

it('keeps to the query parser of an app that is a function', async () => {
  const query = z.object({ tag: z.array(z.string()) });
  const app = express().set('query parser', (text: string) => ({ tag: text.split(',') }));
  app.use(new Routes().get('/it', { query }, (req) => new JSONResponse(req.query)).router());

  expect((await ask(app, '/it?a,b')).body).toEqual({ tag: ['a', 'b'] });
});

describe('dates', () => {
  const schema = z.object({ at: z.date(), text: z.iso.datetime().optional() });
  const at = '2026-11-26T19:00:00.000Z';
  const isDate = { at: { isDate: true } };
  const kinds = (value: unknown): object => ({ at: { isDate: (value as { at: unknown }).at instanceof Date } });

  it.each([
    [{}, 200, isDate],
    [{ coerce: false }, 400, undefined],
  ])(
    'in a query and a body are texts, which become a Date where the schema takes one: %j',
    async (options, status, seen) => {
      const routes = new Routes();
      routes.get('/it', { query: schema, ...options }, (req) => new JSONResponse(kinds(req.query)));
      routes.post('/it', { body: schema, ...options }, (req) => new JSONResponse(kinds(req.body)));
      const { app } = appOf(routes);
      const replies = [await ask(app, `/it?at=${at}&text=${at}`), await post(app, JSON.stringify({ at, text: at }))];

      expect(replies.map((reply) => reply.status)).toEqual([status, status]);
      if (seen !== undefined) expect(replies.map(({ body }) => body)).toEqual([seen, seen]);
    },
  );
});

interface Tree {
  readonly children?: readonly Tree[] | undefined;
}

describe('a body that is nested deeply', () => {
  const Tree: z.ZodType<Tree> = z.object({
    get children() {
      return z.array(Tree).optional();
    },
  });
  const nested = (levels: number): string => `${'{"children":['.repeat(levels)}${']}'.repeat(levels)}`;

  it.each([
    [10, 200],
    [5000, 400],
  ])(
    'is refused where the stack of its validator ends, and is no fault of the server: %i levels',
    async (levels, status) => {
      const { app, calls, errors } = describedApp({ body: Tree });
      const reply = await post(app, nested(levels));

      expect(reply.status).toBe(status);
      if (status === 400)
        expect(reply.body).toMatchObject({ code: 1002, data: { body: { '': ['Nested too deeply'] } } });
      expect([calls.length, errors]).toEqual([status === 200 ? 1 : 0, []]);
    },
  );

  it('is a fault of the server where the validator overflows on any body', async () => {
    const endless = (): never => endless();
    const { app, errors } = describedApp({ body: schemaOf(() => endless()) });

    expect((await post(app, '{}')).status).toBe(500);
    expect(errors).toMatchObject([{ code: 'ERR_RETURNS_DESCRIPTION' }]);
  });
});
