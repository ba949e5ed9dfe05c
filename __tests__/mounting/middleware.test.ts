import { Readable } from 'node:stream';
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { guard, JSON, Routes, Text, type Handler } from 'express-returns';
import { appOf, keepErrors, major, send } from '../helpers/app';

const unauthorized = new Text('Unauthorized', { status: 401 });
const secret = () => new Text('secret');

/** What the app answers to GET /it with these functions before a handler that must not be reached. */
async function ask(...middleware: ((req: Request, res: Response, next: NextFunction) => unknown)[]) {
  const { app, errors } = appOf(new Routes().get('/it', ...middleware, secret));
  const { status, body } = await send(app, 'GET', '/it');
  return { status, body: body.toString(), errors };
}

describe('a guard', () => {
  it('stops with a response and goes on with nothing', async () => {
    expect(await ask(guard(() => unauthorized))).toMatchObject({ status: 401, body: 'Unauthorized' });
    expect(await ask(guard(() => undefined))).toMatchObject({ status: 200, body: 'secret' });
    expect(await ask(guard(async () => unauthorized))).toMatchObject({ status: 401, body: 'Unauthorized' });
    expect(await ask(guard(async () => undefined))).toMatchObject({ status: 200, body: 'secret' });
  });

  it('may throw its response', async () => {
    expect(
      await ask(
        guard(() => {
          throw unauthorized;
        }),
      ),
    ).toMatchObject({ status: 401, body: 'Unauthorized', errors: [] });
    expect(
      await ask(
        guard(async () => {
          throw unauthorized;
        }),
      ),
    ).toMatchObject({ status: 401, body: 'Unauthorized', errors: [] });
  });

  it.each([false, true, null, 0, '', 'no', {}])('that returns %p does not let the request through', async (value) => {
    const answer = await ask(guard((() => value) as never));

    expect(answer.status).toBe(500);
    expect(answer.errors).toEqual([expect.objectContaining({ code: 'ERR_RETURNS_RESULT' })]);
  });

  it.each([undefined, null, false, 'route', 'router'])(
    'that rejects with %p does not let the request through',
    async (value) => {
      const answer = await ask(
        guard(async () => {
          throw value;
        }),
      );

      expect(answer).toMatchObject({ status: 500, errors: [expect.objectContaining({ code: 'ERR_RETURNS_THROWN' })] });
    },
  );

  it('may be a function of any number of parameters', async () => {
    expect(
      await ask(
        guard((_req, res) => {
          res.set('X-Guard', '1');
        }),
      ),
    ).toMatchObject({ status: 200, body: 'secret' });
    expect(await ask(guard(() => unauthorized))).toMatchObject({ status: 401, body: 'Unauthorized' });
  });
});

describe('a guard that is hostile or wrapped', () => {
  it('does not let the request through when its result cannot be awaited', async () => {
    const hostile = {
      get then(): never {
        throw new Error('then');
      },
    };

    expect(await ask(guard((() => hostile) as never))).toMatchObject({ status: 500, errors: [new Error('then')] });
    expect(
      await ask(
        guard((() => {
          const { proxy, revoke } = Proxy.revocable({}, {});
          revoke();
          return proxy;
        }) as never),
      ),
    ).toMatchObject({ status: 500 });
  });

  it('keeps the check of a function that wraps it and took over its properties', async () => {
    const inner = guard(() => undefined);
    const wrapper = Object.setPrototypeOf((_req: Request, res: Response, _next: NextFunction) => {
      res.sendStatus(403);
    }, inner) as RequestHandler;

    expect(await ask(wrapper)).toMatchObject({ status: 403 });
  });

  it('closes a stream that it should not have returned', async () => {
    const stream = new Readable({ read: () => undefined });
    const closed = new Promise((resolve) => stream.once('close', resolve));

    expect(await ask(guard((() => stream) as never))).toMatchObject({ status: 500 });
    await closed;
  });
});

/** A check that answers later: the doors that each of these once was. */
const verify = (req: Request, done: (isKnown: boolean) => void) => setImmediate(done, req.get('X-Key') === 'secret');

