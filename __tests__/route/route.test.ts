import { guard, Route, Text, UsageError } from 'express-returns';
import { canPassOn } from '../../lib/route/route';

const hi = () => new Text('hi');

/** As JavaScript, or a cast, may call it. */
const UntypedRoute = Route as unknown as new (...parts: unknown[]) => Route;

describe('Route', () => {
  it('is a frozen value, with middleware before the handler', () => {
    const auth = guard(() => undefined);
    const route = new Route(['/a', '/b'], ['GET', 'GET', 'POST'], { name: 'both' }, [auth], hi);

    expect(route).toMatchObject({
      path: ['/a', '/b'],
      methods: ['GET', 'POST'],
      middleware: [auth],
      handler: hi,
      options: { name: 'both' },
    });
    for (const part of [route, route.path, route.methods, route.middleware, route.options])
      expect(Object.isFrozen(part)).toBe(true);
  });

  it.each<[string, () => unknown, string, string]>([
    [
      'a handler that is a response',
      () => new UntypedRoute('/it', ['GET'], new Text('hi')),
      'ERR_RETURNS_HANDLER',
      'GET /it: got a response where a handler is needed: write () => response.',
    ],
    [
      'a handler that is a class',
      () => new UntypedRoute('/it', ['GET'], class Users {}),
      'ERR_RETURNS_HANDLER',
      'GET /it: the handler is a class, which cannot be called. Decorate a method of it, or give one.',
    ],
    [
      'a handler of four parameters',
      () => new UntypedRoute('/it', ['GET'], (_e: unknown, _q: unknown, _s: unknown, _n: unknown) => undefined),
      'ERR_RETURNS_HANDLER',
      'GET /it: the handler takes four parameters, so Express would call it for errors only. Error handlers belong to app.use, after the routes.',
    ],
    [
      'a guard as the last function',
      () =>
        new UntypedRoute(
          '/it',
          ['GET'],
          guard(() => undefined),
        ),
      'ERR_RETURNS_HANDLER',
      'GET /it: the last function is a guard, so the request would never be answered. Put the handler after it.',
    ],
    [
      'no handler',
      () => new UntypedRoute('/it', ['GET']),
      'ERR_RETURNS_HANDLER',
      'GET /it: the handler must be a function; got undefined.',
    ],
    [
      'middleware that is no function',
      () => new UntypedRoute('/it', ['GET'], 'auth', hi),
      'ERR_RETURNS_HANDLER',
      'GET /it: a middleware is a function; got "auth".',
    ],
    [
      'an unknown option',
      () => new UntypedRoute('/it', ['GET'], { nmae: 'it' }, hi),
      'ERR_RETURNS_SETTINGS',
      'GET /it has no option "nmae"; it has name, timeout, params, query, headers, cookies, body, bodyTypes, files, returns, coerce, bodyLimit, strip, checkReturns, summary, description, tags, deprecated, security, hidden. Did you mean name?',
    ],
    [
      'a name that is no string',
      () => new UntypedRoute('/it', ['GET'], { name: 1 }, hi),
      'ERR_RETURNS_SETTINGS',
      'The option name of GET /it must be a string; got 1.',
    ],
    [
      'a method in lower case',
      () => new UntypedRoute('/it', ['get'], hi),
      'ERR_RETURNS_METHOD',
      `/it: "get" is not a valid method: write 'GET'.`,
    ],
    [
      'an unknown method',
      () => new UntypedRoute('/it', ['FETCH'], hi),
      'ERR_RETURNS_METHOD',
      `/it: "FETCH" is not a valid method: Node does not know it; '*' is any method.`,
    ],
    [
      'methods that are no array',
      () => new UntypedRoute('/it', 'GET', hi),
      'ERR_RETURNS_METHOD',
      `/it: give the methods as an array such as ['GET', 'POST']; got "GET".`,
    ],
    [
      'no methods',
      () => new UntypedRoute('/it', [], hi),
      'ERR_RETURNS_METHOD',
      `/it: give the methods as an array such as ['GET', 'POST']; got an array of 0 items.`,
    ],
  ])('refuses %s where it is written', (_what, wrong, code, message) => {
    expect(wrong).toThrow(UsageError);
    expect(wrong).toThrow(expect.objectContaining({ code, message }));
  });

  it.each<[string, boolean, unknown[]]>([
    ['a handler that takes no next', false, [hi]],
    ['a handler that takes next', true, [(_req: unknown, _res: unknown, _next: unknown) => undefined]],
    ['guards', false, [guard((_req) => undefined), guard((_req, _res) => undefined), hi]],
    ['other middleware', true, [(_req: unknown, _res: unknown) => undefined, hi]],
  ])('with %s can pass on: %p', (_what, expected, functions) => {
    expect(canPassOn(new UntypedRoute('/it', ['GET'], ...functions))).toBe(expected);
  });
});
