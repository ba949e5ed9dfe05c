import express from 'express';
import { guard, returns, Routes, Text, UsageError } from 'express-returns';
import { keepErrors, send } from '../helpers/app';

describe('guard', () => {
  const app = express();
  const signedIn = guard(async function signedIn(req) {
    if (req.get('Authorization') === undefined) return new Text('Please sign in', { status: 401 });
    return undefined;
  });
  app.get(
    '/plain',
    signedIn,
    returns(() => new Text('secret')),
  );
  app.get(
    '/wrong',
    guard((() => false) as never),
    returns(() => new Text('secret')),
  );
  const errors = keepErrors(app);

  it('is Express middleware like any other', async () => {
    expect((await send(app, 'GET', '/plain')).status).toBe(401);
    expect((await send(app, 'GET', '/plain', { Authorization: 'yes' })).body.toString()).toBe('secret');
    expect([signedIn.name, signedIn.length]).toEqual(['signedIn', 3]);
  });

  it('lets nothing through that is no answer', async () => {
    expect((await send(app, 'GET', '/wrong')).status).toBe(500);
    expect(errors).toEqual([
      expect.objectContaining({
        message: expect.stringContaining(
          'the guard returned false. Return a response to stop, or undefined to continue. pass({ name: value }) gives',
        ) as string,
      }),
    ]);
  });

  const takesNext = (name: string): string =>
    `guard(): ${name} takes next, so it continues by next() and not by what it returns. Use it as it is, without guard(); a guard is a function of (req, res).`;

  it.each<[string, unknown, string]>([
    ['a middleware', (_req: unknown, _res: unknown, next: () => void) => setImmediate(next), 'a function'],
    ['an async one', async (_req: unknown, _res: unknown, next: () => void) => Promise.resolve(next()), 'a function'],
    [
      'one that uses arguments',
      new Function('return function jwt(req, res, next) { return arguments[2] }')(),
      'a function jwt',
    ],
    ['one with a default', (_req: unknown, _res: unknown, next = () => undefined) => next(), 'a function'],
    ['a bound one', ((_req: unknown, _res: unknown, next: () => unknown) => next()).bind(null), 'a function bound'],
    ['a Proxy', new Proxy((_req: unknown, _res: unknown, next: () => unknown) => next(), {}), 'a function'],
    ['a guard', guard(() => undefined), 'a function'],
  ])('refuses %s that takes next: its undefined would let every request through', (_what, fn, name) => {
    expect(() => guard(fn as never)).toThrow(new UsageError('ERR_RETURNS_HANDLER', takesNext(name)));
  });

  it.each<[string, boolean, 'later' | 'before', number]>([
    ['calls next before it returns', false, 'before', 0],
    ['calls next later, when it has passed', false, 'later', 1],
    ['calls next with an error later', true, 'later', 1],
  ])('goes on once where a function that cannot be read %s', async (_what, fails, when, count) => {
    const logged: unknown[] = [];
    const failure = fails ? new Error('refused') : undefined;
    let called = 0;
    let release = (): void => undefined;
    const wrapped = (...all: unknown[]): void => {
      release = () => {
        (all[2] as (error?: unknown) => void)(failure);
      };
      if (when === 'before') release();
    };
    const routes = new Routes().get('/', guard(wrapped as never), () => {
      called += 1;
      if (when === 'later') release();
      return 'answer';
    });
    const app = express().use(routes.router({ log: (error) => logged.push(error) }));

    expect((await send(app, 'GET', '/')).body.toString()).toBe('answer');
    expect(called).toBe(1);
    expect(logged).toHaveLength(count);
    if (count > 0) {
      expect(logged[0]).toMatchObject({
        code: 'ERR_RETURNS_RESULT',
        message:
          'GET / (wrapped): the guard called next() after it had let the request pass. Use this middleware without guard().',
        cause: failure,
      });
    }
  });

  it('names its own options where one is unknown', () => {
    expect(() => guard({ return: [Text] } as never, () => undefined)).toThrow(
      /^guard\(\) has no option "return"; it has returns, security, mediaRoot, .* Did you mean returns\?$/,
    );
  });

  it('refuses a value that is not a function', () => {
    expect(() => guard('auth' as never)).toThrow(
      new UsageError('ERR_RETURNS_HANDLER', 'guard takes a function; got "auth".'),
    );
    expect(() => guard(class Check {} as never)).toThrow(
      'guard(): a function Check is a class, which cannot be called.',
    );
    expect(() =>
      guard(((_error: unknown, _req: unknown, _res: unknown, _next: unknown) => undefined) as never),
    ).toThrow('guard(): a function takes four parameters, so Express would call it for errors only.');
  });
});
