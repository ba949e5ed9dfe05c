import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import * as reply from 'express-returns';
import { major, sendTo, withServer } from '../helpers/app';
import { withConnection } from '../helpers/connection';
import { expectEqual } from '../helpers/fast-check';

const errors = new reply.ErrorList(
  new reply.ErrorCode(1101, "User '{}' does not exist", 400),
  new reply.ErrorCode(1103, 'Payments are down', 502),
);
const init = { status: 409, headers: { 'X-A': ['b', 'c'] }, cookies: [{ name: 'd', value: 'e' }] };

class Teapot extends reply.ExceptionResponse<string, 418> {
  constructor() {
    super('short and stout', { status: 418 });
  }
}

/** One response of every class; made anew for each reply, since a stream is read once. */
const RESPONSES: Readonly<Record<string, () => unknown>> = {
  'Response': () => new reply.Response('a', init),
  'Response without a body': () => new reply.Response(null, { ...init, status: 204 }),
  'Text': () => new reply.Text('a', init),
  'HTML': () => new reply.HTML('<p>', init),
  'JSON': () => new reply.JSON({ a: 1 }, init),
  'JSON of a generator': () => new reply.JSON(chunks(), init),
  'Binary': () => new reply.Binary(Buffer.from('a'), init),
  'Text of a generator': () => new reply.Text(chunks(), init),
  'File': () => new reply.File('views/page.tpl', { headers: { 'X-A': 'b' } }),
  'File that is missing': () => new reply.File('missing.txt'),
  'Redirect': () => new reply.Redirect('/b'),
  'Success': () => new reply.Success({ a: 1 }, init),
  'View': () => new reply.View('page', { a: 1 }, init),
  'View that fails': () => new reply.View('page'),
  'Negotiated': () => new reply.Negotiated({ json: () => new reply.JSON(1), html: () => new reply.HTML('1') }, init),
  'Error': () => new reply.Error(1101, 'jalil', { data: { a: 1 }, headers: { 'X-A': 'b' }, cookies: init.cookies }),
  'Error of errors.error()': () => errors.error(1101, 'jalil'),
  'Error of a 5xx': () => errors.error(1103),
  'Error of an unknown code': () => new reply.Error(9999),
  'Error without its value': () => new reply.Error(1101),
  'ExceptionResponse': () => new reply.ExceptionResponse({ a: 1 }, { ...init, status: 409 }),
  'BadRequest': () => new reply.BadRequest({ a: 'is missing' }),
  'Unauthorized': () => new reply.Unauthorized('Who?', { headers: { 'WWW-Authenticate': 'Bearer' } }),
  'Forbidden': () => new reply.Forbidden(),
  'NotFound': () => new reply.NotFound('No such page'),
  'ServerError': () => new reply.ServerError(),
  'a class of a user': () => new Teapot(),
  'a web Response': () => new globalThis.Response('a', { status: 409, headers: { 'x-a': 'b' } }),
};

/** The ways in which a function gives its result. */
const WAYS: Readonly<Record<string, (make: () => unknown) => unknown>> = {
  'returned': (make) => make(),
  'returned later': async (make) => Promise.resolve(make()),
  'thrown': (make) => {
    throw make();
  },
  'thrown later': async (make) => {
    await Promise.resolve();
    throw make();
  },
};

type Give = () => unknown;
type Put = (app: Express, path: string, give: Give) => void;

/** The places that such a function may stand in; each answers GET of its path. */
const PLACES: Readonly<Record<string, Put>> = {
  'a route handler': (app, path, give) => {
    app.use(new reply.Routes().get(path, () => give() as reply.HandlerResult).router(settings));
  },
  'a route handler with next': (app, path, give) => {
    const handler = (_req: Request, _res: Response, _next: NextFunction) => give() as reply.HandlerResult;
    new reply.Routes().get(path, handler).mount(app, settings);
  },
  'guard()': (app, path, give) => {
    const check = reply.guard(() => give() as reply.GuardResult);
    app.use(new reply.Routes().get(path, check, never).router(settings));
  },
  'a middleware of a route': (app, path, give) => {
    const middleware = (_req: Request, _res: Response, _next: NextFunction) => give();
    app.use(new reply.Routes().get(path, middleware, never).router(settings));
  },
  'a middleware of routes.use': (app, path, give) => {
    const middleware = (_req: Request, _res: Response, _next: NextFunction) => give();
    app.use(new reply.Routes().use(middleware).get(path, never).router(settings));
  },
  'returns()': (app, path, give) => {
    app.get(
      path,
      reply.returns(() => give() as reply.HandlerResult, settings),
    );
  },
  'a decorated method': (app, path, give) => {
    const routes = new reply.Routes();
    class Controller {
      @routes.get(path)
      page() {
        return give() as reply.HandlerResult;
      }
    }
    new Controller();
    app.use(routes.router(settings));
  },
};