describe.each<[string, (check: (req: Request, res: Response, next: NextFunction) => unknown) => RequestHandler]>([
  [
    'defaults',
    (check) =>
      new Function('check', 'return (req, res = {}, next = () => {}) => { check(req, res, next) }')(
        check,
      ) as RequestHandler,
  ],
  [
    'a rest parameter',
    (check) =>
      (req, ...rest) =>
        void check(req, ...rest),
  ],
  [
    'rest parameters only',
    (check) =>
      (...all) =>
        void check(...all),
  ],
  [
    'an async wrapper',
    (check) =>
      async (...all) =>
        void check(...all),
  ],
  [
    'arguments',
    (check) => new Function('check', 'return function (req) { check.apply(null, arguments) }')(check) as RequestHandler,
  ],
  ['a bound function', (check) => check.bind(undefined) as RequestHandler],
  ['a Proxy', (check) => new Proxy(check, {}) as RequestHandler],
])('a middleware of %s', (_what, wrap) => {
  const auth = wrap((req, res, next) => {
    verify(req, (isKnown) => {
      if (isKnown) next();
      else res.status(401).json({});
    });
  });

  it.each<[string, () => Routes]>([
    ['a route', () => new Routes().get('/it', auth, secret)],
    ['routes.use()', () => new Routes().use(auth).get('/it', secret)],
    ['a group', () => new Routes().group('', auth, new Routes().get('/it', secret))],
    ['a route as its handler', () => new Routes().get('/it', auth as Handler).get('/it', secret)],
  ])('decides as by hand in %s', async (_where, routes) => {
    const { app, errors } = appOf(routes());
    const refused = await send(app, 'GET', '/it');
    const passed = await send(app, 'GET', '/it', { 'X-Key': 'secret' });

    expect([refused.status, refused.body.toString()]).toEqual([401, '{}']);
    expect([passed.status, passed.body.toString(), errors]).toEqual([200, 'secret', []]);
  });
});

describe('a middleware that certainly takes no next', () => {
  const message = (place: string): string =>
    `${place}: a function check takes one parameter and no next, so it could never continue. If it returns a response to stop and nothing to continue, wrap it in guard().`;
  const check = (_req: Request) => unauthorized;

  it.each<[string, () => unknown, string]>([
    ['a route', () => new Routes().get('/it', check, secret), 'GET /it'],
    ['an array', () => new Routes().get('/it', [check], secret), 'GET /it'],
    ['routes.use()', () => new Routes().use(check), 'routes.use()'],
    ['a group', () => new Routes().group('/a', check, new Routes()), 'routes.group("/a")'],
  ])('is refused where it is written: in %s', (_where, define, place) => {
    expect(define).toThrow(expect.objectContaining({ code: 'ERR_RETURNS_HANDLER', message: message(place) }));
  });

  it('is refused whatever it destructures', () => {
    expect(() =>
      new Routes().use(({ query: { key = '0' } }: Request) => (key === '1' ? undefined : unauthorized)),
    ).toThrow('wrap it in guard()');
  });
});

describe('other middleware', () => {
  it('goes on by next() only: what its promise resolves to means nothing', async () => {
    // As express-async-handler makes them: no parameters, and resolved before the 401 is written.
    const wrapped: RequestHandler = (...args) => {
      setImmediate(() => args[1].status(401).send('Unauthorized'));
      return Promise.resolve();
    };

    expect(await ask(wrapped)).toMatchObject({ status: 401, body: 'Unauthorized' });
  });

  it.each<[string, RequestHandler]>([
    ['returned', (_req, _res, _next) => unauthorized],
    ['returned later', async (_req, _res, _next) => unauthorized],
    [
      'thrown',
      (_req, _res, _next) => {
        throw unauthorized;
      },
    ],
    [
      'rejected',
      async (_req, _res) => {
        throw unauthorized;
      },
    ],
  ])('has its response written when it is %s', async (_way, middleware) => {
    expect(await ask(middleware)).toMatchObject({ status: 401, body: 'Unauthorized', errors: [] });
  });

  it('may return a value that means nothing, such as what next() gives', async () => {
    expect(
      await ask((_req, _res, next) => {
        next();
        return { chained: true };
      }),
    ).toMatchObject({ status: 200, body: 'secret' });
  });

  it('that rejects is an error on Express 4, too, and not a request that hangs', async () => {
    const error = new Error('no session');

    expect(
      await ask(async (_req, _res, _next) => {
        throw error;
      }),
    ).toMatchObject({ status: 500, errors: [error] });
  });

  it('may not be an error handler, which could send on what an authorisation has refused', () => {
    const recover = (_error: Error, _req: Request, _res: Response, next: NextFunction) => {
      next();
    };

    expect(() => new Routes().get('/it', recover as never, secret)).toThrow(
      'GET /it: a function recover takes four parameters, so Express would call it for errors only. Error handlers belong to app.use, after the routes.',
    );
    expect(() => new Routes().use(recover as never)).toThrow('routes.use(): a function recover takes four parameters');
  });
});

