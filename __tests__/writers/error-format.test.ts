import { Readable } from 'node:stream';
import express, { Router, type Express } from 'express';
import createHTTPError from 'http-errors';
import * as reply from 'express-returns';
import { usageError } from '../diagnostics/refused';
import { send, type RawReply } from '../helpers/app';

const errors = new reply.ErrorList(
  new reply.ErrorCode(1101, "User '{}' does not exist", 404),
  new reply.ErrorCode('invalid_client', 'Client authentication failed', 401),
  new reply.ErrorCode(1103, 'Payments are down', 502),
);
const ENVELOPE = '{"status":"error","code":1000,"message":"Server error"}';
const unexpected = new globalThis.Error('secret');

const format: reply.ErrorFormatter = ({ code, status, title, message, data }, req) =>
  new reply.JSON({ oops: { code, status, title, message, data }, at: req.originalUrl });

/** Errors of every origin, by their path. */
function addErrors(app: Express, settings: reply.Settings): Express {
  const routes = new reply.Routes();
  routes.get('/code', () => new reply.Error(1101, 'jalil', { data: { id: 1 }, cookies: [{ name: 'a', value: 'b' }] }));
  routes.get('/text', () => {
    throw errors.error('invalid_client', undefined, { headers: { 'WWW-Authenticate': 'Basic' } });
  });
  routes.get('/exception', () => new reply.NotFound('No such page'));
  routes.get('/exception-data', async () => new reply.BadRequest({ age: 'is missing' }));
  routes.get('/stream', async function* () {
    throw new reply.Forbidden();
    yield 'never';
  });
  routes.get('/late', { timeout: 5 }, async () => new Promise(() => undefined));
  routes.post('/known', () => 'posted');
  routes.get('/guarded', reply.guard(() => new reply.Error('invalid_client')), () => 'never'); // prettier-ignore
  const router = reply.adopt(Router(), settings).get('/adopted', () => new reply.Error('invalid_client'));
  app.use(routes.router({ errors, ...settings }));
  app.use(router);
  app.get('/returns', reply.returns(() => new reply.Error('invalid_client'), settings)); // prettier-ignore
  app.get('/guard', reply.guard(() => new reply.Error('invalid_client'), settings)); // prettier-ignore
  app.get('/by-hand', () => {
    throw createHTTPError(429, 'Slow down', { headers: { 'Retry-After': 5 } });
  });
  app.get('/unexpected', () => {
    throw unexpected;
  });
  return app.use(reply.notFound(settings)).use(reply.errorHandler(settings));
}

const bodyOf = ({ body }: RawReply): unknown => globalThis.JSON.parse(body.toString());
const CLIENT = {
  code: 'invalid_client',
  title: 'Client authentication failed',
  message: 'Client authentication failed',
};

describe.each<[string, (settings: reply.Settings) => Express]>([
  ['settings of each function', (settings) => addErrors(express(), settings)],
  ['settings of the app', (settings) => addErrors(reply.adopt(express(), settings), {})],
])('errorFormat as a function, by %s', (_where, create) => {
  const app = create({ errors, errorFormat: format, log: () => undefined });

  it.each<[string, number, object, object?]>([
    ['/code', 404, { code: 1101, title: "User '{}' does not exist", message: "User 'jalil' does not exist", data: { id: 1 } }, { 'Set-Cookie': 'a=b; Path=/' }],
    ['/text', 401, CLIENT, { 'WWW-Authenticate': 'Basic' }],
    ['/exception', 404, { code: 1001, title: 'Not found', message: 'No such page' }],
    ['/exception-data', 400, { code: 1002, title: 'Unexpected data', message: 'Unexpected data', data: { age: 'is missing' } }],
    ['/stream', 403, { code: 403, title: 'Forbidden', message: 'Forbidden' }],
    ['/late', 503, { code: 503, title: 'Service Unavailable', message: 'Service Unavailable' }],
    ['/guarded', 401, CLIENT],
    ['/adopted', 401, CLIENT],
    ['/returns', 401, CLIENT],
    ['/guard', 401, CLIENT],
    ['/by-hand', 429, { code: 429, title: 'Too Many Requests', message: 'Slow down' }, { 'Retry-After': '5' }],
    ['/unexpected', 500, { code: 1000, title: 'Server error', message: 'Server error' }],
    ['/nowhere?a=b', 404, { code: 1001, title: 'Not found', message: 'Not found' }],
    ['/known', 405, { code: 405, title: 'Method Not Allowed', message: 'Method Not Allowed' }, { Allow: 'POST' }],
  ])('makes the reply for %s', async (path, status, details, headers = {}) => {
    const answer = await send(app, 'GET', path);

    expect(bodyOf(answer)).toEqual({ oops: { status, ...details }, at: path });
    expect(answer).toMatchObject({
      status,
      headers: { 'Content-Type': 'application/json; charset=utf-8', ...headers },
      isBroken: false,
    });
  }); // prettier-ignore
});

