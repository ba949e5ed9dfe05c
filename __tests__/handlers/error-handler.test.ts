import boom from '@hapi/boom';
import express, { Router, type Express, type NextFunction, type Request, type Response } from 'express';
import { query, validationResult } from 'express-validator';
import createHTTPError from 'http-errors';
import multer from 'multer';
import request from 'supertest';
import * as reply from 'express-returns';
import { errorHandler, type Settings } from 'express-returns';
import { HTTPError } from '../../lib/http/http-error';
import { usageError } from '../diagnostics/refused';
import { major, send } from '../helpers/app';

const SERVER_ERROR = '{"status":"error","code":1000,"message":"Server error"}';

/** An app that a test fills, closed by `errorHandler`, and what that gave to the log. */
function closedApp(fill: (app: Express) => void, settings: Settings = {}): { app: Express; logged: unknown[] } {
  const logged: unknown[] = [];
  const app = express();
  fill(app);
  app.use(errorHandler({ log: (error) => logged.push(error), ...settings }));
  return { app, logged };
}

/** A closed app in which a middleware of Express hands this to `next`. */
function appThatFails(error: unknown, settings?: Settings): { app: Express; logged: unknown[] } {
  return closedApp((app) => {
    app.use((_req: Request, _res: Response, next: NextFunction) => {
      next(error);
    });
  }, settings);
}

async function replyTo(error: unknown, settings?: Settings) {
  const { app, logged } = appThatFails(error, settings);
  const { status, headers, body } = await send(app, 'GET', '/');
  return { status, headers, text: body.toString(), logged };
}

class Hostile extends Error {
  override get message(): string {
    return fail();
  }
  get status(): number {
    return fail();
  }
}

describe('errorHandler', () => {
  it('has the four parameters by which Express knows an error handler', () => {
    expect(errorHandler()).toHaveLength(4);
    expect(errorHandler().name).toBe('errorHandler');
  });

  it.each<[string, object, string]>([
    ['an unknown setting', { errorformat: 'problem' }, 'errorHandler() has no option "errorformat"; it has '],
    ['a log that is no function', { log: console }, 'The option log of errorHandler() must be a function'],
    [
      'an unknown format',
      { errorFormat: 'xml' },
      "must be 'envelope', 'problem' or a function (error, req) => response; got \"xml\".",
    ],
    ['types that are no URI', { errorTypes: 'http://' }, 'The option errorTypes of errorHandler() must be a URI'],
  ])('refuses %s', (_what, settings, message) => {
    expect(() => errorHandler(settings)).toThrow(usageError('ERR_RETURNS_SETTINGS', message));
  });
});

