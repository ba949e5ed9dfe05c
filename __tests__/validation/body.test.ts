import { connect } from 'node:net';
import { gzipSync, brotliCompressSync, deflateSync } from 'node:zlib';
import express, { type RequestHandler } from 'express';
import { JSON as JSONResponse, type ResolvedError } from 'express-returns';
import { z } from 'zod';
import { major, withServer } from '../helpers/app';
import { ask, describedApp, post } from '../helpers/described';
import { deferred } from '../helpers/live';
import { schemaOf } from '../helpers/validators';

const named = z.object({ name: z.string(), age: z.int().optional() });
const anything = schemaOf((value) => ({ value }));
const json = { 'Content-Type': 'application/json' };
const FORM = 'application/x-www-form-urlencoded';

describe('a body that no parser has parsed', () => {
  const { app, calls } = describedApp({ body: named });

  it.each<[string, RequestInit['body'], Record<string, string>, number, string | null, string]>([
    ['JSON', '{"name":"Ada"}', json, 200, null, ''],
    ['JSON with parameters', '{"name":"Ada"}', { 'Content-Type': 'Application/JSON; charset=UTF-8' }, 200, null, ''],
    ['JSON with a byte order mark', '\ufeff{"name":"Ada"}', json, 200, null, ''],
    ['gzip', gzipSync('{"name":"Ada"}'), { ...json, 'Content-Encoding': 'gzip' }, 200, null, ''],
    ['deflate', deflateSync('{"name":"Ada"}'), { ...json, 'Content-Encoding': 'deflate' }, 200, null, ''],
    ['no type', Buffer.from('{"name":"Ada"}'), {}, 415, 'application/json', 'The body must be application/json'],
    [
      'another type',
      '{"name":"Ada"}',
      { 'Content-Type': 'text/plain' },
      415,
      'application/json',
      'The body must be application/json',
    ],
    ['a form', 'name=Ada', { 'Content-Type': FORM }, 415, 'application/json', 'The body must be application/json'],
    [
      'another charset',
      '{"name":"Ada"}',
      { 'Content-Type': 'application/json; charset=nonsense' },
      415,
      'application/json; charset=utf-8',
      'The body must be application/json; charset=utf-8',
    ],
    [
      'an unknown encoding',
      '{"name":"Ada"}',
      { ...json, 'Content-Encoding': 'nonsense' },
      415,
      null,
      'The Content-Encoding of the body is not supported',
    ],
    [
      'a broken encoding',
      '{"name":"Ada"}',
      { ...json, 'Content-Encoding': 'gzip' },
      400,
      null,
      'The body is not valid JSON',
    ],
    [
      'too large',
      JSON.stringify({ name: 'x'.repeat(102_400) }),
      json,
      413,
      null,
      'The body is larger than 102400 bytes',
    ],
    [
      'too large once it is unzipped',
      gzipSync(JSON.stringify({ name: 'x'.repeat(102_400) })),
      { ...json, 'Content-Encoding': 'gzip' },
      413,
      null,
      'The body is larger than 102400 bytes',
    ],
    ['malformed', '{"name":"secret"', json, 400, null, 'The body is not valid JSON'],
    ['white space', '  ', json, 400, null, 'The body is not valid JSON'],
    ['empty', '', json, 400, null, 'Unexpected data'],
    ['none', undefined, {}, 400, null, 'Unexpected data'],
  ])('of %s', async (_name, body, headers, status, accept, message) => {
    calls.length = 0;
    const reply = await ask(app, '/it', { method: 'POST', headers, ...(body !== undefined && { body }) });

    expect(reply).toMatchObject({
      status,
      accept,
      body: status === 200 ? { body: { name: 'Ada' } } : { status: 'error', message },
    });
    expect(calls).toHaveLength(status === 200 ? 1 : 0);
  });

  it('of unknown length is read, and is empty without bytes', async () => {
    const stream = (text: string) =>
      new ReadableStream({
        start: (to) => {
          if (text !== '') to.enqueue(Buffer.from(text));
          to.close();
        },
      });
    const send = async (text: string) =>
      ask(app, '/it', { method: 'POST', headers: json, body: stream(text), duplex: 'half' });

    expect([await send('{"name":"Ada"}'), await send('')]).toMatchObject([
      { status: 200 },
      { status: 400, body: { code: 1002, data: { body: { '': [expect.any(String)] } } } },
    ]);
  });

  it.each(['problem', (error: ResolvedError) => new JSONResponse({ mine: error.message })] as const)(
    'is refused in the format of the mount',
    async (errorFormat) => {
      const { app: formatted, errors } = describedApp({ body: named }, { errorFormat });
      const replies = [await post(formatted, '{'), await post(formatted, 'x', { 'Content-Type': 'text/plain' })];

      expect(replies).toMatchObject(
        errorFormat === 'problem'
          ? [
              { status: 400, body: { status: 400, code: 1002, detail: 'The body is not valid JSON' } },
              { status: 415, accept: 'application/json', body: { code: 415, title: 'Unsupported Media Type' } },
            ]
          : [
              { status: 400, body: { mine: 'The body is not valid JSON' } },
              { status: 415, accept: 'application/json', body: { mine: 'The body must be application/json' } },
            ],
      );
      expect(errors).toEqual([]);
    },
  );

  it('may be any JSON value: the schema decides', async () => {
    const replies = await Promise.all(
      ['7', '"x"', 'null', '[]'].map((text) => post(describedApp({ body: anything }).app, text)),
    );

    expect(replies.map(({ body }) => (body as { body: unknown }).body)).toEqual([7, 'x', null, []]);
  });

  it('is undefined where the schema takes none', async () => {
    expect(await ask(describedApp({ body: named.optional() }).app, '/it', { method: 'POST' })).toMatchObject({
      status: 200,
    });
  });

  it('has the limit of the route', async () => {
    const { app: small } = describedApp({ body: named, bodyLimit: '1kb' });

    expect(await post(small, JSON.stringify({ name: 'x'.repeat(1024) }))).toMatchObject({
      status: 413,
      body: { message: 'The body is larger than 1024 bytes', code: 413 },
    });
  });
});

