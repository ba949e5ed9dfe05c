import express from 'express';
import {
  Converter,
  Error as CodedError,
  ErrorCode,
  ErrorList,
  errorHandler,
  guard,
  HTML,
  JSON as JSONResponse,
  notFound,
  Routes,
  signal,
  Text,
  type Transform,
} from 'express-returns';
import { usageError } from '../diagnostics/refused';
import { send } from '../helpers/app';

const text = async (app: express.Express, path: string, method = 'GET', headers = {}): Promise<string> => {
  const reply = await send(app, method, path, headers);
  return `${reply.status} ${reply.body.toString()}`;
};
const tagged =
  (tag: string): Transform =>
  (response) =>
    response.with({ headers: { 'X-Tags': `${String(response.headers['x-tags'] ?? '')}${tag}` } });

describe('routes.group', () => {
  it('puts the routes of another Routes under a prefix', async () => {
    const users = new Routes()
      .get('/', () => 'all')
      .get('/:id', (req) => new JSONResponse([req.params.id, req.baseUrl, (req.route as { path: string }).path]))
      .post('/', () => 'made');
    const routes = new Routes().group('/teams', new Routes().get('/', () => 'teams').group('/:team/users', users));
    const app = express().use('/api', routes.router(), notFound(), errorHandler());

    expect(routes.list().map(({ methods, path }) => `${methods.join()} ${String(path)}`)).toEqual([
      'GET /teams',
      'GET /teams/:team/users',
      'GET /teams/:team/users/:id',
      'POST /teams/:team/users',
    ]);
    expect(await text(app, '/api/teams')).toBe('200 teams');
    expect(await text(app, '/api/teams/x/users')).toBe('200 all');
    expect(await text(app, '/api/teams/x/users/7')).toBe('200 ["7","/api","/teams/:team/users/:id"]');
    expect(await text(app, '/api/x')).toMatch(/^404 /);
    expect((await send(app, 'DELETE', '/api/teams/x/users')).headers['Allow']).toBe('GET, HEAD, POST');
    expect(routes.url('/teams/:team/users/:id', { team: 'x', id: 7 })).toBe('/teams/x/users/7');
  });

  it('has middleware and guards of its own, outside of those of its routes', async () => {
    const ran: string[] = [];
    const step = (name: string) => (_req: unknown, _res: unknown, next: () => void) => {
      ran.push(name);
      next();
    };
    const admin = new Routes().use(step('admin')).get('/', step('route'), () => 'in');
    const routes = new Routes()
      .use(step('routes'))
      .group(
        '/admin',
        step('group'),
        [guard((req) => (req.get('X-Key') === 'secret' ? undefined : new Text('no', { status: 401 })))],
        admin,
      )
      .get('/open', () => 'open');
    const app = express().use(routes.router());

    expect(await text(app, '/admin')).toBe('401 no');
    expect(ran.splice(0)).toEqual(['routes', 'group']);
    expect(await text(app, '/admin', 'GET', { 'X-Key': 'secret' })).toBe('200 in');
    expect(ran.splice(0)).toEqual(['routes', 'group', 'admin', 'route']);
    expect(await text(app, '/open')).toBe('200 open');
    expect(await text(app, '/admin/nowhere')).toMatch(/^404 /);
    expect(ran).toEqual(['routes']);
  });

  it('has its own settings over those of the mount', async () => {
    const own = new ErrorList(new ErrorCode(2001, 'own', 409));
    const common = new ErrorList(new ErrorCode(2000, 'common', 418));
    const users = new Routes()
      .get('/common', () => {
        throw new CodedError(2000);
      })
      .get('/own', () => new CodedError(2001));
    const routes = new Routes()
      .group('/a', { errors: own, errorFormat: 'problem', transform: [tagged('a'), tagged('b')] }, users)
      .group('/b', { errors: new ErrorList(new ErrorCode(2001, 'other', 410)) }, users);
    const app = express().use(routes.router({ errors: common, transform: tagged('mount') }));
    const facts = async (path: string) => {
      const { status, headers } = await send(app, 'GET', path);
      return [status, headers['X-Tags'], String(headers['Content-Type']).split(';')[0]];
    };

    expect(await facts('/a/common')).toEqual([418, 'abmount', 'application/problem+json']);
    expect(await facts('/a/own')).toEqual([409, 'abmount', 'application/problem+json']);
    expect(await facts('/b/common')).toEqual([418, 'mount', 'application/json']);
    expect(await facts('/b/own')).toEqual([410, 'mount', 'application/json']);
  });

  it('has a timeout of its own, which its middleware heeds', async () => {
    const slow = new Routes().get(
      '/',
      (req) => new Promise((_resolve, reject) => signal(req).addEventListener('abort', reject)),
    );
    const routes = new Routes()
      .use((_req, _res, next) => {
        next();
      })
      .group('/slow', { timeout: 20 }, slow)
      .get('/', () => 'fast');
    const app = express().use(routes.router(), errorHandler({ log: () => undefined }));

    expect((await send(app, 'GET', '/slow')).status).toBe(503);
    expect(await text(app, '/')).toBe('200 fast');
  });

  it('is refused where a code means two things', () => {
    const list = (message: string) => new ErrorList(new ErrorCode(2000, message, 400));
    const routes = new Routes().group(
      '/a',
      { errors: list('one') },
      new Routes().get('/', () => 1),
    );

    expect(() => routes.router({ errors: list('two') })).toThrow(usageError('ERR_RETURNS_ERROR_CODE'));
    expect(() => routes.router()).not.toThrow();
  });

  it('shares the priority of all routes, but for those behind middleware', async () => {
    const routes = new Routes()
      .get('/:a/:b', () => 'variable')
      .group(
        '/users',
        new Routes().get('/:id', () => 'group').get('/me', () => 'me'),
      )
      .group(
        '/:g',
        (_req, _res, next) => {
          next();
        },
        new Routes().get('/last', () => 'last'),
      );
    const app = express().use(routes.router());

    expect(await text(app, '/users/7')).toBe('200 group');
    expect(await text(app, '/users/me')).toBe('200 me');
    expect(await text(app, '/x/last')).toBe('200 variable');
  });

  it('has typed variables in its prefix, of the types of the Routes around it', async () => {
    const hex = new Converter(/[\da-f]+/, { parse: (digits) => parseInt(digits, 16), format: (id) => id.toString(16) });
    const word = new Converter(/[a-z]+/);
    const inner = new Routes({ converters: { word } }).get('/<name:word>', (req) => new JSONResponse(req.params));
    const routes = new Routes({ converters: { hex } }).group('/<id:hex>', inner);
    const app = express().use(routes.router());

    expect(await text(app, '/ff/ada')).toBe('200 {"id":255,"name":"ada"}');
    expect(await text(app, '/ff/7')).toMatch(/^404 /);
    expect(await text(app, '/xx/ada')).toMatch(/^404 /);
    expect(routes.url('/<id:hex>/<name:word>', { id: 255, name: 'ada' })).toBe('/ff/ada');
  });

  it('answers OPTIONS behind its middleware, for a RegExp, too', async () => {
    const cors = (req: express.Request, res: express.Response, next: express.NextFunction): void => {
      res.set('Access-Control-Allow-Origin', '*');
      if (req.method === 'OPTIONS') res.status(204).end();
      else next();
    };
    const routes = new Routes().group(
      '/a',
      cors,
      new Routes().get(/^\/b$/, () => 'b').get('/c', () => new HTML('c')),
    );
    const app = express().use(routes.router());

    for (const path of ['/a/b', '/a/c', '/A/b']) expect((await send(app, 'OPTIONS', path)).status).toBe(204);
    expect((await send(app, 'OPTIONS', '/b')).status).toBe(404);
  });

  it('lets no RegExp guard less than it does in a Router of its own', async () => {
    const no = (_req: unknown, res: express.Response, _next: unknown): void => {
      res.status(401).send('no');
    };
    const admin = new Routes()
      .all(/^\/.*/, no)
      .get('/', () => 'in')
      .get('/users', () => 'users');
    const app = express().use(new Routes().group('/admin', admin).router());

    for (const path of ['/admin', '/admin/', '/ADMIN/users', '/admin/users/'])
      expect(await text(app, path)).toBe('401 no');
    expect(await text(app, '/administrator')).toMatch(/^404 /);
  });

  it('seals the routes that it takes, so that there is no circle', () => {
    const inner = new Routes().get('/', () => 1);
    const outer = new Routes().group('/a', inner);

    expect(() => inner.get('/b', () => 1)).toThrow(
      usageError('ERR_RETURNS_SEALED', 'came after routes.group(), which has taken these routes'),
    );
    expect(() => inner.group('/b', outer)).toThrow(usageError('ERR_RETURNS_SEALED'));
    expect(() => outer.group('/a', outer)).toThrow(usageError('ERR_RETURNS_HANDLER', 'got itself.'));
  });

  it.each<[string, () => unknown, string]>([
    [
      'no routes',
      () => new Routes().group('/a', (() => 1) as never),
      'routes.group() takes another Routes in the last place; got a function.',
    ],
    [
      'no prefix',
      () => new Routes().group(new Routes() as never, new Routes()),
      'routes.group() takes a prefix such as',
    ],
    [
      'an unknown setting',
      () => new Routes().group('/a', { strict: true } as never, new Routes()),
      'routes.group("/a") has no option "strict". It is an option of a Router',
    ],
    [
      'what is no middleware',
      () => new Routes().group('/a', 5 as never, new Routes()),
      'routes.group("/a"): a middleware is a function; got 5.',
    ],
    [
      'a path as middleware',
      () => new Routes().group('/a', '/b' as never, new Routes()),
      'routes.group("/a") takes middleware only; got the path "/b".',
    ],
    ['an unknown type', () => new Routes().group('/<id:hex>', new Routes()), '<id:hex> has an unknown type'],
    [
      'a path that cannot be there',
      () =>
        new Routes().group(
          '/:id',
          new Routes().get('/:id', function find() {
            return 1;
          }),
        ),
      'GET /:id (find): The path /:id in the group "/:id": both have a variable id.',
    ],
    [
      'a converter of another meaning',
      () =>
        new Routes({ converters: { x: new Converter(/a/) } }).group(
          '/<a:x>',
          new Routes({ converters: { x: new Converter(/b/) } }).get('/<b:x>', () => 1),
        ),
      'The group and its routes define two different converters named x: rename one.',
    ],
  ])('refuses %s', (_what, make, message) => {
    expect(make).toThrow(message);
  });
});
