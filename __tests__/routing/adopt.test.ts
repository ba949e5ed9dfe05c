import { Readable } from 'node:stream';
import express, { Router, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { adopt, errorHandler, ErrorCode, ErrorList, guard, JSON, NotFound, notFound, Text } from 'express-returns';
import { keepErrors, major, send, type RawReply } from '../helpers/app';

const textOf = (reply: RawReply): string => `${reply.status} ${reply.body.toString()}`;

/** The layers of an app's Router. */
const layersOf = (app: express.Express): readonly Layer[] =>
  (major === 4 ? (app as unknown as { _router: Stack })._router : (app as unknown as { router: Stack }).router).stack;

interface Stack {
  readonly stack: readonly Layer[];
}

interface Layer {
  readonly name: string;
  readonly handle: unknown;
  readonly route?: Stack & object;
}

describe('adopt', () => {
  it('returns the same app or Router', () => {
    const app = express();
    const router = Router();

    expect(adopt(app)).toBe(app);
    expect(adopt(router)).toBe(router);
    expect(adopt(app)).toBe(app);
  });

  it.each([undefined, null, {}, () => 1])('refuses %p', (target: unknown) => {
    expect(() => adopt(target as express.Express)).toThrow(/^adopt takes an Express app or Router; got /);
  });

  it('refuses wrong settings where they are given', () => {
    expect(() => adopt(express(), { errorFormat: 'xml' as 'problem' })).toThrow(/The option errorFormat of adopt\(\)/);
    expect(() => adopt(express(), { mergeParams: true } as object)).toThrow(/adopt\(\) has no option "mergeParams"/);
  });
});

describe('a function that takes at most req', () => {
  const values: readonly [string, (req: Request) => unknown, string][] = [
    ['a response', () => new JSON({ a: 1 }, { status: 201 }), '201 {"a":1}'],
    ['a promise of a response', async () => new Text('later'), '200 later'],
    ['a web response', () => new globalThis.Response('web', { status: 202 }), '202 web'],
    ['an object', () => ({ a: 1 }), '200 {"a":1}'],
    ['null', () => null, '200 null'],
    ['a string', (req) => `<${req.path}>`, '200 </x>'],
    ['a stream', () => Readable.from(['a', 'b']), '200 ab'],
  ];

  it.each(values)('answers with %s that it returns', async (_name, handler, expected) => {
    expect(textOf(await send(adopt(express()).get('/x', handler), 'GET', '/x'))).toBe(expected);
  });

  it('answers with a response that it throws or rejects with', async () => {
    const app = adopt(express());
    app.get('/sync', () => {
      throw new NotFound('Gone');
    });
    app.get('/async', async () => {
      throw new NotFound('Gone');
    });

    expect(textOf(await send(app, 'GET', '/sync'))).toBe('404 Gone');
    expect(textOf(await send(app, 'GET', '/async'))).toBe('404 Gone');
  });

  it('is an error that names the route where it returns nothing', async () => {
    const app = adopt(express());
    app.get('/users/:id', function getUser() {
      /* Nothing. */
    });
    const errors = keepErrors(app);

    expect((await send(app, 'GET', '/users/7')).status).toBe(500);
    expect(errors).toEqual([expect.objectContaining({ code: 'ERR_RETURNS_NO_RESULT' })]);
    expect(String(errors[0])).toContain('GET /users/:id (getUser)');
  });
});

describe('a function that may answer by itself', () => {
  it.each<[string, RequestHandler, string]>([
    ['a response', (_req, _res) => new Text('mine', { status: 201 }), '201 mine'],
    ['a promise of a response', async (_req, _res) => new Text('mine'), '200 mine'],
    ['a web response', (_req, _res) => new globalThis.Response('web'), '200 web'],
  ])('answers with %s that it returns', async (_name, handler, expected) => {
    expect(textOf(await send(adopt(express()).get('/', handler), 'GET', '/'))).toBe(expected);
  });

  it.each<[string, RequestHandler]>([
    ['a timer', (_req, res) => setTimeout(() => res.send('by hand'), 1)],
    ['an object', (_req, res) => (setImmediate(() => res.send('by hand')), { a: 1 })],
    ['a promise of a value', async (_req, res) => (setImmediate(() => res.send('by hand')), 'a value')],
    ['res', (_req, res) => res.send('by hand')],
    ['a string', (_req, res) => (res.send('by hand'), 'a string')],
    ['a rest parameter', (...all) => void all[1].send('by hand')],
  ])('is left to itself where it returns or uses %s', async (_name, handler) => {
    expect(textOf(await send(adopt(express()).get('/', handler), 'GET', '/'))).toBe('200 by hand');
  });

  it('is not run a second time by awaiting a query that Express does not await', async () => {
    const runs: string[] = [];
    const query = {
      then: (resolve: (value: unknown) => void) => {
        runs.push('run');
        resolve('rows');
      },
    };
    const app = adopt(express()).get('/', (_req, res) => {
      res.send('by hand');
      return query;
    });
    await send(app, 'GET', '/');

    expect(runs).toEqual(major === 4 ? [] : ['run']);
  });

  it('passes its errors on, also those of a promise on Express 4', async () => {
    const app = adopt(express());
    const failure = new globalThis.Error('broken');
    app.get('/sync', (_req, _res) => {
      throw failure;
    });
    app.get('/async', async (_req, _res) => {
      throw failure;
    });
    app.get('/nothing', async (_req, _res) => {
      throw undefined;
    });
    const errors = keepErrors(app);
    for (const path of ['/sync', '/async', '/nothing']) await send(app, 'GET', path);

    expect(errors).toEqual([failure, failure, new globalThis.Error('Rejected promise')]);
  });

  it('may be middleware that answers or continues', async () => {
    const app = adopt(express());
    app.use('/private', (req, _res, next) => (req.query['key'] === 'right' ? next() : new Text('No', { status: 401 })));
    app.get('/private/x', () => 'in');

    expect(textOf(await send(app, 'GET', '/private/x'))).toBe('401 No');
    expect(textOf(await send(app, 'GET', '/private/x?key=right'))).toBe('200 in');
  });

  it('has the next that is req.next', async () => {
    const seen: boolean[] = [];
    const app = adopt(express());
    const look: RequestHandler = (req, _res, next) => {
      seen.push(req.next === next);
      next();
    };
    app.use(look, look).use('/a', look);
    await send(app, 'GET', '/a');

    expect(seen).toEqual([true, true, true]);
  });
});

describe('an adopted app', () => {
  it('adopts every way to register a function', async () => {
    const app = adopt(express());
    app.get('/get', () => 'get');
    app.route('/route').post(() => 'post').put(() => 'put'); // prettier-ignore
    app.all('/all', () => 'all');
    const passOn: RequestHandler = (_req, _res, next) => {
      next();
    };
    app.get('/array', [passOn, passOn], () => 'array');
    app.use('/use', () => 'use');
    app.use(['/several', '/paths'], () => 'several');

    for (const [method, path, text] of [
      ['GET', '/get', 'get'],
      ['POST', '/route', 'post'],
      ['PUT', '/route', 'put'],
      ['PATCH', '/all', 'all'],
      ['GET', '/array', 'array'],
      ['GET', '/use/x', 'use'],
      ['GET', '/paths', 'several'],
    ] as const)
      expect(textOf(await send(app, method, path))).toBe(`200 ${text}`);
  });

  it('leaves functions that were registered before as they are', async () => {
    const app = express().get('/before', (_req, res) => void setTimeout(() => res.send('by hand'), 1));
    adopt(app).get('/after', () => 'returned');

    expect(textOf(await send(app, 'GET', '/before'))).toBe('200 by hand');
    expect(textOf(await send(app, 'GET', '/after'))).toBe('200 returned');
  });

  it('keeps settings, params, sub-apps, error handlers and app settings made later', async () => {
    const app = adopt(express());
    app.set('case sensitive routing', true).set('title', 'Shelf');
    app.param('id', (req, _res, next, id) => {
      Object.assign(req, { found: `user ${String(id)}` });
      next();
    });
    app.get('/Users/:id', (req) => (req as unknown as { found: string }).found);
    app.use(
      '/sub',
      express().get('/', (_req, res) => void res.send('sub')),
    );
    app.get('/fails', () => {
      throw new globalThis.Error('broken');
    });
    app.use((error: Error, _req: Request, res: Response, _next: NextFunction) => res.status(500).send(error.message));

    expect(app.get('title')).toBe('Shelf');
    expect(textOf(await send(app, 'GET', '/Users/7'))).toBe('200 user 7');
    expect((await send(app, 'GET', '/users/7')).status).toBe(404);
    expect(textOf(await send(app, 'GET', '/sub'))).toBe('200 sub');
    expect(textOf(await send(app, 'GET', '/fails'))).toBe('500 broken');
  });

  it('has the layers, functions, names and lengths that it would have', () => {
    const middleware: RequestHandler = (_req, _res, next) => {
      next();
    };
    const getUser = (req: Request): unknown => req.params['id'];
    const build = (app: express.Express): express.Express => {
      app.use(middleware).get('/users/:id', middleware, getUser);
      return app;
    };
    const shapeOf = (app: express.Express): unknown =>
      layersOf(app).map(({ name, handle, route }) => [
        name,
        route === undefined ? (handle as RequestHandler).length : undefined,
        route?.stack.map((layer) => layer.handle),
        Object.keys(route ?? {}),
      ]);

    expect(shapeOf(build(adopt(express())))).toEqual(shapeOf(build(express())));
    expect(layersOf(build(adopt(express()))).at(-2)?.handle).toBe(middleware);
    expect(layersOf(build(adopt(express()))).at(-1)?.route?.stack[1]?.handle).toBe(getUser);
  });

  it('adopts a Route to which a tracer has given methods of its own', async () => {
    const router = Router();
    const { route } = router;
    router.route = (path: string) => {
      const made = route.call(router, path);
      for (const method of ['get', 'all'] as const) {
        const original = made[method] as (...args: unknown[]) => unknown;
        Object.assign(made, { [method]: (...args: unknown[]) => original.apply(made, args) });
      }
      return made;
    };
    router.get('/before', () => undefined);
    adopt(router).get('/get', () => 'get');
    router.route('/both').all((_req, _res, next) => next()).get(() => 'both'); // prettier-ignore
    const app = express().use(router);

    expect(textOf(await send(app, 'GET', '/get'))).toBe('200 get');
    expect(textOf(await send(app, 'GET', '/both'))).toBe('200 both');
  });

  it('calls a function that a tool has put into a layer later', async () => {
    const app = adopt(express()).get('/', () => 'original');
    const layer = layersOf(app).at(-1)?.route?.stack[0] as { handle: (...args: unknown[]) => unknown };
    const { handle } = layer;
    layer.handle = (...args) => `traced ${String(handle(...args))}`;

    expect(textOf(await send(app, 'GET', '/'))).toBe('200 traced original');
  });

  it('has guards, Routes and returns() in it as any app has', async () => {
    const signedIn = guard((req) => (req.query['key'] === 'right' ? undefined : new Text('No', { status: 401 })));
    const app = adopt(express()).get('/', signedIn, () => 'in');

    expect(textOf(await send(app, 'GET', '/'))).toBe('401 No');
    expect(textOf(await send(app, 'GET', '/?key=right'))).toBe('200 in');
  });
});

describe('the settings of an adopted app', () => {
  const errors = new ErrorList(new ErrorCode(1101, 'No {}', 404));

  it('apply to its handlers, notFound() and errorHandler()', async () => {
    const app = adopt(express(), { errors, errorFormat: 'problem', log: () => undefined });
    app.get('/coded', () => errors.error(1101, 'Ada'));
    app.get('/fails', () => {
      throw new globalThis.Error('secret');
    });
    app.use(notFound()).use(errorHandler());

    for (const [path, status, code] of [
      ['/coded', 404, 1101],
      ['/fails', 500, 1000],
      ['/none', 404, 1001],
    ] as const) {
      const reply = await send(app, 'GET', path);
      expect(reply.headers['Content-Type']).toBe('application/problem+json; charset=utf-8');
      expect(globalThis.JSON.parse(reply.body.toString())).toMatchObject({ status, code });
    }
  });
});