describe('bodyTypes', () => {
  it.each<[readonly string[], string, string, unknown]>([
    [[FORM], FORM, 'name=Ada&age=36', { name: 'Ada', age: 36 }],
    [[FORM], FORM, '', 400],
    [[FORM, 'application/json'], 'application/json', '{"name":"Ada","age":36}', { name: 'Ada', age: 36 }],
    [[FORM], 'application/json', '{"name":"Ada"}', 415],
    [['application/merge-patch+json'], 'application/merge-patch+json', '{"name":"Ada"}', { name: 'Ada' }],
    [['application/merge-patch+json'], 'application/json', '{"name":"Ada"}', 415],
    [['APPLICATION/JSON'], 'application/json', '{"name":"Ada"}', { name: 'Ada' }],
    [['application/*'], 'application/json', '{"name":"Ada"}', { name: 'Ada' }],
  ])('%j takes %s %j', async (bodyTypes, type, text, expected) => {
    const reply = await post(describedApp({ body: named, bodyTypes }).app, text, { 'Content-Type': type });

    expect(reply).toMatchObject(
      typeof expected === 'number' ? { status: expected } : { status: 200, body: { body: expected } },
    );
  });

  it.each([
    ['text/plain', z.string(), 'Ada'],
    ['text/*', z.string(), 'Ada'],
    ['application/octet-stream', z.instanceof(Buffer), { type: 'Buffer', data: [65, 100, 97] }],
  ])('of %s gives a text or bytes', async (type, body, expected) => {
    const reply = await post(describedApp({ body, bodyTypes: [type] }).app, 'Ada', {
      'Content-Type': type.replace('*', 'csv'),
    });

    expect(reply).toMatchObject({ status: 200, body: { body: expected } });
  });

  it('names them all in a 415', async () => {
    expect(
      await post(describedApp({ body: named, bodyTypes: [FORM, 'application/json'] }).app, 'x', {
        'Content-Type': 'text/plain',
      }),
    ).toMatchObject({
      status: 415,
      accept: `${FORM}, application/json`,
      body: { message: `The body must be ${FORM} or application/json` },
    });
  });

  it('has lists of a form, and no prototype of it', async () => {
    const body = z.object({ tag: z.array(z.int()) });
    const { app } = describedApp({ body, bodyTypes: [FORM] });

    expect(await post(app, 'tag=1', { 'Content-Type': FORM })).toMatchObject({ body: { body: { tag: [1] } } });
    expect(await post(app, 'tag=1&tag=2&__proto__=3', { 'Content-Type': FORM })).toMatchObject({
      body: { body: { tag: [1, 2] } },
    });
  });

  it('refuses a form of too many fields', async () => {
    const { app } = describedApp({ body: anything, bodyTypes: [FORM] });

    expect(await post(app, 'a=1&'.repeat(2000), { 'Content-Type': FORM })).toMatchObject({
      status: 413,
      body: { message: 'The body has too many or too large fields' },
    });
  });
});