describe('an unexpected error', () => {
  const secret = new Error('secret', { cause: new Error('secret cause') });

  it.each<[string, unknown]>([
    ['an Error', secret],
    ['a TypeError', new TypeError('secret')],
    ['an Error with fields', Object.assign(new Error('secret'), { code: 1001, data: 'secret', expose: true })],
    ['an AggregateError', new AggregateError([secret], 'secret')],
    ['an AbortError', new DOMException('secret', 'AbortError')],
    ['a text', 'secret'],
    ['a number', 404],
    ['a bigint', 404n],
    ['true', true],
    ['a symbol', Symbol('secret')],
    ['a function', () => 'secret'],
    ['an array', ['secret']],
    ['a plain object', { message: 'secret', status: '404' }],
    ['a frozen object', Object.freeze({ message: 'secret' })],
    ['a frozen Error', Object.freeze(new Error('secret'))],
    ['an object without a prototype', Object.assign(Object.create(null) as object, { message: 'secret' })],
    ['getters that throw', new Hostile()],
    ['a Proxy that throws', new Proxy({}, { get: fail, has: fail, getPrototypeOf: fail })],
    ['a Proxy that has everything', new Proxy({}, { get: (_target, key) => (key === 'then' ? undefined : fail) })],
    ['a status of no error', Object.assign(new Error('secret'), { status: 200 })],
    ['a status that is none', Object.assign(new Error('secret'), { status: 99, statusCode: 600 })],
    ['a parsed JSON body', JSON.parse('{"status":"error","code":1101,"__proto__":{"expose":true},"message":"secret"}')],
  ])('%s is a 500 without details, logged once', async (_what, error) => {
    const { status, headers, text, logged } = await replyTo(error);

    expect([status, text]).toEqual([500, SERVER_ERROR]);
    expect(headers).toEqual({
      'X-Powered-By': 'Express',
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': String(SERVER_ERROR.length),
      'ETag': expect.stringMatching(/^W\/"/) as string,
    });
    expect(logged).toHaveLength(1);
  });

  it('is given to the log as it is, with the request', async () => {
    const log = jest.fn();
    await send(appThatFails(secret, { log }).app, 'GET', '/some/path');

    expect(log).toHaveBeenCalledTimes(1);
    expect(log).toHaveBeenCalledWith(secret, expect.objectContaining({ originalUrl: '/some/path' }));
  });

  it.each(['development', 'production', undefined])('tells nothing where NODE_ENV is %s', async (env) => {
    const print = jest.spyOn(console, 'error').mockImplementation();
    const before = process.env['NODE_ENV'];
    if (env === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = env;
    try {
      const { app } = appThatFails(secret, { log: undefined } as object);
      const { status, body } = await send(app, 'GET', '/');

      expect([status, body.toString()]).toEqual([500, SERVER_ERROR]);
      expect(print.mock.calls).toEqual([[secret]]);
    } finally {
      process.env['NODE_ENV'] = before;
      print.mockRestore();
    }
  });

  it('is printed nowhere in tests, as Express has it', async () => {
    const print = jest.spyOn(console, 'error').mockImplementation();
    await send(appThatFails(secret, { log: undefined } as object).app, 'GET', '/');

    expect(print).not.toHaveBeenCalled();
    print.mockRestore();
  });

  it.each<[string, () => unknown]>([
    ['throws', fail],
    ['rejects', () => Promise.reject(new Error('no disk'))],
  ])('is answered when the log %s', async (_what, log) => {
    const print = jest.spyOn(console, 'error').mockImplementation();
    const { status, text } = await replyTo(secret, { log });

    expect([status, text]).toEqual([500, SERVER_ERROR]);
    expect(print).toHaveBeenCalledWith(secret, 'could not be logged:', expect.anything());
    print.mockRestore();
  });
});

describe('an error with a status', () => {
  it.each<[string, unknown, number, string]>([
    ['http-errors', createHTTPError(409, 'Taken'), 409, '{"status":"error","code":409,"message":"Taken"}'],
    ['http-errors 404', createHTTPError(404), 404, '{"status":"error","code":1001,"message":"Not found"}'],
    ['http-errors 400', createHTTPError(400), 400, '{"status":"error","code":1002,"message":"Unexpected data"}'],
    [
      'http-errors 503',
      createHTTPError(503, 'secret'),
      503,
      '{"status":"error","code":503,"message":"Service Unavailable"}',
    ],
    ['boom', boom.conflict('Taken'), 409, '{"status":"error","code":409,"message":"Taken"}'],
    ['boom 500', boom.internal('secret'), 500, SERVER_ERROR],
    [
      'csurf',
      createHTTPError(403, 'invalid csrf token', { code: 'EBADCSRFTOKEN' }),
      403,
      '{"status":"error","code":403,"message":"invalid csrf token"}',
    ],
    [
      'our own file writer',
      new HTTPError(404, { cause: new Error('secret') }),
      404,
      '{"status":"error","code":1001,"message":"Not found"}',
    ],
    [
      'no message for clients',
      Object.assign(new Error('secret'), { status: 403 }),
      403,
      '{"status":"error","code":403,"message":"Forbidden"}',
    ],
    [
      'an unregistered status',
      Object.assign(new Error('secret'), { status: 499 }),
      499,
      '{"status":"error","code":499,"message":"Bad Request"}',
    ],
  ])('of %s keeps it', async (_what, error, status, text) => {
    const answered = await replyTo(error);

    expect([answered.status, answered.text]).toEqual([status, text]);
    expect(answered.logged).toEqual(status >= 500 ? [error] : []);
  });

  it('keeps its headers, but none that is rubbish or belongs to another body', async () => {
    const headers = {
      'Retry-After': '5',
      'Content-Length': '99999',
      'Bad': 'a\r\nSet-Cookie: b',
      'Set-Cookie': ['c=1', 'd=2'],
    };
    const answered = await replyTo(createHTTPError(429, 'Slow down', { headers }));

    expect(answered.status).toBe(429);
    expect(answered.headers).toMatchObject({ 'Retry-After': '5', 'Set-Cookie': ['c=1', 'd=2'] });
    expect(answered.headers['Content-Length']).toBe(String(answered.text.length));
    expect(Object.keys(answered.headers)).not.toContain('Bad');
  });

  it('takes that of res where the error has none', async () => {
    const { app } = closedApp((inner) => {
      inner.use((_req, res, next: NextFunction) => {
        res.status(401);
        next(new Error('secret'));
      });
    });
    const { status, body } = await send(app, 'GET', '/');

    expect([status, body.toString()]).toEqual([401, '{"status":"error","code":401,"message":"Unauthorized"}']);
  });
});

describe('an error of', () => {
  const post = (app: Express, type: string, body: string) =>
    request(app).post('/').set('Content-Type', type).send(body);

  it('body-parser: malformed JSON', async () => {
    const { app, logged } = closedApp((inner) => inner.use(express.json()));
    const { status, body } = await post(app, 'application/json', '{"a":');

    expect(status).toBe(400);
    expect(body).toEqual({ status: 'error', code: 1002, message: expect.stringMatching(/JSON/) as string });
    expect(logged).toEqual([]);
  });

  it('body-parser: a body that is too large', async () => {
    const { app } = closedApp((inner) => inner.use(express.json({ limit: 10 })));
    const { status, text } = await post(app, 'application/json', '{"a":"aaaaaaaaaaaaaaa"}');

    expect([status, text]).toEqual([413, '{"status":"error","code":413,"message":"request entity too large"}']);
  });

  it('body-parser: an unknown charset', async () => {
    const { app } = closedApp((inner) => inner.use(express.json()));
    const { status, body } = await post(app, 'application/json; charset=klingon', '{}');

    expect([status, body]).toEqual([415, { status: 'error', code: 415, message: 'unsupported charset "KLINGON"' }]);
  });

  it.each([
    ['a file that is too large', { fileSize: 3 }, 413, { code: 413, message: 'File too large' }],
    ['too many files', { files: 0 }, 400, { code: 1002, message: 'Too many files' }],
    ['too many fields', { fields: 0 }, 400, { code: 1002, message: 'Too many fields' }],
  ])('multer: %s', async (_what, limits, status, body) => {
    const { app } = closedApp((inner) => inner.use(multer({ limits }).single('file')));
    const answered = await request(app).post('/').field('name', 'a').attach('file', Buffer.from('abcdef'), 'a.txt');

    expect([answered.status, answered.body]).toEqual([status, { status: 'error', ...body }]);
  });

  it('express-validator: the messages of each field, not what came', async () => {
    const { app } = closedApp((inner) => {
      inner.get('/', query('age').isInt().withMessage('must be a number'), query('name').notEmpty(), (req) => {
        validationResult(req).throw();
      });
    });
    const { status, body } = await request(app).get('/?age=secret');

    expect(status).toBe(400);
    expect(body).toEqual({
      status: 'error',
      code: 1002,
      message: 'Unexpected data',
      data: { age: ['must be a number'], name: ['Invalid value'] },
    });
  });

  it('Express: a path that cannot be decoded', async () => {
    const { app } = closedApp((inner) => inner.get('/:id', (_req, res) => res.end()));
    const { status, body } = await send(app, 'GET', '/%E0%A4%A');

    expect([status, body.toString()]).toEqual([400, '{"status":"error","code":1002,"message":"Unexpected data"}']);
  });

  it('res.sendFile: a file that is not there, without its path', async () => {
    const { app } = closedApp((inner) => {
      inner.get('/', (_req, res, next) => {
        res.sendFile('missing.txt', { root: __dirname }, (error?: Error) => {
          next(error);
        });
      });
    });
    const { status, body } = await send(app, 'GET', '/');

    expect([status, body.toString()]).toEqual([404, '{"status":"error","code":1001,"message":"Not found"}']);
  });

  it('express.static: a range that it does not have, with the range that it has', async () => {
    const { app } = closedApp((inner) => inner.use(express.static(__dirname, { fallthrough: false })));
    const { status, headers, body } = await send(app, 'GET', '/guard.test.ts', { Range: 'bytes=9999999-' });

    expect([status, body.toString()]).toEqual([416, '{"status":"error","code":416,"message":"Range Not Satisfiable"}']);
    expect(headers['Content-Range']).toMatch(/^bytes \*\/\d+$/);
    expect(headers['Content-Type']).toBe('application/json; charset=utf-8');
  });

  it('a handler of ours: a rejected promise of undefined', async () => {
    const routes = new reply.Routes().get('/', () => Promise.reject(undefined));
    const { app, logged } = closedApp((inner) => inner.use(routes.router()));
    const { status, body } = await send(app, 'GET', '/');

    expect([status, body.toString()]).toEqual([500, SERVER_ERROR]);
    expect(logged).toEqual([usageError('ERR_RETURNS_THROWN', 'GET / (anonymous function): threw undefined')]);
  });

  it('a handler of ours that has no file', async () => {
    const routes = new reply.Routes().get('/', () => new reply.File('missing.txt'));
    const { app } = closedApp((inner) => inner.use(routes.router({ mediaRoot: __dirname })));
    const { status, body } = await send(app, 'GET', '/');

    expect([status, body.toString()]).toEqual([404, '{"status":"error","code":1001,"message":"Not found"}']);
  });

  if (major === 5) {
    it('an async middleware of Express 5', async () => {
      const { app } = closedApp((inner) => inner.use(async () => Promise.reject(createHTTPError(402, 'Pay'))));
      const { status, body } = await send(app, 'GET', '/');

      expect([status, body.toString()]).toEqual([402, '{"status":"error","code":402,"message":"Pay"}']);
    });
  }
});

describe('a response that reaches errorHandler', () => {
  const errors = new reply.ErrorList(new reply.ErrorCode(1101, "User '{}' does not exist", 400));

  it.each<[string, unknown, number, string]>([
    ['a Text', new reply.Text('Not you', { status: 403 }), 403, 'Not you'],
    ['a web Response', new globalThis.Response('Not you', { status: 403 }), 403, 'Not you'],
    ['a generator', new reply.Text(['a', 'b'], { status: 409 }), 409, 'ab'],
    [
      'an Error by its code',
      new reply.Error(1101, 'jalil'),
      400,
      '{"status":"error","code":1101,"message":"User \'jalil\' does not exist"}',
    ],
    ['a built-in Error', new reply.Error(1003), 400, '{"status":"error","code":1003,"message":"Disallowed host"}'],
    ['an exception', new reply.NotFound('No such page'), 404, 'No such page'],
  ])('is written: %s', async (_what, error, status, text) => {
    const answered = await replyTo(error, { errors });

    expect([answered.status, answered.text, answered.logged]).toEqual([status, text, []]);
  });

  it.each<[string, unknown, Error]>([
    [
      'an Error that misses its value',
      new reply.Error(1101),
      usageError('ERR_RETURNS_MESSAGE_DATA', 'GET / (errorHandler): '),
    ],
    [
      'an Error of an unknown code',
      new reply.Error(9999),
      usageError('ERR_RETURNS_ERROR_CODE', 'GET / (errorHandler): '),
    ],
    ['JSON with a cycle', new reply.JSON(cycle()), usageError('ERR_RETURNS_BODY', 'GET / (errorHandler): ')],
    ['a view without an engine', new reply.View('page'), expect.any(Error) as Error],
    [
      'a stream that fails at once',
      new reply.Text(failing(createHTTPError(500, 'secret'))),
      expect.objectContaining({ message: 'secret' }) as Error,
    ],
  ])('ends in a clean 500 when it fails itself: %s', async (_what, error, failure) => {
    const answered = await replyTo(error, { errors });

    expect([answered.status, answered.text]).toEqual([500, SERVER_ERROR]);
    expect(answered.logged).toEqual([failure]);
  });

  it('gives way to a response that its body throws', async () => {
    const answered = await replyTo(new reply.Text(failing(new reply.Error(1101, 'ada'))), { errors });

    expect([answered.status, answered.text]).toEqual([
      400,
      '{"status":"error","code":1101,"message":"User \'ada\' does not exist"}',
    ]);
  });

  it('breaks the connection when its body fails later', async () => {
    // Two turns between them: a source that fails before its first chunk is sent is an error reply.
    const source = async function* (): AsyncGenerator<string> {
      yield 'a';
      for (let turn = 0; turn < 2; turn++) await new Promise(setImmediate);
      throw new Error('secret');
    };
    const { app } = appThatFails(new reply.Text(source()));

    expect((await send(app, 'GET', '/')).isBroken).toBe(true);
  });

  it('is written once even when it comes again, from a module', async () => {
    const { app } = appThatFails(new reply.Error(1101, 'ada', { headers: { 'X-A': 'b' } }), { errors });
    const [first, second] = [await send(app, 'GET', '/'), await send(app, 'GET', '/')];

    expect(first).toEqual(second);
    expect(first.headers['X-A']).toBe('b');
  });
});

describe('the reply of errorHandler', () => {
  it('has nothing of the body that failed, and all that middleware has set', async () => {
    const { app } = closedApp((inner) => {
      inner.use((_req, res, next: NextFunction) => {
        res.set({ 'Content-Security-Policy': "default-src 'self'", 'Vary': 'Origin', 'Set-Cookie': 'session=1' });
        next();
      });
      inner.get('/', (_req, res, next) => {
        res.status(201).set({
          'Content-Type': 'text/csv',
          'Content-Disposition': 'attachment',
          'Content-Encoding': 'br',
          'Cache-Control': 'public, max-age=31536000',
          'ETag': '"a"',
          'Last-Modified': new Date(0).toUTCString(),
        });
        next(new Error('secret'));
      });
    });
    const { status, headers } = await send(app, 'GET', '/');

    expect(status).toBe(500);
    expect(headers).toEqual({
      'X-Powered-By': 'Express',
      'Content-Security-Policy': "default-src 'self'",
      'Vary': 'Origin',
      'Set-Cookie': 'session=1',
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': String(SERVER_ERROR.length),
      'ETag': expect.stringMatching(/^W\/"/) as string,
    });
  });

  it('is not stored where nothing is', async () => {
    const { app } = closedApp((inner) => {
      inner.use((_req, res, next: NextFunction) => {
        res.set('Cache-Control', 'no-store');
        next(new Error('secret'));
      });
    });

    expect((await send(app, 'GET', '/')).headers['Cache-Control']).toBe('no-store');
  });

  it('has no body for HEAD', async () => {
    const { app } = appThatFails(createHTTPError(409, 'Taken'));
    const [get, head] = [await send(app, 'GET', '/'), await send(app, 'HEAD', '/')];

    expect(head).toEqual({ ...get, body: Buffer.alloc(0) });
  });

  it.each(['json', 'send'] as const)('is a clean 500 even where res.%s fails', async (method) => {
    const { app, logged } = closedApp((inner) => {
      inner.use((_req, res, next: NextFunction) => {
        res[method] = fail;
        next(createHTTPError(409, 'Taken'));
      });
    });
    const { status, headers, body } = await send(app, 'GET', '/');

    expect([status, body.toString()]).toEqual([500, SERVER_ERROR]);
    expect(headers['Content-Type']).toBe('application/json; charset=utf-8');
    expect(logged).toHaveLength(2);
  });

  it('breaks the connection where even res.end fails', async () => {
    const { app } = closedApp((inner) => {
      inner.use((_req, res, next: NextFunction) => {
        res.end = fail;
        next(new Error('secret'));
      });
    });

    expect(await send(app, 'GET', '/')).toMatchObject({ status: 0, isBroken: true });
  });

  it('is none once the head is sent: Express gets the error and breaks the connection', async () => {
    const { app, logged } = closedApp((inner) => {
      inner.get('/', (_req, res, next) => {
        res.write('half');
        next(createHTTPError(409, 'Taken'));
      });
    });
    const { status, body, isBroken } = await send(app, 'GET', '/');

    expect([status, body.toString(), isBroken, logged]).toEqual([200, 'half', true, []]);
  });

  it('comes from the errorHandler of a Router for that Router, and from that of the app for the rest', async () => {
    const fails = (_req: Request, _res: Response, next: NextFunction): void => {
      next(new reply.Error(1001));
    };
    const router = Router()
      .use(fails)
      .use(errorHandler({ errorFormat: 'problem' }));
    const { app } = closedApp((inner) => inner.use('/api', router).use(fails));

    expect((await request(app).get('/api')).type).toBe('application/problem+json');
    expect((await request(app).get('/')).type).toBe('application/json');
  });
});

function fail(): never {
  throw new Error('secret of a getter');
}

async function* failing(error: unknown, ...chunks: string[]): AsyncGenerator<string> {
  yield* chunks;
  throw error;
}

function cycle(): object {
  const body: Record<string, unknown> = {};
  body['itself'] = body;
  return body;
}