// Each of these is an accident that routes.use() must prevent: a request that reaches a handler without passing it.
describe.each(['router', 'mount'] as const)('routes.use() through %s()', (way) => {
  const refuse = guard(() => unauthorized);

  function appWith(routes: Routes) {
    const app = express();
    if (way === 'mount') routes.mount(app);
    else app.use(routes.router());
    return app;
  }

  it('guards all routes of this Routes, also those defined before it', async () => {
    const app = appWith(new Routes().get('/a', secret).use(refuse).post('/b', secret));

    expect((await send(app, 'GET', '/a')).status).toBe(401);
    expect((await send(app, 'HEAD', '/a')).status).toBe(401);
    expect((await send(app, 'POST', '/b')).status).toBe(401);
  });

  it('never runs for requests that pass through to the app', async () => {
    const seen: string[] = [];
    const routes = new Routes().get('/ours', secret).use((req, _res, next) => {
      seen.push(req.url);
      next();
    });
    const app = appWith(routes)
      .post('/ours', (_req, res) => {
        res.send('legacy');
      })
      .get('/theirs', (_req, res) => {
        res.send('legacy');
      });

    expect((await send(app, 'POST', '/ours')).body.toString()).toBe('legacy');
    expect((await send(app, 'GET', '/theirs')).body.toString()).toBe('legacy');
    expect((await send(app, 'GET', '/nowhere')).status).toBe(404);
    expect(seen).toEqual([]);
  });

  it('runs for OPTIONS on their paths, so that CORS can answer there', async () => {
    const cors: RequestHandler = (req, res, next) => {
      res.set('Access-Control-Allow-Origin', '*');
      if (req.method === 'OPTIONS' && req.get('Access-Control-Request-Method')) res.sendStatus(204);
      else next();
    };
    const app = appWith(new Routes().use(cors).get('/a/:id', secret).post('/a/:id', secret).get(/^\/b$/, secret));

    const preflight = await send(app, 'OPTIONS', '/a/1', { 'Access-Control-Request-Method': 'POST' });
    expect([preflight.status, preflight.headers['Access-Control-Allow-Origin']]).toEqual([204, '*']);
    expect((await send(app, 'OPTIONS', '/b', { 'Access-Control-Request-Method': 'GET' })).status).toBe(204);

    const options = await send(app, 'OPTIONS', '/a/1');
    expect([options.status, options.headers['Allow'], options.headers['Access-Control-Allow-Origin']]).toEqual([
      200,
      major === 5 ? 'GET, HEAD, POST' : 'GET,HEAD,POST',
      '*',
    ]);
    expect((await send(app, 'OPTIONS', '/nowhere')).status).toBe(404);
  });

  it('leaves OPTIONS to an options route where there is one', async () => {
    const app = appWith(
      new Routes()
        .use((_req, res, next) => {
          res.set('X-Passed', '1');
          next();
        })
        .options('/a', () => new Text('mine')),
    );
    const answer = await send(app, 'OPTIONS', '/a');

    expect([answer.body.toString(), answer.headers['X-Passed']]).toEqual(['mine', '1']);
  });

  it('runs once for a request that goes from one route to the next', async () => {
    let runs = 0;
    const routes = new Routes()
      .use((_req, _res, next) => {
        runs += 1;
        next();
      })
      .get('/:name', (_req, _res, next) => {
        next();
      })
      .get('/it', (_req, _res, next) => {
        next('route');
      })
      .get('/it', () => new JSON({ runs }));

    expect((await send(appWith(routes), 'GET', '/it')).body.toString()).toBe('{"runs":1}');
    expect(runs).toBe(1);
  });

  it("is not passed by next('route') of one of its own, which goes on as in router.use()", async () => {
    const routes = new Routes()
      .use((_req, _res, next) => {
        next('route');
      }, refuse)
      .get('/it', secret);

    expect((await send(appWith(routes), 'GET', '/it')).status).toBe(401);
  });

  it('is not passed by an error of one of its own', async () => {
    const app = appWith(
      new Routes()
        .use((_req, _res, next) => {
          next(new Error('no database'));
        })
        .get('/:name', (_req, _res, next) => {
          next();
        })
        .get('/it', secret),
    );
    app.use((_error: Error, _req: Request, _res: Response, next: NextFunction) => {
      next();
    });

    expect((await send(app, 'GET', '/it')).status).toBe(404);
  });

  it('runs again for a request that the app dispatches anew', async () => {
    let runs = 0;
    const app = express();
    const routes = new Routes()
      .use((_req, _res, next) => {
        runs += 1;
        next();
      })
      .get('/:name', (req, res, next) => {
        if (req.url === '/second') return new Text('second');
        req.url = '/second';
        app(req, res, next);
        return res;
      });
    if (way === 'mount') routes.mount(app);
    else app.use(routes.router());

    expect((await send(app, 'GET', '/first')).body.toString()).toBe('second');
    expect(runs).toBe(2);
  });

  // A timeout that answers while a body is still being read: Express has left its router, and req.next is undefined.
  it('is not passed by a request that goes on after the app has answered it', async () => {
    const seen: string[] = [];
    const app = express();
    app.use((req, _res, next) => {
      delete req.next;
      next();
    });
    const routes = new Routes()
      .use((_req, _res, next) => {
        seen.push('use');
        next();
      }, refuse)
      .get('/it', secret);
    if (way === 'mount')
      routes.mount(
        app.use((req, _res, next) => {
          delete req.next;
          next();
        }),
      );
    else
      app.use(
        routes.router().use((_req, _res, next) => {
          next();
        }),
      );

    expect((await send(app, 'GET', '/it')).status).toBe(401);
    expect(seen).toEqual(['use']);
  });

  it('judges by its guards each of the routes that a request goes through, since their params differ', async () => {
    const routes = new Routes()
      .use(guard((req) => (req.params['org'] === 'secret' ? unauthorized : undefined)))
      .get('/:page', (_req, _res, next) => {
        next();
      })
      .get('/:org', (req) => `data of ${req.params.org}`);
    const app = appWith(routes);

    expect((await send(app, 'GET', '/open')).body.toString()).toBe('data of open');
    expect((await send(app, 'GET', '/secret')).status).toBe(401);
  });

  it('cannot be added to any more where its routes were spread into another Routes that is mounted', () => {
    const inner = new Routes().get('/it', secret);
    appWith(new Routes(...inner));

    expect(() => inner.use(refuse)).toThrow(expect.objectContaining({ code: 'ERR_RETURNS_SEALED' }));
  });

  it('stays with its routes when another Routes takes them over', async () => {
    const guarded = new Routes().use(refuse).get('/guarded', secret);
    const all = new Routes(guarded).get('/open', () => new Text('open'));

    expect((await send(appWith(all), 'GET', '/guarded')).status).toBe(401);
    expect((await send(appWith(new Routes(all)), 'GET', '/guarded')).status).toBe(401);
    expect((await send(appWith(new Routes(...all)), 'GET', '/guarded')).status).toBe(401);
    expect((await send(appWith(new Routes(...all)), 'GET', '/open')).body.toString()).toBe('open');
  });

  it('runs for the outer Routes first', async () => {
    const seen: string[] = [];
    const note =
      (name: string): RequestHandler =>
      (_req, _res, next) => {
        seen.push(name);
        next();
      };
    const inner = new Routes().use(note('inner')).get('/it', note('route'), secret);

    await send(appWith(new Routes(inner).use(note('outer'))), 'GET', '/it');

    expect(seen).toEqual(['outer', 'inner', 'route']);
  });

  it('may be a body parser, a Router or any other Express middleware', async () => {
    const routes = new Routes().use(
      express.json(),
      express.Router().use((_req, res, next) => {
        res.set('X-Router', '1');
        next();
      }),
    );
    const app = appWith(routes.get('/it', secret));
    const errors = keepErrors(app);
    const answer = await send(app, 'GET', '/it', { 'Content-Type': 'application/json', 'Content-Length': 0 });

    expect([answer.status, answer.headers['X-Router'], errors]).toEqual([200, '1', []]);
  });
});
