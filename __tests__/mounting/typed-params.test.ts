import express, { type Express, type Router } from 'express';
import { Converter, guard, JSON as JSONResponse, notFound, Routes, Text } from 'express-returns';
import { keepErrors, send } from '../helpers/app';

const hi = () => new Text('hi');

const mounts: readonly (readonly [name: string, mount: (app: Express, routes: Routes<unknown>) => unknown])[] = [
  ['router()', (app, routes) => app.use(routes.router())],
  ['mount()', (app, routes) => routes.mount(app)],
];

/** Enough routes for an index, or none. */
const fillers = (count: number): Routes => {
  const routes = new Routes();
  for (let index = 0; index < count; index++) routes.get(`/filler-${index}/<id:int>`, hi);
  return routes;
};

const statusAndAllow = async (app: Express, method: string, path: string): Promise<unknown> => {
  const { status, headers } = await send(app, method, path);
  return [status, headers['Allow']];
};

describe.each(mounts)('a path with typed variables, by %s', (_mount, mount) => {
  describe.each([0, 20])('beside %i routes', (count) => {
    const appOf = (routes: Routes<unknown>, later?: Router): Express => {
      const app = express();
      mount(app, new Routes(fillers(count), routes));
      if (later !== undefined) app.use(later);
      return app.use(notFound());
    };
    const routes = new Routes().get('/users/<id:int>', (req) => new JSONResponse(req.params));

    it.each([
      ['GET', '/users/7', 200, undefined],
      ['HEAD', '/users/7', 200, undefined],
      ['POST', '/users/7', 405, 'GET, HEAD'],
      ['GET', '/users/ada', 404, undefined],
      ['HEAD', '/users/ada', 404, undefined],
      ['POST', '/users/ada', 404, undefined],
      ['OPTIONS', '/users/ada', 404, undefined],
      ['GET', '/users/%ff', 400, undefined],
    ])('answers %s %s with %i, Allow: %s', async (method, path, status, allow) => {
      expect(await statusAndAllow(appOf(routes), method, path)).toEqual([status, allow]);
    });

    it('answers OPTIONS for its values only', async () => {
      const [status, allow] = (await statusAndAllow(appOf(routes), 'OPTIONS', '/users/7')) as [number, string];

      expect([status, allow.split(/, ?/)]).toEqual([200, ['GET', 'HEAD']]);
    });

    it.each([false, true])('leaves a preflight to a later router (middleware: %s)', async (hasMiddleware) => {
      const ran: string[] = [];
      const typed = new Routes().get('/users/<id:int>', hi);
      if (hasMiddleware) {
        typed.use((req, _res, next) => {
          ran.push(req.path);
          next();
        });
      }
      const later = express.Router();
      later.options('/users/:name', (_req, res) => {
        res.set('Access-Control-Allow-Origin', '*').sendStatus(204);
      });
      const app = appOf(typed, later);

      const reply = await send(app, 'OPTIONS', '/users/ada', { 'Access-Control-Request-Method': 'GET' });
      expect([reply.status, reply.headers['Access-Control-Allow-Origin'], ran]).toEqual([204, '*', []]);
      expect((await send(app, 'GET', '/users/ada')).status).toBe(404);
      expect(ran).toEqual([]);
      // On an app itself the later router has this path, too.
      const isLater = mount === mounts[1]?.[1];
      expect((await send(app, 'OPTIONS', '/users/7')).status).toBe(isLater ? 204 : 200);
      expect(ran).toEqual(hasMiddleware ? ['/users/7'] : []);
    });

    it('runs routes.use() once for OPTIONS, with the values', async () => {
      const ran: unknown[] = [];
      const typed = new Routes()
        .use((req, _res, next) => {
          ran.push({ ...req.params });
          next();
        })
        .get('/x/<v:int>', hi)
        .post('/x/<v:int>', hi)
        .get('/x/<v:slug>', hi)
        .get(['/y/<v:int>', '/y/all', /^\/z$/], hi);
      const app = appOf(typed);

      for (const path of ['/x/7', '/x/a-b', '/y/all', '/z', '/x/a.b', '/y/b']) await send(app, 'OPTIONS', path);
      expect(ran).toEqual([{ v: 7 }, { v: 'a-b' }, {}, expect.objectContaining({})]);
    });
  });
});

describe('the values of typed variables', () => {
  const parsed: string[] = [];
  const box = new Converter(/[a-z]+/, {
    parse: (text) => {
      parsed.push(text);
      if (text === 'bad') throw new RangeError('no such box');
      return text === 'none' ? undefined : { text };
    },
  });
  const boxes = (): Routes<{ box: { text: string } }> => new Routes({ converters: { box } });
  afterEach(() => parsed.splice(0));

  it('are parsed once per request', async () => {
    const app = express().use(
      boxes()
        .get('/<a:box>/<b:box>', (req) => req.params.a.text + req.params.b.text)
        .router(),
    );

    expect((await send(app, 'GET', '/x/y')).body.toString()).toBe('xy');
    expect(parsed).toEqual(['x', 'y']);
  });

  it('are the own ones of each request, also while router.param waits', async () => {
    const seen: { text: string }[] = [];
    let release: (() => void) | undefined;
    const router = boxes()
      .get('/<a:box>', (req) => {
        seen.push(req.params.a);
        return 'done';
      })
      .router();
    const texts: unknown[] = [];
    router.param('a', (_req, _res, next, text) => {
      texts.push(text);
      if (release === undefined) release = next;
      else next();
    });
    const app = express().use(router);
    const first = send(app, 'GET', '/same');
    while (texts.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await send(app, 'GET', '/same');
    await send(app, 'GET', '/other');
    release?.();
    await first;

    expect(texts).toEqual(['same', 'same', 'other']);
    expect(seen).toEqual([{ text: 'same' }, { text: 'other' }, { text: 'same' }]);
    expect(new Set(seen).size).toBe(3);
  });

  it('follow a string that router.param has changed', async () => {
    const router = boxes()
      .get('/<a:box>', (req) => req.params.a.text)
      .router();
    router.param('a', (req, _res, next, text: string) => {
      (req.params as Record<string, string>)['a'] = text === 'gone' ? 'none' : text.repeat(2);
      next();
    });
    const app = express().use(router);

    expect((await send(app, 'GET', '/ab')).body.toString()).toBe('abab');
    expect((await send(app, 'GET', '/gone')).status).toBe(404);
  });

  it('are an error of the route where a converter throws, and of no other method', async () => {
    const app = express().use(
      boxes()
        .get('/<a:box>', (req) => req.params.a.text)
        .router(),
    );
    app.use(notFound());
    const errors = keepErrors(app);

    expect((await send(app, 'GET', '/bad')).status).toBe(500);
    expect(errors).toEqual([new RangeError('no such box')]);
    expect(await statusAndAllow(app, 'POST', '/bad')).toEqual([405, 'GET, HEAD']);
    expect((await send(app, 'OPTIONS', '/bad')).status).toBe(200);
  });

  it('leave the layer as Express made it for those who read the stack', () => {
    const router = new Routes().get('/<id:int>', hi).router();
    const [layer] = router.stack as unknown as [object];

    expect(Object.keys(layer)).not.toContain('match');
  });

  it('come before a guard, which judges them', async () => {
    const seen: unknown[] = [];
    const routes = new Routes()
      .use(
        guard((req) => {
          seen.push({ ...req.params });
        }),
      )
      .get('/<id:int>', hi);
    await send(express().use(routes.router()), 'GET', '/7');

    expect(seen).toEqual([{ id: 7 }]);
  });
});
