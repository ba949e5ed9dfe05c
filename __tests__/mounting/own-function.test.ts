import express, {
  Router,
  type Express,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import { adopt, guard, returns, Routes, Text } from 'express-returns';
import { send } from '../helpers/app';

interface Stack {
  readonly stack: Layer[];
}

interface Layer {
  handle: RequestHandler;
  readonly name: string;
  readonly route?: Stack;
}

/** The layers in the only route of a Router or app. */
function layersOf(target: Express | Router): Layer[] {
  const { stack, _router } = target as unknown as { readonly stack?: Layer[]; readonly _router?: Stack };
  // In this order: an app of Express 4 throws when its `router` is read.
  const layers = stack ?? (_router ?? (target as unknown as { readonly router: Stack }).router).stack;
  return layers.flatMap(({ route }) => route?.stack ?? []);
}

const MARK = Symbol('mark');

/** Middleware with own properties, as tools for OpenAPI make it. */
function marked(): RequestHandler & { apiDoc: object } {
  const middleware = (_req: Request, res: Response, next: NextFunction): void => {
    res.append('Ran', 'marked');
    next();
  };
  return Object.assign(middleware, { apiDoc: { summary: 'Marked' }, [MARK]: true });
}

const handler = Object.assign((_req: Request, _res: Response, _next: NextFunction) => new Text('hi'), { apiDoc: {} });

const ways: readonly [string, (routes: Routes) => Express | Router][] = [
  ['router()', (routes) => routes.router()],
  [
    'mount()',
    (routes) => {
      const app = express();
      routes.mount(app);
      return app;
    },
  ],
];

describe.each(ways)('the layers of routes.%s', (_name, mount) => {
  it('have the very middleware of the route, of routes.use and of guard', async () => {
    const [used, own, stop] = [marked(), marked(), guard(() => undefined)];
    const target = mount(new Routes().use(used).use(stop).get('/x', own, handler));
    const functions = layersOf(target).map(({ handle }) => handle);

    expect(functions.slice(0, 3)).toEqual([used, stop, own]);
    expect(functions[0]).toBe(used);
    expect(functions[1]).toBe(stop);
    expect(functions[2]).toBe(own);
    const reply = await send(express().use(target), 'GET', '/x');
    expect([reply.status, reply.headers['Ran'], reply.body.toString()]).toEqual([200, ['marked', 'marked'], 'hi']);
  });

  it('have handlers with the own properties of the function', () => {
    expect(layersOf(mount(new Routes().get('/x', handler)))[0]?.handle).toHaveProperty('apiDoc', handler.apiDoc);
  });

  it('send what a middleware returns, also where a tool has wrapped it since', async () => {
    const target = mount(new Routes().get('/x', (_req, _res, _next) => new Text('mine', { status: 401 }), handler));
    const [layer] = layersOf(target) as [Layer];
    const app = express().use(target);

    expect((await send(app, 'GET', '/x')).status).toBe(401);
    const { handle } = layer;
    const calls: string[] = [];
    layer.handle = (req, res, next) => {
      calls.push(req.path);
      return handle(req, res, next);
    };
    expect((await send(app, 'GET', '/x')).status).toBe(401);
    expect((await send(app, 'GET', '/x')).status).toBe(401);
    expect(calls).toEqual(['/x', '/x']);
  });
});

it('adopt, returns and guard keep identity or own properties', () => {
  const middleware = marked();
  const app = adopt(express()).get('/x', middleware, handler);

  expect(layersOf(app).map(({ handle }) => handle)).toEqual([middleware, handler]);
  expect(returns(handler)).toHaveProperty('apiDoc', handler.apiDoc);
  expect(returns(handler, { timeout: 1000 })).toHaveProperty('apiDoc', handler.apiDoc);
  const fn = Object.assign(() => undefined, { apiDoc: {}, [MARK]: true, __wrapped: true });
  const made = guard(fn);
  expect(Object.getOwnPropertyDescriptors(made)).toMatchObject({
    apiDoc: { value: fn.apiDoc },
    [MARK]: { value: true },
  });
  expect(made).not.toHaveProperty('__wrapped');
  expect(made).toHaveLength(3);
});

it('a Router as middleware does not make its wrapper one', () => {
  const wrapper = returns(Router());

  expect(wrapper).not.toHaveProperty('handle');
  expect(wrapper.name).toBe(Router().name);
});