/** The reply to an error by a format, and what was logged. */
async function answer(
  errorFormat: reply.ErrorFormatter,
  path = '/code',
  headers: Readonly<Record<string, string>> = {},
  settings: reply.Settings = {},
): Promise<RawReply & { readonly logged: readonly unknown[] }> {
  const logged: unknown[] = [];
  const all: reply.Settings = { errors, errorFormat, log: (error) => logged.push(error), ...settings };
  return { ...(await send(addErrors(express(), all), 'GET', path, headers)), logged };
}

describe('the reply of a format', () => {
  it.each<[string, Record<string, string>, string]>([
    ['HTML', { Accept: 'text/html' }, "<h1>User 'jalil' does not exist</h1>"],
    ['JSON', { Accept: 'application/json' }, '{"error":1101}'],
  ])('is negotiated: %s', async (_what, accept, body) => {
    const page: reply.ErrorFormatter = ({ code, message }) =>
      new reply.Negotiated({
        json: () => new reply.JSON({ error: code }),
        html: async () => new reply.HTML(`<h1>${message}</h1>`),
      });
    const { status, headers, ...rest } = await answer(page, '/code', accept);

    expect([status, rest.body.toString(), headers['Vary']]).toEqual([404, body, 'Accept']);
  });

  it.each<[string, reply.ErrorFormatter, number, object]>([
    ['a promise', async () => new reply.Text('late'), 404, { 'Set-Cookie': 'a=b; Path=/' }],
    ['a status of its own', () => new reply.Text('gone', { status: 410 }), 410, {}],
    ['a redirect', () => new reply.Redirect('/login', { status: 303 }), 303, { Location: '/login' }],
    ['a status of success', () => new reply.Success(undefined, { status: 201 }), 404, {}],
    [
      'cookies and headers of its own',
      () => new reply.Text('x', { cookies: [{ name: 'a', value: 'c' }], headers: { 'X-A': '1' } }),
      404,
      { 'Set-Cookie': 'a=c; Path=/', 'X-A': '1' },
    ],
  ])('may be %s', async (_what, errorFormat, status, headers) => {
    const { logged, ...sent } = await answer(errorFormat);

    expect(sent).toMatchObject({ status, headers });
    expect(logged).toEqual([]);
  });

  it('keeps its own header before one of the error', async () => {
    const own: reply.ErrorFormatter = () => new reply.Text('x', { headers: { 'www-authenticate': 'Bearer' } });

    expect((await answer(own, '/text')).headers).toMatchObject({ 'www-authenticate': 'Bearer' });
  });

  it('is compressed where the error asks for it', async () => {
    const long: reply.ErrorFormatter = () => new reply.Text('long '.repeat(1000));
    const routes = new reply.Routes().get('/', () => errors.error('invalid_client', undefined, { compress: true }));
    const app = express().use(routes.router({ errors, errorFormat: long }));

    expect(await send(app, 'GET', '/', { 'Accept-Encoding': 'gzip' })).toMatchObject({
      status: 401,
      headers: { 'Content-Encoding': 'gzip' },
    });
  });
});

describe('what a format is given', () => {
  it.each<[string, unknown]>([
    ['/code', expect.objectContaining({ code: 1101, messageData: 'jalil' })],
    ['/exception', expect.any(reply.NotFound)],
    ['/by-hand', expect.objectContaining({ message: 'Slow down' })],
    ['/unexpected', unexpected],
    ['/nowhere', undefined],
    ['/known', undefined],
  ])('has the original error as its cause: %s', async (path, cause) => {
    const given: reply.ResolvedError[] = [];
    await answer((error) => {
      given.push(error);
      return new reply.Text('x');
    }, path);

    expect(given).toHaveLength(1);
    expect(given[0]?.cause).toEqual(cause);
    expect(Object.isFrozen(given[0])).toBe(true);
  });

  it('leads to one log of a 5xx, with its message', async () => {
    const routes = new reply.Routes().get('/', () => new reply.Error(1103));
    const logged: unknown[] = [];
    const settings: reply.Settings = { errors, errorFormat: format, log: (error) => logged.push(error) };
    await send(express().use(routes.router(settings)), 'GET', '/');

    expect(logged).toEqual([expect.objectContaining({ message: 'Payments are down', status: 502, code: 1103 })]);
    expect((await answer(format, '/unexpected')).logged).toEqual([unexpected]);
    expect((await answer(() => new reply.Text('x', { status: 503 }), '/code')).logged).toHaveLength(1);
  });
});

class Broken extends reply.Text {
  override render(): never {
    throw unexpected;
  }
}