/** Of these Express itself hears: what is thrown reaches our errorHandler, what is returned nobody. */
const EXPRESS_PLACES: typeof PLACES = {
  'a middleware of the app': (app, path, give) => {
    app.use(path, () => give());
  },
  'a handler of the app': (app, path, give) => {
    app.get(path, () => give());
  },
};
const EXPRESS_WAYS = major === 5 ? ['thrown', 'thrown later'] : ['thrown'];

const settings: reply.Settings = { errors, mediaRoot: `${__dirname}/../fixtures`, log: () => undefined };

/** What the functions give now. */
let make: () => unknown;

/** An app with each kind of function in each place, and their paths. */
function appOfAll(): { app: Express; paths: string[] } {
  const app = createApp();
  const paths: string[] = [];
  const add = (place: string, way: string, put: Put): void => {
    const path = `/${place} ${way}`.replace(/\W+/g, '-').replace('-', '/');
    put(app, path, () => WAYS[way]?.(make));
    paths.push(path);
  };
  for (const [place, put] of Object.entries(PLACES)) for (const way of Object.keys(WAYS)) add(place, way, put);
  for (const [place, put] of Object.entries(EXPRESS_PLACES)) for (const way of EXPRESS_WAYS) add(place, way, put);
  app.use(reply.errorHandler(settings));
  return { app, paths };
}

describe('a response is the same reply, byte for byte, from wherever and however it is given', () => {
  const { app, paths } = appOfAll();

  it.each(Object.entries(RESPONSES))('%s', async (_name, makeResponse) => {
    make = makeResponse;
    await withConnection(app, async (connection) => {
      const [first = '', ...others] = paths;
      const expected = await connection.ask('GET', first);
      expect(expected.isBroken).toBe(false);
      expect(expected.body.toString()).not.toContain('secret');
      for (const path of others) expectEqual([path, await connection.ask('GET', path)], [path, expected]);
    });
  });
});

describe('an Error given to next', () => {
  it.each<[string, (give: (next: NextFunction) => void) => reply.Routes]>([
    ['by a handler', (give) => new reply.Routes().get('/', (_req, _res, next) => give(next))],
    [
      'by a middleware',
      (give) => new reply.Routes().get('/', (_req: Request, _res: Response, next: NextFunction) => give(next), never),
    ],
  ])('%s arrives with its message and status', async (_what, routesOf) => {
    const given: unknown[] = [];
    const original = new reply.Error(1101, 'jalil', { headers: { 'Retry-After': 5 } });
    const app = express();
    app.use(routesOf((next) => next(original)).router(settings));
    app.use((error: unknown, _req: Request, res: Response, _next: NextFunction) => {
      given.push(error);
      res.end();
    });
    await withServer(app, (port) => sendTo(port, 'GET', '/'));

    expect(given).toEqual([
      expect.objectContaining({
        message: "User 'jalil' does not exist",
        status: 400,
        statusCode: 400,
        expose: true,
        headers: { 'retry-after': '5' },
      }),
    ]);
    expect(given[0]).toBeInstanceOf(Error);
    expect(given[0]).not.toBe(original);
    expect(original.status).toBeUndefined();
  });
});

function createApp(): Express {
  const app = express();
  app.engine('tpl', (path, { a }: { a?: number }, done) => {
    if (a === undefined) done(new Error(`secret ${path}`));
    else done(null, `<p>${a}`);
  });
  return app.set('view engine', 'tpl').set('views', `${__dirname}/../fixtures/views`);
}

function never(): never {
  throw new Error('secret: this handler must not run');
}

function* chunks(): Generator<string> {
  yield 'a';
  yield 'b';
}
