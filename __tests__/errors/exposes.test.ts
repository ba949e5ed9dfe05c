import express, { type Express } from 'express';
import { adopt, errorHandler, notFound, Routes, Text, type Settings } from 'express-returns';
import { usageError } from '../diagnostics/refused';
import { send } from '../helpers/app';

class ApiError extends globalThis.Error {
  constructor(
    readonly statusCode: number,
    message: string,
  ) {
    super(message);
  }
}

function addErrors(app: Express, settings: Settings): Express {
  const routes = new Routes();
  routes.get('/returned', () => new ApiError(409, 'Email already taken') as never);
  routes.get('/thrown', () => {
    throw new ApiError(409, 'Email already taken');
  });
  app.use(routes.router(settings));
  app.get('/by-hand', () => {
    throw new ApiError(409, 'Email already taken');
  });
  app.get('/server', () => {
    throw new ApiError(503, 'secret');
  });
  return app.use(notFound(settings)).use(errorHandler(settings));
}

const exposes: Settings['exposes'] = (error) => error instanceof ApiError;

describe.each<[string, (settings: Settings) => Express]>([
  ['settings of errorHandler()', (settings) => addErrors(express(), settings)],
  ['settings of the app', (settings) => addErrors(adopt(express(), settings), {})],
])('exposes, by %s', (_where, create) => {
  it.each(['/returned', '/thrown', '/by-hand'])('lets an error speak to the client: %s', async (path) => {
    const asked = create({ exposes });
    const silent = create({});

    expect(globalThis.JSON.parse((await send(asked, 'GET', path)).body.toString())).toEqual({
      status: 'error',
      code: 409,
      message: 'Email already taken',
    });
    expect((await send(silent, 'GET', path)).body.toString()).toBe(
      '{"status":"error","code":409,"message":"Conflict"}',
    );
  });

  it('applies in every format', async () => {
    const problem = create({ exposes, errorFormat: 'problem' });
    const own = create({ exposes, errorFormat: ({ message }) => new Text(message) });

    expect((await send(problem, 'GET', '/thrown')).body.toString()).toContain('"detail":"Email already taken"');
    expect((await send(own, 'GET', '/thrown')).body.toString()).toBe('Email already taken');
  });

  it('never shows the message of a 5xx, which is logged', async () => {
    const logged: unknown[] = [];
    const { status, body } = await send(create({ exposes, log: (error) => logged.push(error) }), 'GET', '/server');

    expect([status, body.toString()]).toEqual([503, '{"status":"error","code":503,"message":"Service Unavailable"}']);
    expect(logged).toEqual([expect.any(ApiError)]);
  });

  it.each<[string, Settings['exposes'], string]>([
    ['throws', () => { throw new TypeError('wrong'); }, 'The setting exposes failed for an Error.'],
    ['resolves', (async () => true) as never, 'The setting exposes gave a Promise'],
  ])('is a 500 that is logged where it %s', async (_what, failing, fact) => {
    const logged: unknown[] = [];
    const app = create({ exposes: failing as () => boolean, log: (error) => logged.push(error) });
    const { status, body } = await send(app, 'GET', '/thrown');

    expect([status, body.toString()]).toEqual([500, '{"status":"error","code":1000,"message":"Server error"}']);
    expect(logged).toEqual([usageError('ERR_RETURNS_ERROR_FORMAT', fact)]);
  }); // prettier-ignore
});
