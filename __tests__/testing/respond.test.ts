import express, { type NextFunction, type Request, type Response as ExpressResponse } from 'express';
import createError from 'http-errors';
import {
  Error as ErrorResponse,
  ErrorCode,
  ErrorList,
  EventStream,
  File,
  guard,
  JSON as JSONResponse,
  NotFound,
  Redirect,
  Routes,
  Text,
  UsageError,
} from 'express-returns';
import { matchers, respond } from 'express-returns/testing';

expect.extend(matchers);

const errors = new ErrorList(
  new ErrorCode(1100, 'Please sign in', 401),
  new ErrorCode(1101, "User '{}' does not exist", 404),
);
const settings = { errors };

const routes = (): Routes =>
  new Routes()
    .get('/users/<id:int>', (req) => new JSONResponse({ id: req.params.id, page: req.query['page'] }))
    .post('/users', (req) => new JSONResponse(req.body as object, { status: 201 }))
    .get('/object', () => ({ a: 1 }))
    .get('/missing', () => errors.error(1101, 'ada'))
    .get('/thrown', async () => {
      throw new ErrorResponse(1101, 'ada');
    })
    .get('/exception', () => new NotFound('Nothing'))
    .get(
      '/secret',
      guard((req) => (req.get('Authorization') ? undefined : new ErrorResponse(1100))),
      () => 'secret',
    )
    .get('/file', () => new File('no-such-file', { root: '/' }))
    .get('/redirect', () => new Redirect('/'))
    .get('/by-res', (_req: Request, res: ExpressResponse) => {
      res.status(202).json({});
    })
    .get('/next', (_req: Request, _res: ExpressResponse, next: NextFunction) => {
      next(createError(418, 'teapot'));
    })
    .get('/fault', () => {
      throw new TypeError('a fault');
    })
    .get('/undefined', () => undefined as never);

describe('respond', () => {
  it('resolves with the response of the handler', async () => {
    expect(await respond(routes(), 'GET', '/users/7?page=2')).toEqual(new JSONResponse({ id: 7, page: '2' }));
    expect(await respond(routes(), 'GET', '/object')).toEqual(new JSONResponse({ a: 1 }));
    expect(await respond(routes(), 'GET', '/redirect')).toEqual(new Redirect('/'));
    expect(await respond(routes(), 'HEAD', '/object')).toEqual(new JSONResponse({ a: 1 }));
  });

  it('sends a body as JSON', async () => {
    const made = await respond(routes(), 'POST', '/users', { body: { born: new Date(0), none: undefined } });

    expect(made).toEqual(new JSONResponse({ born: '1970-01-01T00:00:00.000Z' }, { status: 201 }));
  });

  it('has a body that a parser before the routes takes for parsed', async () => {
    const app = express().use(express.json(), routes().router());

    expect(await respond(app, 'POST', '/users', { body: [1] })).toEqual(new JSONResponse([1], { status: 201 }));
  });

  it('gives other properties to the request', async () => {
    const asUser = new Routes().get('/me', (req) => new Text((req as unknown as { user: string }).user));

    expect(await respond(asUser, 'GET', '/me', { user: 'ada' })).toEqual(new Text('ada'));
  });

  it('passes guards and transforms', async () => {
    const all = { ...settings, transform: (response: Text) => response.with({ headers: { 'X-A': '1' } }) } as never;

    expect(await respond(routes(), 'GET', '/secret', { settings: all })).toBeError(1100, { status: 401 });
    expect(await respond(routes(), 'GET', '/secret', { settings: all, headers: { Authorization: 'a' } })).toEqual(
      new Text('secret', { headers: { 'X-A': '1' } }),
    );
  });

  it.each(['/missing', '/thrown'])('resolves with the error of %s, with its message and status', async (path) => {
    const error = await respond(routes(), 'GET', path, { settings });

    expect(error).toMatchObject({ code: 1101, status: 404, message: "User 'ada' does not exist" });
    expect(error).toEqualResponse(errors.error(1101, 'ada'));
  });

  it('resolves with an exception as it is', async () => {
    expect(await respond(routes(), 'GET', '/exception')).toEqualResponse(new NotFound('Nothing'));
  });

  it('resolves with an error of an unknown path or method', async () => {
    expect(await respond(routes(), 'GET', '/nowhere')).toBeError(1001, { status: 404, message: 'Not found' });
    expect(await respond(routes(), 'GET', '/users/abc')).toBeError(1001);
    expect(await respond(routes(), 'PUT', '/users')).toBeError(405, { headers: { allow: 'POST' } });
  });

  it('reads nothing: no file, and no source of a stream', async () => {
    const source = { [Symbol.asyncIterator]: jest.fn() };
    const feed = new Routes().get('/feed', () => new EventStream(source as unknown as AsyncIterable<string>));

    expect(await respond(routes(), 'GET', '/file')).toEqual(new File('no-such-file', { root: '/' }));
    expect((await respond(feed, 'GET', '/feed')).body).toBe(source);
    expect(source[Symbol.asyncIterator]).not.toHaveBeenCalled();
  });

  it('gives a stream that can be read', async () => {
    const feed = new Routes().get('/feed', () => new EventStream(['a', 'b'].values()));

    expect(await (await respond(feed, 'GET', '/feed')).text()).toBe('data: a\n\ndata: b\n\n');
  });

  it.each([
    ['/next', 'teapot'],
    ['/fault', 'a fault'],
    ['/undefined', 'returned undefined'],
    ['/by-res', 'GET /by-res was answered through res, with 202'],
  ])('rejects for %s', async (path, message) => {
    await expect(respond(routes(), 'GET', path)).rejects.toThrow(message);
  });

  it('rejects for a function that breaks the connection', async () => {
    const app = express().use((_req: Request, res: ExpressResponse) => {
      res.destroy();
    });

    await expect(respond(app, 'GET', '/a')).rejects.toThrow('GET /a was broken off by res.destroy(), so there is no');
  });

  it('rejects with the error itself before an error handler, and takes those of the package there', async () => {
    const fail = (error: unknown) =>
      express().use((_req: Request, _res: ExpressResponse, next: NextFunction) => {
        next(error);
      });
    const fault = new TypeError('a fault');

    await expect(respond(fail(fault), 'GET', '/')).rejects.toBe(fault);
    expect(await respond(fail(new ErrorResponse(1002)), 'GET', '/')).toBeError(1002, { status: 400 });
  });

  it('leaves no timer of a timeout', async () => {
    const timers = jest.spyOn(globalThis, 'clearTimeout');
    await respond(routes(), 'GET', '/object', { settings: { timeout: 1_000_000 } });

    expect(timers).toHaveBeenCalled();
    timers.mockRestore();
  });

  it('mounts routes once for each settings', async () => {
    const once = routes();
    const router = jest.spyOn(once, 'router');
    await respond(once, 'GET', '/object');
    await respond(once, 'GET', '/object');
    await respond(once, 'GET', '/object', { settings });

    expect(router).toHaveBeenCalledTimes(2);
  });

  it('refuses what is neither Routes nor an app', () => {
    expect(() => respond({} as never, 'GET', '/')).toThrow(UsageError);
  });
});
