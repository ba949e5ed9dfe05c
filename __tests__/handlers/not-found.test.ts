import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { Error, errorHandler, notFound, Routes, Text, type Settings } from 'express-returns';
import { noteAllowedMethods } from '../../lib/handlers/allowed-methods';
import { usageError } from '../diagnostics/refused';
import { keepErrors, send } from '../helpers/app';

const NOT_FOUND = '{"status":"error","code":1001,"message":"Not found"}';

function closedApp(fill: (app: Express) => void = () => undefined, settings: Settings = {}): Express {
  const app = express();
  fill(app);
  return app.use(notFound(settings)).use(errorHandler(settings));
}

/** What the last layer of a mount does for a path that it knows with other methods. */
function knows(...methods: string[]): (app: Express) => void {
  return (app) => {
    app.use((req: Request, _res: Response, next: NextFunction) => {
      noteAllowedMethods(req, methods);
      next();
    });
  };
}

describe('notFound', () => {
  it('is a middleware of its own name', () => {
    expect(notFound().name).toBe('notFound');
    expect(notFound()).toHaveLength(3);
  });

  it('refuses wrong settings', () => {
    expect(() => notFound({ format: 'problem' } as Settings)).toThrow(
      usageError('ERR_RETURNS_SETTINGS', 'notFound() has no option "format"; it has '),
    );
  });

  it.each([
    ['notFound()', notFound],
    ['errorHandler()', errorHandler],
  ])('says that %s is given to Express without its parentheses', async (call, fn) => {
    const app = express().use(fn as never);
    const errors = keepErrors(app);

    expect((await send(app, 'GET', '/nowhere')).status).toBe(500);
    expect(errors).toEqual([
      expect.objectContaining({
        code: 'ERR_RETURNS_SETTINGS',
        message: `${call} got a request as its settings: write app.use(${call}), with its parentheses.`,
      }),
    ]);
  });

  it.each(['GET', 'POST', 'PUT', 'DELETE', 'PATCH'])('answers %s where no layer has answered', async (method) => {
    const { status, headers, body } = await send(closedApp(), method, '/nowhere');

    expect([status, body.toString()]).toEqual([404, NOT_FOUND]);
    expect(headers['Content-Type']).toBe('application/json; charset=utf-8');
  });

  it('answers HEAD with the head of GET', async () => {
    const get = await send(closedApp(), 'GET', '/nowhere');

    expect(await send(closedApp(), 'HEAD', '/nowhere')).toEqual({ ...get, body: Buffer.alloc(0) });
  });

  it('answers in the format of the app', async () => {
    const { status, headers, body } = await send(closedApp(undefined, { errorFormat: 'problem' }), 'GET', '/a?b=c');

    expect([status, headers['Content-Type']]).toEqual([404, 'application/problem+json; charset=utf-8']);
    expect(JSON.parse(body.toString())).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'Not found',
      instance: '/a',
      code: 1001,
    });
  });

  it('says the same as a thrown Error(1001)', async () => {
    const throws = new Routes().get('/nowhere', () => {
      throw new Error(1001);
    });
    const app = closedApp((inner) => inner.use(throws.router()));

    expect(await send(app, 'GET', '/nowhere')).toEqual(await send(closedApp(), 'GET', '/nowhere'));
  });

  it('ignores an answered request', async () => {
    const app = closedApp((inner) => {
      inner.use(new Routes().get('/a', () => new Text('a')).router());
      inner.get('/b', (_req, res) => res.send('b'));
    });

    expect((await send(app, 'GET', '/a')).body.toString()).toBe('a');
    expect((await send(app, 'GET', '/b')).body.toString()).toBe('b');
  });
});

describe('a path that is known with other methods', () => {
  it('is a 405 that names them', async () => {
    const { status, headers, body } = await send(closedApp(knows('GET', 'HEAD')), 'POST', '/');

    expect([status, body.toString()]).toEqual([405, '{"status":"error","code":405,"message":"Method Not Allowed"}']);
    expect(headers['Allow']).toBe('GET, HEAD');
  });

  it('is a 405 in the format of the app', async () => {
    const { status, headers, body } = await send(closedApp(knows('GET'), { errorFormat: 'problem' }), 'PUT', '/');

    expect([status, headers['Allow']]).toEqual([405, 'GET']);
    expect(JSON.parse(body.toString())).toMatchObject({ type: 'about:blank', title: 'Method Not Allowed', code: 405 });
  });

  it('is a 404 for a method that it has, whose handler has passed on', async () => {
    expect((await send(closedApp(knows('GET', 'HEAD')), 'GET', '/')).status).toBe(404);
  });
});

describe('OPTIONS', () => {
  it.each<[string, (app: Express) => void]>([
    ['a route of Express', (app) => app.get('/', (_req, res) => res.end())],
    ['a mounted Routes', (app) => new Routes().get('/', () => new Text('a')).mount(app)],
    ['the Router of a Routes', (app) => app.use(new Routes().get('/', () => new Text('a')).router())],
  ])('is left to Express for the path of %s', async (_what, fill) => {
    const { status, headers } = await send(closedApp(fill), 'OPTIONS', '/');

    expect(status).toBe(200);
    expect(String(headers['Allow']).replace(/\s/g, '').split(',').sort()).toEqual(['GET', 'HEAD']);
  });
});
