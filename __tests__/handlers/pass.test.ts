import express from 'express';
import { z } from 'zod';
import { ErrorCode, ErrorList, guard, JSON, pass, returns, route, Routes, Text } from 'express-returns';
import { guarded } from '../../lib/handlers/guard';
import { usageError } from '../diagnostics/refused';
import { keepErrors, send } from '../helpers/app';

const errors = new ErrorList(new ErrorCode(1100, 'Please sign in', 401));
const User = z.object({ name: z.string() });
const signedIn = guard({ returns: [errors.get(1100)], security: 'bearer', errors }, async (req) => {
  const name = await Promise.resolve(req.get('X-User'));
  return name === undefined ? errors.error(1100) : pass({ user: { name } });
});
const localized = guard((req) => pass({ locale: req.get('X-Locale') ?? 'en' }));

describe('pass()', () => {
  const app = express();
  const me = route.get('/me', { returns: [JSON.of(User)] }, signedIn, localized, (req) => ({
    name: `${req.user.name} ${req.locale}`,
  }));
  const shared = new Routes().use(signedIn);
  shared.get('/shared', (req) => new JSON((req as unknown as { readonly user: object }).user));
  const grouped = new Routes().group(
    '/group',
    localized,
    new Routes(route.get('/it', (req) => Object.keys(req).includes('locale'))),
  );
  app.use(new Routes(me, shared, grouped).router());
  app.get(
    '/plain',
    localized,
    returns((req) => new Text(String((req as unknown as { readonly locale: unknown }).locale))),
  );
  app.get('/handler', returns((() => pass({ user: 7 })) as never));
  app.use(
    new Routes().get('/middleware', ((_req: unknown, _res: unknown) => pass({ user: 7 })) as never, () => 'a').router(),
  );
  const readOnly = (req: object, _res: unknown, next: () => void): void => {
    Object.defineProperty(req, 'user', { get: () => 'of middleware' });
    next();
  };
  app.get(
    '/read-only',
    readOnly,
    guard(() => pass({ user: 7 })),
  );
  app.get(
    '/read-only-later',
    readOnly,
    guard(() => Promise.resolve(pass({ user: 7 }))),
  );
  app.use(
    new Routes()
      .get(
        '/owned',
        guard(() => pass({ query: 7 })),
        () => 'a',
      )
      .router(),
  );
  const seen = keepErrors(app);

  it.each([
    ['/me', 200, '{"name":"Ann de"}'],
    ['/shared', 200, '{"name":"Ann"}'],
    ['/group/it', 200, 'true'],
    ['/plain', 200, 'de'],
  ])('gives properties of req to the functions behind the guard: %s', async (path, status, text) => {
    const reply = await send(app, 'GET', path, { 'X-User': 'Ann', 'X-Locale': 'de' });

    expect([reply.status, reply.body.toString()]).toEqual([status, text]);
  });

  it('is not reached where the guard stops', async () => {
    const reply = await send(app, 'GET', '/me');

    expect([reply.status, reply.body.toString()]).toEqual([
      ...[401, '{"status":"error","code":1100,"message":"Please sign in"}'],
    ]);
  });

  it.each([
    ['/handler', 'pass() was returned by a function that is not a guard. Wrap the function in guard().'],
    ['/middleware', 'pass() was returned by a function that is not a guard. Wrap the function in guard().'],
    ['/owned', 'pass() cannot set req.query, which Express uses itself. Give it another name.'],
    ['/read-only', 'Cannot set property user'],
    ['/read-only-later', 'Cannot set property user'],
  ])('%s is a 500: %s', async (path, message) => {
    seen.length = 0;

    expect((await send(app, 'GET', path)).status).toBe(500);
    expect(seen).toEqual([expect.objectContaining({ message: expect.stringContaining(message) as string })]);
  });

  it.each(['params', 'query', 'body', 'res', 'headers', 'get', 'on', 'pipe', 'ip', 'constructor', '__proto__'])(
    'refuses the name %s',
    (name) => {
      const given = Object.defineProperty({}, name, { value: 1, enumerable: true });

      expect(() => pass(given)).toThrow(usageError('ERR_RETURNS_RESULT', `pass() cannot set req.${name}`));
    },
  );

  it.each([undefined, null, 7, ['user']])('refuses %p', (given) => {
    expect(() => pass(given as never)).toThrow(usageError('ERR_RETURNS_RESULT', 'pass() takes an object'));
  });

  it('does not change what was given', () => {
    const given = { user: { name: 'Ann' } };

    expect(Object.isFrozen(pass(given))).toBe(true);
    expect(Object.isFrozen(given)).toBe(false);
  });
});

describe('guard(options, fn)', () => {
  it('has its description apart from its settings', () => {
    expect(guarded(signedIn)).toMatchObject({ description: { returns: [errors.get(1100)], security: 'bearer' } });
    expect(Object.keys(guarded(signedIn)?.settings ?? {})).toEqual(['errors']);
    expect(guarded(localized)).not.toHaveProperty('description');
    expect(guarded(guard({ timeout: 5 }, () => undefined))).not.toHaveProperty('description');
  });

  it.each<[object, Parameters<typeof usageError>]>([
    [{ returns: [] }, ['ERR_RETURNS_DESCRIPTION', 'guard(): the option returns must be an array of replies']],
    [{ returns: [User] }, ['ERR_RETURNS_DESCRIPTION', 'guard(): returns takes declarations']],
    [{ security: 7 }, ['ERR_RETURNS_SETTINGS', 'The option security of guard() must be the name of a security scheme']],
    [{ retuns: [] }, ['ERR_RETURNS_SETTINGS', 'guard() has no option "retuns"']],
  ])('refuses %j', (options, refused) => {
    expect(() => guard(options, () => undefined)).toThrow(usageError(...refused));
  });
});
