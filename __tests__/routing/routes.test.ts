import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { Route, Routes, Text, UsageError } from 'express-returns';
import { keepErrors, major, send } from '../helpers/app';

const hi = () => new Text('hi');

async function bodyOf(app: Express, method: string, path: string): Promise<string> {
  const { status, body } = await send(app, method, path);
  return `${status} ${body.toString()}`;
}

describe('Routes', () => {
  it.each(['get', 'post', 'put', 'patch', 'delete', 'options'] as const)('has routes.%s', async (name) => {
    const app = express().use(new Routes()[name]('/it', hi).router());

    expect(await bodyOf(app, name.toUpperCase(), '/it')).toBe('200 hi');
    expect((await send(app, name === 'get' ? 'POST' : 'GET', '/it')).status).toBe(404);
  });

  it('has routes.head, and answers HEAD from GET where there is none', async () => {
    const app = express().use(
      new Routes()
        .head('/h', () => new Text('', { headers: { 'X-Head': '1' } }))
        .get('/g', hi)
        .router(),
    );

    expect((await send(app, 'HEAD', '/h')).headers['X-Head']).toBe('1');
    expect((await send(app, 'HEAD', '/g')).headers['Content-Length']).toBe('2');
    expect((await send(app, 'GET', '/h')).status).toBe(404);
  });

  it('has routes.all for any method, and routes.route for several', async () => {
    const app = express().use(new Routes().all('/all', hi).route('/some', ['GET', 'PUT'], hi).router());

    expect(await bodyOf(app, 'PROPFIND', '/all')).toBe('200 hi');
    expect(await bodyOf(app, 'PUT', '/some')).toBe('200 hi');
    expect((await send(app, 'POST', '/some')).status).toBe(404);
  });

  it.each<[string, ConstructorParameters<typeof Route>[0], string[], string[]]>([
    ['a string with a variable', '/users/:id', ['/users/1', '/users/1/', '/USERS/1'], ['/users', '/users/1/2']],
    ['a RegExp', /^\/hello-world$/, ['/hello-world'], ['/hello', '/hello-world/']],
    ['an array', ['/a', /^\/b+$/], ['/a', '/bbb'], ['/c']],
    ['an empty string, the mount point itself', '', ['/'], ['/a']],
    ['a wildcard of this Express', major === 5 ? '/files/*rest' : '/files/*', ['/files/a/b'], ['/file']],
    ['an optional part of this Express', major === 5 ? '/a{/:b}' : '/a/:b?', ['/a', '/a/1'], ['/a/1/2']],
  ])('takes as a path %s', async (_what, path, matching, others) => {
    const app = express().use(new Routes().get(path, hi).router());

    for (const url of matching) expect([url, (await send(app, 'GET', url)).status]).toEqual([url, 200]);
    for (const url of others) expect([url, (await send(app, 'GET', url)).status]).toEqual([url, 404]);
  });

  it('flattens arrays of middleware, as Express does', async () => {
    const seen: number[] = [];
    const note = (n: number) => (_req: unknown, _res: unknown, next: () => void) => {
      seen.push(n);
      next();
    };
    await send(express().use(new Routes().get('/', [note(1), note(2)], note(3), hi).router()), 'GET', '/');

    expect(seen).toEqual([1, 2, 3]);
  });

  it('is made of Route objects, and gives them back in order', () => {
    const a = new Route('/a', ['GET'], hi);
    const b = new Route(/^\/b$/, ['POST', 'PUT'], { name: 'makeB' }, hi);
    const routes = new Routes(a).extend(
      b,
      new Routes().get('/c', () => new Text('c')),
    );

    expect([...routes].slice(0, 2)).toEqual([a, b]);
    expect(routes.list()).toEqual([
      { methods: ['GET'], path: '/a', name: 'hi' },
      { methods: ['POST', 'PUT'], path: /^\/b$/, name: 'makeB' },
      { methods: ['GET'], path: '/c', name: '' },
    ]);
  });

  it('may be mounted any number of times, each with settings of its own', async () => {
    const routes = new Routes().get('/:id', (req) => req.params);
    const app = express()
      .use('/a/:parent', routes.router({ mergeParams: true }))
      .use('/b/:parent', routes.router({ strict: true }));

    expect(await bodyOf(app, 'GET', '/a/1/2/')).toBe('200 {"parent":"1","id":"2"}');
    expect(await bodyOf(app, 'GET', '/b/1/2')).toBe('200 {"id":"2"}');
    expect((await send(app, 'GET', '/b/1/2/')).status).toBe(404);
  });

  it('takes the case of paths from caseSensitive', async () => {
    const app = express()
      .use('/a', new Routes().get('/It', hi).router({ caseSensitive: true }))
      .use('/b', new Routes().get('/It', hi).router());

    expect((await send(app, 'GET', '/a/it')).status).toBe(404);
    expect((await send(app, 'GET', '/b/it')).status).toBe(200);
  });

  it('lets another method of a known path through to the app, also when mounted straight onto it', async () => {
    const legacy = express();
    new Routes().get('/it', hi).mount(legacy);
    legacy.post('/it', (_req, res) => {
      res.send('legacy');
    });

    expect(await bodyOf(legacy, 'POST', '/it')).toBe('200 legacy');
    expect(await bodyOf(legacy, 'GET', '/it')).toBe('200 hi');
  });

  it('mounts onto a Router as onto an app, and gives it back', async () => {
    const router = express.Router();

    expect(new Routes().get('/it', hi).mount(router)).toBe(router);
    expect(await bodyOf(express().use('/deep', router), 'GET', '/deep/it')).toBe('200 hi');
  });

  it('keeps req.route, req.baseUrl and req.params as a hand-written Router has them', async () => {
    const routes = new Routes().get('/users/:id', (req) => ({
      route: (req.route as { path: string }).path,
      baseUrl: req.baseUrl,
      params: req.params,
    }));

    expect(await bodyOf(express().use('/api', routes.router()), 'GET', '/api/users/7')).toBe(
      '200 {"route":"/users/:id","baseUrl":"/api","params":{"id":"7"}}',
    );
  });

  // The accident: a route or a guard that is added after the mount would be there in the code and not in the app.
  it.each<[string, (routes: Routes) => unknown]>([
    ['a route', (routes) => routes.get('/late', hi)],
    ['middleware', (routes) => routes.use(() => undefined)],
    ['other routes', (routes) => routes.extend(new Route('/late', ['GET'], hi))],
    ['a decorator', (routes) => routes.get('/late')],
  ])('is sealed once it is mounted: %s is refused', (_what, add) => {
    const mounted = new Routes().get('/it', hi);
    mounted.router();
    const taken = new Routes();
    new Routes(taken);

    for (const routes of [mounted, taken])
      expect(() => add(routes)).toThrow(expect.objectContaining({ code: 'ERR_RETURNS_SEALED' }));
    expect(() => add(mounted)).toThrow('came after routes.router(), which has taken these routes');
    expect(() => mounted.router()).not.toThrow();
  });

  it.each<[string, () => unknown, string]>([
    [
      'a path for use()',
      () => new Routes().use('/admin' as never),
      'routes.use() takes middleware only; got the path "/admin". Give these routes a Routes of their own, for routes.group(path, ...middleware, routes).',
    ],
    [
      'a Routes for use()',
      () => new Routes().use(new Routes() as never),
      'routes.use() takes middleware; for the routes of another Routes there are routes.extend() and routes.group().',
    ],
    [
      'what is no function for use()',
      () => new Routes().use(undefined as never),
      'routes.use(): a middleware is a function; got undefined.',
    ],
    [
      'something else for extend()',
      () => new Routes().extend({} as never),
      'A Routes is extended by Route or Routes objects; got an object without keys.',
    ],
    [
      'itself',
      () => {
        const routes = new Routes();
        routes.extend(routes);
      },
      'A Routes cannot extend itself.',
    ],
    [
      'a missing handler',
      () => new Routes().get('/it', undefined as never),
      'GET /it: the handler must be a function; got undefined.',
    ],
    [
      'no app to mount on',
      () => new Routes().mount({} as never),
      'routes.mount takes an Express app or Router; got an object without keys.',
    ],
  ])('refuses %s', (_what, wrong, message) => {
    expect(wrong).toThrow(UsageError);
    expect(wrong).toThrow(message);
  });
});

describe('an error handler after the routes of a Router', () => {
  it('gets the errors of these routes only, and cannot lead back to a refused handler', async () => {
    const reached: string[] = [];
    const refuse = (): never => {
      throw new globalThis.Error('refused');
    };
    const routes = new Routes().get('/mine', (_req, _res, _next) => refuse(), () => (reached.push('handler'), 'secret')); // prettier-ignore
    const router = routes.router();
    router.use((error: globalThis.Error, req: Request, _res: Response, next: NextFunction) => {
      reached.push(`${req.path} ${error.message}`);
      next();
    });
    const app = express().use(router);
    app.get('/other', refuse);
    app.use((_req, res) => void res.status(404).send('nothing'));
    keepErrors(app);

    expect((await send(app, 'GET', '/mine')).status).toBe(404);
    expect((await send(app, 'GET', '/other')).status).toBe(500);
    expect(reached).toEqual(['/mine refused']);
  });
});