const FAILURES: Readonly<Record<string, readonly [format: () => unknown, fact: string]>> = {
  'throws': [() => { throw unexpected; }, 'The setting errorFormat failed.'],
  'throws a response': [() => { throw new reply.Text('x'); }, 'errorFormat failed.'],
  'rejects': [async () => { throw unexpected; }, 'errorFormat failed.'],
  'returns nothing': [() => undefined, 'errorFormat gave undefined; it must give a response.'],
  'resolves with nothing': [async () => undefined, 'errorFormat gave undefined; it must give a response.'],
  'returns an object': [() => ({ error: 1 }), 'errorFormat gave an object with the keys error'],
  'returns a web Response': [() => new globalThis.Response('x'), 'it must give a response.'],
  'returns an error': [() => new reply.Error(1101, 'a'), 'give a response that is not an error.'],
  'returns an exception': [async () => new reply.NotFound(), 'give a response that is not an error.'],
  'negotiates an error': [() => new reply.Negotiated({ json: () => new reply.NotFound() as never }), 'that is not an error.'],
  'returns a response that cannot be rendered': [() => new Broken('x'), 'errorFormat failed.'],
  'returns a header that cannot be sent': [() => new reply.Text('x', { headers: { 'X-A': '\n' } }), 'X-A'],
  'never ends': [() => new Promise(() => undefined), 'errorFormat gave no response within 20 ms.'],
  'is never rendered': [() => new reply.Negotiated({ json: () => new Promise<never>(() => undefined) }), 'within 20 ms.'],
}; // prettier-ignore

describe.each(Object.entries(FAILURES))('a format that %s', (_how, [make, fact]) => {
  // One wrapper for all, so that each has the name of the setting.
  const errorFormat = () => make() as reply.AnyResponse;

  it.each(['/code', '/text', '/exception', '/returns', '/guard', '/adopted', '/by-hand', '/nowhere', '/known'])(
    'gives a plain 500 for %s, and is logged',
    async (path) => {
      const { logged, status, body, headers, isBroken } = await answer(errorFormat, path, {}, { timeout: 20 });

      expect([status, body.toString(), isBroken]).toEqual([500, ENVELOPE, false]);
      expect(headers).not.toHaveProperty('Set-Cookie');
      expect(logged).toContainEqual(usageErrorWith(fact));
    },
  );

  it('does not hide an unexpected error from the log', async () => {
    const { logged, status, body } = await answer(errorFormat, '/unexpected', {}, { timeout: 20 });

    expect([status, body.toString()]).toEqual([500, ENVELOPE]);
    expect(logged).toContain(unexpected);
    expect(logged).toContainEqual(usageErrorWith(fact));
  });
});

/** A usage error of the library about a format, or about a response that the format made. */
function usageErrorWith(fact: string): Error {
  return fact === 'X-A' ? usageError('ERR_RETURNS_HEADER', fact) : usageError('ERR_RETURNS_ERROR_FORMAT', fact);
}

it('closes the body of a reply that comes too late', async () => {
  const body = Readable.from(['a']);
  const closed = new Promise((resolve) => body.once('close', resolve));
  let finish: (response: reply.AnyResponse) => void = () => undefined;
  const errorFormat: reply.ErrorFormatter = () =>
    new Promise((resolve) => {
      finish = resolve;
    });
  const { status } = await answer(errorFormat, '/by-hand', {}, { timeout: 5 });
  finish(new reply.Binary(body));

  expect(status).toBe(500);
  await expect(closed).resolves.toBeUndefined();
});

it('answers once where the request was answered while the format was awaited', async () => {
  const body = Readable.from(['a']);
  const app = express();
  app.get('/', reply.returns(() => new reply.Error(1001), {
    errorFormat: async (_error, req) => {
      req.res?.send('by hand');
      return new reply.Binary(body);
    },
  })); // prettier-ignore

  expect(await send(app, 'GET', '/')).toMatchObject({ status: 200, body: Buffer.from('by hand'), isBroken: false });
  expect(body.destroyed).toBe(true);
});

it("ends in a plain 500 where Express's own methods fail", async () => {
  const logged: unknown[] = [];
  const app = express();
  app.use((_req, res, next) => {
    res.json = () => {
      throw unexpected;
    };
    next();
  });
  app.use(reply.errorHandler({ errorFormat: format }));
  app.get('/', () => {
    throw new globalThis.Error('first');
  });
  app.use(reply.errorHandler({ errorFormat: format, log: (error) => logged.push(error) }));
  const { status, body } = await send(app, 'GET', '/');

  expect([status, body.toString()]).toEqual([500, ENVELOPE]);
  expect(logged).toContain(unexpected);
});

describe('a wrong setting', () => {
  it.each<[string, object, string]>([
    ['a format by an unknown name', { errorFormat: 'jsonapi' }, "must be 'envelope', 'problem' or a function (error, req) => response; got \"jsonapi\"."],
    ['exposes as a list', { exposes: [] }, 'The option exposes of adopt() must be a function (error) => boolean'],
  ])('is refused where it is given: %s', (_what, settings, fact) => {
    expect(() => reply.adopt(express(), settings)).toThrow(usageError('ERR_RETURNS_SETTINGS', fact));
  }); // prettier-ignore
});
