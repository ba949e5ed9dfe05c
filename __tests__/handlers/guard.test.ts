import express from 'express';
import { guard, returns, Text, UsageError } from 'express-returns';
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
          'the guard returned false. Return a response to stop, or undefined to go on.',
        ) as string,
      }),
    ]);
  });

  it('refuses what is no function', () => {
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