describe('a body that a parser of the app has parsed', () => {
  const parsers: [string, RequestHandler][] = [
    ['express.json()', express.json()],
    [
      'express.json() and urlencoded()',
      (req, res, next) => {
        express.json()(req, res, () => {
          express.urlencoded({ extended: true })(req, res, next);
        });
      },
    ],
    [
      'a parser of an adapter',
      (req, _res, next) => {
        req.body = { name: 'Ada' };
        req.resume();
        next();
      },
    ],
  ];

  it.each(parsers)('%s is kept', async (_name, parser) => {
    const { app } = describedApp({ body: named, bodyLimit: 1 }, { before: [parser] });

    expect(await post(app, '{"name":"Ada"}')).toMatchObject({ status: 200, body: { body: { name: 'Ada' } } });
  });

  it.each(parsers.slice(0, 2))('%s has left another type, which is a 415 here', async (_name, parser) => {
    const { app } = describedApp({ body: named }, { before: [parser] });

    expect(await post(app, 'name', { 'Content-Type': 'text/plain' })).toMatchObject({
      status: 415,
      accept: 'application/json',
    });
  });

  it.each(parsers.slice(0, 2))('%s has left another type, which is parsed here', async (_name, parser) => {
    const { app } = describedApp({ body: named, bodyTypes: ['application/merge-patch+json'] }, { before: [parser] });

    expect(await post(app, '{"name":"Ada"}', { 'Content-Type': 'application/merge-patch+json' })).toMatchObject({
      status: 200,
    });
  });

  it.each(parsers.slice(0, 2))('%s has made {} of no bytes, which are no value', async (_name, parser) => {
    const { app } = describedApp({ body: z.object({}) }, { before: [parser] });

    expect(await post(app, '')).toMatchObject({ status: 400, body: { data: { body: { '': [expect.any(String)] } } } });
    expect(await post(app, '{}')).toMatchObject({ status: 200, body: { body: {} } });
  });

  it('is taken in any type, unless the route names its types', async () => {
    const before = [express.json({ type: '*/*' })];
    const statuses = [
      await post(describedApp({ body: named }, { before }).app, '{"name":"Ada"}', { 'Content-Type': 'text/plain' }),
      await post(describedApp({ body: named, bodyTypes: ['application/json'] }, { before }).app, '{"name":"Ada"}', {
        'Content-Type': 'text/plain',
      }),
    ].map(({ status }) => status);

    expect(statuses).toEqual([200, 415]);
  });

  it.each([
    ['text', express.text({ type: '*/*' }), z.string()],
    ['raw', express.raw({ type: '*/*' }), z.instanceof(Buffer)],
  ])('goes to the schema as it is: %s', async (_name, parser, body) => {
    expect(await post(describedApp({ body }, { before: [parser] }).app, '{"name":"Ada"}')).toMatchObject({
      status: 200,
    });
    expect(await post(describedApp({ body: named }, { before: [parser] }).app, '{"name":"Ada"}')).toMatchObject({
      status: 400,
    });
  });

  it('converts the texts of a form', async () => {
    const { app } = describedApp({ body: named }, { before: [express.urlencoded({ extended: true })] });

    expect(await post(app, 'name=Ada&age=36', { 'Content-Type': FORM })).toMatchObject({
      body: { body: { name: 'Ada', age: 36 } },
    });
  });

  it('that was read and is nowhere is a fault of the app, not a wait for ever', async () => {
    const swallow: RequestHandler = (req, _res, next) => {
      req.resume();
      req.on('end', () => {
        next();
      });
    };
    const { app, errors } = describedApp({ body: named }, { before: [swallow] });

    expect(await post(app, '{"name":"Ada"}')).toMatchObject({ status: 500 });
    expect(errors).toMatchObject([
      {
        code: 'ERR_RETURNS_DESCRIPTION',
        message: expect.stringMatching(/^POST \/it \(seen\): the body was read/) as unknown,
      },
    ]);
  });
});

it('reads br where this Express does', async () => {
  const reply = await post(describedApp({ body: named }).app, brotliCompressSync('{"name":"Ada"}'), {
    ...json,
    'Content-Encoding': 'br',
  });

  expect(reply.status).toBe(major === 5 ? 200 : 415);
});

it('is quiet about a client that leaves while it sends', async () => {
  const [logged, closed, reading] = [[] as unknown[], deferred<unknown>(), deferred<unknown>()];
  const watch: RequestHandler = (req, res, next) => {
    res.on('close', closed.resolve);
    req.once('data', reading.resolve);
    next();
  };
  const { app, calls, errors } = describedApp({ body: named }, { before: [watch], log: (error) => logged.push(error) });
  await withServer(app, async (port) => {
    const client = connect(port, '127.0.0.1');
    const head = 'POST /it HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n';
    client.write(`${head}{"name":`);
    await reading.promise;
    client.destroy();
    await closed.promise;
    await new Promise(setImmediate);
    await new Promise(setImmediate);
  });

  expect([logged, errors, calls]).toEqual([[], [], []]);
});
