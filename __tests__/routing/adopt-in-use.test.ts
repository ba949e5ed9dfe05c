import express, { Router, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { adopt, JSON, notFound, Text } from 'express-returns';
import { keepErrors, major, send, type RawReply } from '../helpers/app';

const textOf = (reply: RawReply): string => `${reply.status} ${reply.body.toString()}`;
const passOn: RequestHandler = (_req, _res, next) => {
  next();
};

type Handle = (req: Request, res: Response, next: NextFunction) => unknown;

interface Layer {
  handle: Handle;
  readonly route?: Stack;
}

interface Stack {
  stack: Layer[];
}

const routerOf = (app: express.Express): Stack => Reflect.get(app, major === 4 ? '_router' : 'router');

/** Replaces the function of the route that was registered last, as tracers do. */
function wrapLast(app: express.Express, wrap: (handle: Handle) => Handle): void {
  for (const layer of routerOf(app).stack.at(-1)?.route?.stack ?? []) layer.handle = wrap(layer.handle);
}

describe('adopting twice', () => {
  const typeOf = async (app: express.Express): Promise<unknown> =>
    (await send(app.use(notFound()), 'GET', '/none')).headers['Content-Type'];

  it('keeps the settings that the second call does not give', async () => {
    expect(await typeOf(adopt(adopt(express(), { errorFormat: 'problem' })))).toMatch(/^application\/problem\+json/);
    expect(await typeOf(adopt(adopt(express(), { errorFormat: 'problem' }), { timeout: 9000 }))).toMatch(/problem/);
  });

  it('replaces those that it gives', async () => {
    const app = adopt(adopt(express(), { errorFormat: 'problem' }), { errorFormat: 'envelope' });

    expect(await typeOf(app)).toMatch(/^application\/json/);
  });

  it('gives a Router its settings for handlers that are registered from then on', async () => {
    const marked = (mark: string): { transform: (response: Text) => Text } => ({
      transform: () => new Text(mark),
    });
    const router = adopt(Router(), marked('first') as object).get('/1', () => 'x');
    adopt(router, marked('second') as object).get('/2', () => 'x');
    const app = express().use(router);

    expect(textOf(await send(app, 'GET', '/1'))).toBe('200 first');
    expect(textOf(await send(app, 'GET', '/2'))).toBe('200 second');
  });

  it('by two copies of the package runs every function once', async () => {
    let copy: { readonly adopt: typeof adopt; readonly Text: typeof Text } | undefined;
    jest.isolateModules(() => {
      copy = jest.requireActual('express-returns');
    });
    const app = adopt(express());
    copy?.adopt(app);
    const runs: string[] = [];
    app.use((req, _res, next) => {
      runs.push(req.path);
      next();
    });
    app.get('/own', () => new Text('own'));
    app.get('/copy', () => new (copy?.Text ?? Text)('copy'));
    app.get('/object', () => ({ a: 1 }));
    app.get('/nothing', () => undefined);
    const errors = keepErrors(app);

    expect(textOf(await send(app, 'GET', '/own'))).toBe('200 own');
    expect(textOf(await send(app, 'GET', '/copy'))).toBe('200 copy');
    expect(textOf(await send(app, 'GET', '/object'))).toBe('200 {"a":1}');
    expect((await send(app, 'GET', '/nothing')).status).toBe(500);
    expect(errors).toEqual([expect.objectContaining({ code: 'ERR_RETURNS_NO_RESULT' })]);
    expect(runs).toEqual(['/own', '/copy', '/object', '/nothing']);
  });
});

describe('apps that are made or changed in unusual ways', () => {
  it('adopts an app that inherits from another', async () => {
    const base = express();
    const derived = adopt(Object.create(base) as express.Express).get('/', () => 'derived');
    const listener: RequestHandler = (req, res, next) => {
      (derived as unknown as { handle: RequestHandler }).handle(req, res, next);
    };

    expect(textOf(await send(express().use(listener), 'GET', '/'))).toBe('200 derived');
  });

  it('throws what Express 4 throws where `app.router` is read', () => {
    const read = (): unknown => (adopt(express()) as unknown as { router: unknown }).router;

    if (major === 4) expect(read).toThrow("'app.router' is deprecated!");
    else expect(read()).toHaveProperty('stack', []);
  });

  it.each([false, true])('adopts the Router that replaces another (one was there: %p)', async (hasRouter) => {
    const app = express();
    if (hasRouter) app.use(passOn);
    adopt(app).get('/', () => 'old');
    if (major === 4) (app as unknown as { _router: unknown })._router = undefined;
    else routerOf(app).stack.length = 0;
    app.get('/', () => 'new');

    expect(textOf(await send(app, 'GET', '/'))).toBe('200 new');
  });

  it('adopts layers that are registered after the stack was replaced, and layers moved to another Router', async () => {
    const app = adopt(express()).get('/a', () => 'a');
    const router = routerOf(app);
    router.stack = [...router.stack];
    app.get('/b', () => 'b');
    const other = Router();
    (other as unknown as Stack).stack.push(...router.stack.slice(-2));

    for (const target of [app, express().use(other)]) {
      expect(textOf(await send(target, 'GET', '/a'))).toBe('200 a');
      expect(textOf(await send(target, 'GET', '/b'))).toBe('200 b');
    }
  });

  it('adopts a sub-app after it is mounted, and a Router that two apps have', async () => {
    const child = express();
    const first = express().use('/child', child);
    adopt(child).get('/', () => 'child');
    const router = adopt(Router({ mergeParams: true })).get('/:b', (req) => new JSON(req.params));
    first.use('/:a', router);

    expect(textOf(await send(first, 'GET', '/child'))).toBe('200 child');
    expect(textOf(await send(first, 'GET', '/1/2'))).toBe('200 {"a":"1","b":"2"}');
    expect(textOf(await send(adopt(express()).use('/x', router), 'GET', '/x/2'))).toBe('200 {"b":"2"}');
  });

  it('adopts functions in nested arrays, and routes that are extended later', async () => {
    const app = adopt(express());
    app.use(['/a', '/b'], [passOn, [passOn]] as unknown as RequestHandler, () => 'nested');
    const route = app.route('/late');
    app.get('/other', () => 'other');
    route.get(passOn, () => 'get').all(() => 'all');

    expect(textOf(await send(app, 'GET', '/b'))).toBe('200 nested');
    expect(textOf(await send(app, 'GET', '/late'))).toBe('200 get');
    expect(textOf(await send(app, 'PUT', '/late'))).toBe('200 all');
  });
});

if (major === 5) {
  it('adopts an app whose Router is a plain property', async () => {
    const app = express();
    Object.defineProperty(app, 'router', { value: Router(), writable: true });
    adopt(app).get('/', () => 'returned');

    expect(textOf(await send(app, 'GET', '/'))).toBe('200 returned');
  });
} else {
  it('calls a lazyrouter that a tool has put in before or after', async () => {
    const app = express() as express.Express & { lazyrouter: () => void };
    const calls: string[] = [];
    const patch = (name: string): void => {
      const { lazyrouter } = app;
      app.lazyrouter = function (this: unknown) {
        calls.push(name);
        lazyrouter.call(this);
      };
    };
    patch('before');
    adopt(app);
    patch('after');
    app.get('/', () => 'returned');

    expect(calls.slice(0, 2)).toEqual(['after', 'before']);
    expect(textOf(await send(app, 'GET', '/'))).toBe('200 returned');
  });
}

describe('the way of a request', () => {
  it('leaves a route or a Router by next', async () => {
    const router = adopt(Router());
    for (const signal of ['route', 'router'] as const) {
      const leave: RequestHandler = (_req, _res, next) => {
        next(signal);
      };
      router.get(`/${signal}`, leave, () => 'not left').get(`/${signal}`, () => 'next route');
    }
    const app = adopt(express()).use(router).get('/router', () => 'outside'); // prettier-ignore

    expect(textOf(await send(app, 'GET', '/route'))).toBe('200 next route');
    expect(textOf(await send(app, 'GET', '/router'))).toBe('200 outside');
  });

  it('leads to an error handler in the same route', async () => {
    const app = adopt(express());
    const fails = (): never => {
      throw new globalThis.Error('broken');
    };
    const onError = (error: Error, _req: Request, res: Response, _next: NextFunction): void => {
      res.status(418).send(error.message);
    };
    app.get('/', fails, onError as unknown as RequestHandler);

    expect(textOf(await send(app, 'GET', '/'))).toBe('418 broken');
  });

  it('is that of Express for HEAD and OPTIONS', async () => {
    const app = adopt(express()).get('/', () => new Text('body')).post('/', () => 'posted'); // prettier-ignore
    const head = await send(app, 'HEAD', '/');
    const options = await send(app, 'OPTIONS', '/');

    expect([head.status, head.headers['Content-Length'], head.body.length]).toEqual([200, '4', 0]);
    expect(String(options.headers['Allow']).split(/, ?/).sort()).toEqual(['GET', 'HEAD', 'POST']);
  });

  it('calls functions without this', async () => {
    const seen: unknown[] = [];
    const look = function (this: unknown, _req: Request, res: Response): void {
      seen.push(this);
      res.end();
    };
    const lookAlone = function (this: unknown): string {
      seen.push(this);
      return 'x';
    };
    const app = adopt(express()).get('/', look).get('/alone', lookAlone);
    await send(app, 'GET', '/');
    await send(app, 'GET', '/alone');

    expect(seen).toEqual([undefined, undefined]);
  });
});

describe('a tool that wraps the function of a layer', () => {
  it.each<[string, (handle: Handle) => Handle]>([
    ['drops its result', (handle) => (req, res, next) => void handle(req, res, next)],
    [
      'awaits and drops its result',
      (handle) => async (req, res, next) => {
        await handle(req, res, next);
      },
    ],
  ])('and %s ends in an error that names the route', async (_name, wrap) => {
    const app = adopt(express()).get('/users/:id', async function getUser() {
      return new Text('lost');
    });
    wrapLast(app, wrap);
    const errors = keepErrors(app);

    expect((await send(app, 'GET', '/users/7')).status).toBe(500);
    expect(String(errors)).toContain('GET /users/:id (getUser)');
  });

  it.each<[string, Handle]>([
    ['req', async (_req) => Promise.reject(new globalThis.Error('broken'))],
    ['req and res', async (_req, _res) => Promise.reject(new globalThis.Error('broken'))],
  ])('and gives a rejection to next, and returns it as well, reports it once (%s)', async (_name, handler) => {
    const app = adopt(express()).get('/', handler);
    wrapLast(app, (handle) => async (req, res, next) => {
      try {
        return await handle(req, res, next);
      } catch (error) {
        next(error);
        throw error;
      }
    });
    const errors = keepErrors(app);
    const secondTime = keepErrors(app);

    expect((await send(app, 'GET', '/')).status).toBe(500);
    expect(errors).toEqual([new globalThis.Error('broken')]);
    expect(secondTime).toEqual([]);
  });
});
