import { join } from 'node:path';
import express, { Router } from 'express';
import { File, guard, JSON, returns, UsageError, type HandlerResult } from 'express-returns';
import { keepErrors, send } from '../helpers/app';

describe('returns', () => {
  it('makes a handler for any route of Express, beside hand-written ones', async () => {
    const app = express();
    app.get(
      '/users/:id',
      (_req, res, next) => {
        res.locals['seen'] = true;
        next();
      },
      returns(function getUser(req, res) {
        return new JSON({ id: req.params.id, seen: Boolean(res.locals['seen']) });
      }),
    );
    app.use(
      '/api',
      Router().put(
        '/it',
        returns(async () => 'put'),
      ),
    );

    expect((await send(app, 'GET', '/users/7')).body.toString()).toBe('{"id":"7","seen":true}');
    expect((await send(app, 'PUT', '/api/it')).body.toString()).toBe('put');
  });

  it('has settings of its own', async () => {
    const app = express().get(
      '/logo',
      returns(() => new File('logo.jpg'), { mediaRoot: join(__dirname, '../../demo/hello/media/images') }),
    );

    expect((await send(app, 'GET', '/logo')).headers['Content-Type']).toBe('image/jpeg');
  });

  it('names method, path and handler in errors, wherever it is mounted', async () => {
    const app = express();
    app.use(
      '/api',
      Router().get(
        '/users/:id',
        returns(function forgetful(): HandlerResult {
          /* Returns nothing. */
        }),
      ),
    );
    app.use(
      '/bare',
      returns((): HandlerResult => undefined),
    );
    const errors = keepErrors(app);
    await send(app, 'GET', '/api/users/7');
    await send(app, 'GET', '/bare/x');

    expect(errors.map((error) => (error as Error).message.split(':')[0])).toEqual([
      'GET /api/users/',
      'GET /bare/x (anonymous function)',
    ]);
    expect((errors[0] as Error).message).toMatch(/^GET \/api\/users\/:id \(forgetful\): /);
  });

  it('keeps the name of the handler and the three parameters of a handler', () => {
    const handler = returns(function health() {
      return 'ok';
    });

    expect([handler.name, handler.length]).toEqual(['health', 3]);
  });

  it.each<[string, () => unknown, string]>([
    [
      'a missing handler',
      () => returns(undefined as never),
      'returns(): the handler must be a function; got undefined.',
    ],
    [
      'an error handler',
      () => returns(((_a: 1, _b: 2, _c: 3, _d: 4) => undefined) as never),
      'returns(): the handler takes four parameters, so Express would call it for errors only.',
    ],
    [
      'a guard',
      () => returns(guard(() => undefined) as never),
      'returns(): the last function is a guard, so the request would never be answered.',
    ],
    ['a class', () => returns(class {} as never), 'returns(): the handler is a class, which cannot be called.'],
    [
      'an unknown setting',
      () => returns(() => 1, { mediaroot: 'x' } as never),
      'returns() has no option "mediaroot"; it has mediaRoot, ',
    ],
    [
      'an option of a Router',
      () => returns(() => 1, { strict: true } as never),
      'returns() has no option "strict". It is an option of a Router: give it to routes.router(), or to the app itself.',
    ],
  ])('refuses %s', (_what, wrong, message) => {
    expect(wrong).toThrow(UsageError);
    expect(wrong).toThrow(message);
  });
});
