import express, { Router, type Express } from 'express';
import { Text, Routes } from 'express-returns';
import { send } from '../helpers/app';

const many = (count = 40): Routes => {
  const routes = new Routes();
  for (let index = 0; index < count; index++) {
    routes.get(`/items-${index}/:id`, (req) => new Text(`${index}: ${req.params.id}`));
  }
  return routes;
};

const ask = async (app: Express, path: string, method = 'GET'): Promise<string> => {
  const { status, body } = await send(app, method, path);
  return `${status} ${body.toString()}`;
};

interface Layer {
  readonly route?: { readonly path: string };
  match(path: string): unknown;
}
const stackOf = (router: unknown): Layer[] => (router as { stack: Layer[] }).stack;

/** The paths whose layers are asked for a match. */
const spyOn = (router: unknown): string[] => {
  const asked: string[] = [];
  for (const layer of stackOf(router)) {
    const { match } = layer;
    layer.match = function (path) {
      if (this.route !== undefined) asked.push(this.route.path);
      return match.call(this, path);
    };
  }
  return asked;
};

describe('a router with many routes', () => {
  it('asks only those that a path might lead to', async () => {
    const router = many()
      .get('/:kind/:id', () => new Text('any'))
      .router();
    const asked = spyOn(router);
    const app = express().use(router);

    expect(await ask(app, '/items-33/7')).toBe('200 33: 7');
    expect(asked).toEqual(['/items-33/:id']);
    expect(await ask(app, '/ITEMS-33/7')).toBe('200 33: 7');
    expect(await ask(app, '/else/7')).toBe('200 any');
    expect(asked).toEqual(['/items-33/:id', '/items-33/:id', '/:kind/:id']);
  });

  it('shows the stack that a Router has', () => {
    const paths = stackOf(many().router()).flatMap(({ route }) => route?.path ?? []);

    expect(paths).toEqual(Array.from({ length: 40 }, (_, index) => `/items-${index}/:id`));
  });

  it('asks those of the path that a middleware before it, or a route of it, has rewritten', async () => {
    const app = express();
    app.use((req, _res, next) => {
      req.url = req.url.replace(/^\/v1/, '');
      next();
    });
    new Routes()
      .get('/old-:index', (req, _res, next) => {
        req.url = `/items-${req.params.index}/new`;
        next();
      })
      .extend(many())
      .mount(app);

    expect(await ask(app, '/v1/items-3/7')).toBe('200 3: 7');
    expect(await ask(app, '/old-4')).toBe('200 4: new');
    expect(await ask(app, '/v1/old-5')).toBe('200 5: new');
  });

  it('goes on where it was after a route that has rewritten the path', async () => {
    const seen: string[] = [];
    const routes = new Routes();
    routes.get('/start', (req, _res, next) => {
      req.url = '/loop';
      next();
    });
    routes.get('/loop', (req, _res, next) => {
      seen.push(req.url);
      req.url = '/start';
      next();
    });
    const app = express().use(routes.extend(many()).router());

    expect((await send(app, 'GET', '/start')).status).toBe(404);
    expect(seen).toEqual(['/loop']);
  });

  it('sees layers that are added, removed, moved or replaced later', async () => {
    const app = express();
    const router = many().router();
    app.use(router);
    const stack = stackOf(router);
    expect(await ask(app, '/items-3/7')).toBe('200 3: 7');

    router.get('/late', (_req, res) => {
      res.send('late');
    });
    expect(await ask(app, '/late')).toBe('200 late');

    const replacement = stackOf(Router().get('/items-3/:id', (_req, res) => void res.send('replaced')));
    const own = stack.splice(3, 1, ...replacement);
    expect(await ask(app, '/items-3/7')).toBe('200 replaced');
    stack.unshift(...own);
    expect(await ask(app, '/items-3/7')).toBe('200 3: 7');
    stack.reverse();
    expect(await ask(app, '/items-3/7')).toBe('200 replaced');
    stack.splice(0, stack.length);
    expect((await send(app, 'GET', '/items-4/7')).status).toBe(404);
  });

  it('sees a layer in the place of another from the next turn on, though a request came before it', async () => {
    const router = many().router();
    const app = express().use(router);
    const handle = (): Promise<string> => ask(app, '/items-3/7');
    await handle();
    const swap = express().use((req, res, next) => {
      // In the turn of this request: looked at, then changed.
      app(req, res, () => undefined);
      const late = Router().get('/late', (_req, response) => void response.send('late'));
      stackOf(router).splice(5, 1, ...stackOf(late));
      next();
    });
    expect((await send(swap, 'GET', '/items-3/7')).status).toBe(200);

    expect(await ask(app, '/late')).toBe('200 late');
    expect(await handle()).toBe('200 3: 7');
  });

  it('is one of several in an app, each in its place', async () => {
    const app = express();
    many().mount(app);
    app.get('/items-50/:id', (_req, res) => {
      res.send('own');
    });
    const second = new Routes();
    for (let index = 39; index < 80; index++) second.get(`/items-${index}/:id`, () => new Text(`second ${index}`));
    second.mount(app);
    app.use('/under', many().router());

    expect(await ask(app, '/items-39/7')).toBe('200 39: 7');
    expect(await ask(app, '/items-50/7')).toBe('200 own');
    expect(await ask(app, '/items-79/7')).toBe('200 second 79');
    expect(await ask(app, '/under/items-2/7')).toBe('200 2: 7');
  });

  it('answers HEAD, OPTIONS and what cannot be decoded as any Router', async () => {
    const app = express().use(
      many()
        .post('/items-3/:id', () => new Text('made'))
        .router(),
    );

    expect((await send(app, 'HEAD', '/items-3/7')).headers['Content-Length']).toBe('4');
    expect(String((await send(app, 'OPTIONS', '/items-3/7')).headers['Allow']).split(/, ?/)).toEqual([
      'GET',
      'HEAD',
      'POST',
    ]);
    expect((await send(app, 'GET', '/items-3/%ff')).status).toBe(400);
    expect((await send(app, 'GET', '/items-3/%ff/more')).status).toBe(404);
  });

  it('gives errors to the error layers behind it', async () => {
    const app = express();
    many()
      .get('/fails', () => {
        throw new globalThis.Error('no');
      })
      .mount(app);
    app.use(((error: Error, _req, res, _next) => {
      res.status(500).send(error.message);
    }) as express.ErrorRequestHandler);

    expect(await ask(app, '/fails')).toBe('500 no');
  });

  it('has the params, param functions and base path that any Router has', async () => {
    const router = many()
      .get('/who/:id', (req) => {
        const { path } = req.route as { path: string };
        const { t, id } = req.params as { t?: string; id: string };
        return new Text([req.baseUrl, path, t, id].join(' '));
      })
      .router({ mergeParams: true });
    router.param('id', (req, _res, next, id: string) => {
      req.params['id'] = `${id}!`;
      next();
    });
    const app = express().use('/:t', router);

    expect(await ask(app, '/x/who/7')).toBe('200 /x /who/:id x 7!');
  });
});
