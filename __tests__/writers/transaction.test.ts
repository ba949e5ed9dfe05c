import express, { type Express, type RequestHandler } from 'express';
import { File, JSON, Redirect, returns, Text, View, type AnyResponse } from 'express-returns';
import { keepErrors, send, withServer } from '../helpers/app';

type Breakable = 'json' | 'send' | 'end' | 'write' | 'redirect' | 'cookie';

const init = {
  status: 201,
  headers: { 'X-Own': '1', 'Date': 'today', 'Vary': 'X-Own', 'Cache-Control': 'max-age=9' },
  cookies: [{ name: 'own', value: '1' }],
} as const;

/** Middleware that leaves headers behind, and then breaks one of the methods of `res`, which throws by default. */
function breaking(method: Breakable, fail = throwError): RequestHandler {
  return (_req, res, next) => {
    res.set('X-Before', 'kept').set('Cache-Control', 'no-store').vary('Origin').cookie('session', 's');
    const original = res[method];
    res[method] = (() => {
      res[method] = original as never;
      return fail(new Error(`${method} is broken`));
    }) as never;
    next();
  };
}

function throwError(error: Error): unknown {
  throw error;
}

/** The error reply has the fields of the middleware, and none of the response that failed. */
function expectRestored({ status, headers }: Awaited<ReturnType<typeof send>>): void {
  expect(status).toBe(500);
  expect(headers).toEqual({
    'X-Powered-By': 'Express',
    'X-Before': 'kept',
    'Cache-Control': 'no-store',
    'Vary': 'Origin',
    'Set-Cookie': 'session=s; Path=/',
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': '15',
    'ETag': headers['ETag'],
  });
}

function appOf(response: AnyResponse, ...middleware: RequestHandler[]): { app: Express; errors: unknown[] } {
  const app = express();
  app.engine('tpl', (_path, _locals, done) => {
    done(null, 'rendered');
  });
  app.set('views', __dirname).set('view engine', 'tpl');
  app.get(
    '/it',
    ...middleware,
    returns(() => response),
  );
  return { app, errors: keepErrors(app) };
}

describe('commit', () => {
  it.each<[Breakable, AnyResponse]>([
    ['json', new JSON({ a: 1 }, init)],
    ['send', new JSON({ a: 1 }, init)],
    ['end', new JSON({ a: 1 }, init)],
    ['end', new Text('text', init)],
    ['write', new Text(['stream'], init)],
    ['cookie', new Text('text', init)],
    ['redirect', new Redirect('/x', { headers: init.headers, cookies: init.cookies })],
  ])('puts res back as middleware had left it when res.%s throws', async (method, response) => {
    const { app, errors } = appOf(response, breaking(method));
    const answer = await send(app, 'GET', '/it');

    expect(errors).toEqual([new Error(`${method} is broken`)]);
    expectRestored(answer);
  });

  it.each<['json' | 'send' | 'redirect', AnyResponse]>([
    ['json', new JSON({ a: 1 }, init)],
    ['send', new JSON({ a: 1 }, init)],
    ['send', new Text('text', init)],
    ['redirect', new Redirect('/x', { headers: init.headers, cookies: init.cookies })],
  ])('does so when a wrapper of res.%s rejects', async (method, response) => {
    const { app, errors } = appOf(
      response,
      breaking(method, (error) => Promise.reject(error)),
    );
    const answer = await send(app, 'GET', '/it');

    expect(errors).toEqual([new Error(`${method} is broken`)]);
    expectRestored(answer);
  });

  it('does so when an etag function throws, after Express has set headers of its own', async () => {
    const { app, errors } = appOf(new Text('text', init));
    let calls = 0;
    app.set('etag', () => {
      if (calls++ === 0) throw new Error('no etag');
      return 'W/"own"';
    });
    const answer = await send(app, 'GET', '/it');

    expect(errors).toEqual([new Error('no etag')]);
    expect(answer.headers).toEqual({
      'X-Powered-By': 'Express',
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': '15',
      'ETag': 'W/"own"',
    });
  });

  it('leaves the Date of an error reply to Node', async () => {
    const { app } = appOf(new JSON({ a: 1n }, init));
    const date = await withServer(app, (port) =>
      fetch(`http://127.0.0.1:${port}/it`).then(({ headers }) => headers.get('date')),
    );

    expect(Date.parse(String(date))).not.toBeNaN();
  });

  it('does so for a signed cookie without a secret', async () => {
    const { app, errors } = appOf(
      new Text('text', {
        ...init,
        cookies: [
          { name: 'a', value: '1' },
          { name: 'b', value: '2', signed: true },
        ],
      }),
    );
    const answer = await send(app, 'GET', '/it');

    expect(errors).toEqual([new Error('cookieParser("secret") required for signed cookies')]);
    expect(answer.headers['Set-Cookie']).toBeUndefined();
    expect(answer.headers['X-Own']).toBeUndefined();
  });

  it.each<[string, AnyResponse, number]>([
    ['a file that is not there', new File('missing.txt', { root: __dirname, headers: init.headers }), 404],
    ['a view that cannot be found', new View('missing', {}, { headers: init.headers }), 500],
  ])('does so for %s', async (_what, response, status) => {
    const { app, errors } = appOf(response);
    const answer = await send(app, 'GET', '/it');

    expect(errors).toHaveLength(1);
    expect(answer.status).toBe(status);
    expect(answer.headers).toEqual({
      'X-Powered-By': 'Express',
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': '15',
      'ETag': answer.headers['ETag'],
    });
  });
});
