import express from 'express';
import { guard, Routes, Text } from 'express-returns';
import { toTable } from '../../lib/mounting/table';
import { major } from '../helpers/app';

const first = () => new Text('first');
const second = () => new Text('second');
const passing = (_req: unknown, _res: unknown, next: () => void): void => {
  next();
};

const stop = (_req: unknown, _res: unknown): Text => new Text('no');

const warnings = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
afterEach(() => warnings.mockClear());
afterAll(() => {
  warnings.mockRestore();
});

describe('a duplicate that can never be reached', () => {
  it.each<[string, Routes, string]>([
    [
      'the same path',
      new Routes().get('/a', first).get('/a', second),
      'GET /a (second) can never be reached: GET /a (first) is defined before it and takes no next. Remove one of them.',
    ],
    [
      'another name for the variable',
      new Routes().get('/:a', first).get('/:b', second),
      'GET /:b (second) can never be reached: GET /:a (first)',
    ],
    [
      'all before get',
      new Routes().all('/a', first).get('/a', second),
      'GET /a (second) can never be reached: * /a (first)',
    ],
    [
      'one of several methods',
      new Routes().get('/a', first).route('/a', ['POST', 'GET'], second),
      'POST, GET /a (second) can never be reached',
    ],
    [
      'one of several paths',
      new Routes().get('/a', first).get(['/b', '/a'], second),
      'GET /b, /a (second) can never be reached',
    ],
    [
      'all of several paths, of a fence',
      new Routes().get('/a', first).get('/b', first).all('/c', first).get(['/c', '/a', '/b'], passing),
      'GET /c, /a, /b (passing) can never be reached: * /c (first)',
    ],
    [
      'an equal RegExp',
      new Routes().get(/^\/a$/, first).get(/^\/a$/, second),
      'GET /^\\/a$/ (second) can never be reached',
    ],
    [
      'behind a guard',
      new Routes()
        .get(
          '/a',
          guard(() => undefined),
          first,
        )
        .get('/a', second),
      'GET /a (second) can never be reached',
    ],
    [
      'of two Routes',
      new Routes(new Routes().get('/a', first), new Routes().get('/a', second)),
      'GET /a (second) can never be reached',
    ],
  ])('is refused when mounted: %s', (_what, routes, message) => {
    expect(() => routes.router()).toThrow(expect.objectContaining({ code: 'ERR_RETURNS_DUPLICATE' }));
    expect(() => routes.mount(express())).toThrow(message);
  });

  it.each<[string, Routes]>([
    ['another method', new Routes().get('/a', first).post('/a', second)],
    ['the same method or path twice in one route', new Routes().route(['/x', '/x'], ['*', 'GET'], first)],
    ['a path that cannot be decoded', new Routes().get('/:x', first).get('/100%', second)],
    ['another RegExp', new Routes().get(/^\/a$/, first).get(/^\/a$/i, second)],
    [
      'a handler that takes next',
      new Routes()
        .get('/a', (_req, _res, next) => {
          next();
        })
        .get('/a', second),
    ],
    ["middleware that may call next('route')", new Routes().get('/a', passing, first).get('/a', second)],
    ['a fence that is reached by another of its paths', new Routes().get('/a', first).get(['/a', '/b'], passing)],
    [
      'a group whose wildcard on Express 4 is its own path, too',
      new Routes().get('/a', first).group('/a', new Routes().get(major === 5 ? '/*rest' : '/*', passing)),
    ],
  ])('is none with %s', (_what, routes) => {
    expect(() => routes.router()).not.toThrow();
  });
});

describe('a shadowed route', () => {
  it.each<[string, (routes: Routes) => unknown]>([
    ['router', (routes) => routes.router()],
    ['mount', (routes) => routes.mount(express())],
  ])('is reported by a warning of Node, through %s()', (_way, mount) => {
    mount(
      new Routes()
        .get(/^\/users\/\w+$/, first)
        .all('/items/:id', first)
        .get('/users/me', second)
        .get('/items/5', second),
    );

    expect(warnings.mock.calls).toEqual([
      [
        'GET /users/me (second) is shadowed by GET /^\\/users\\/\\w+$/ (first), which is defined before it and takes no next. Define it first.',
        { type: 'ExpressReturnsWarning', code: 'ERR_RETURNS_DUPLICATE' },
      ],
      [expect.stringContaining('GET /items/5 (second) is shadowed by * /items/:id (first)'), expect.anything()],
    ]);
  });

  it('is not told of where it is reached', () => {
    new Routes().get('/users/me', second).get('/users/:id', first).router();
    new Routes().get('/users/:id', first).get('/users/me', second).router();
    new Routes().get('/users/:id', passing, first).get('/users/me', second).router();
    new Routes().post('/users/:id', first).get('/users/me', second).router();

    expect(warnings).not.toHaveBeenCalled();
  });
});

describe('a doubt about a handler', () => {
  const bound = first.bind(undefined);
  const rest = (...all: unknown[]) => new Text(`first of ${all.length}`);
  const doubt = (place: string, earlier: string): string =>
    `${place} is defined after ${earlier}, which takes requests from it: that handler might take next, since it is bound or has a rest parameter or \`arguments\`, so no route may cross it. Define ${place} first, or give that handler as a function of (req, res).`;

  it.each<[string, () => Routes, string]>([
    [
      'a bound function',
      () => new Routes().get('/users/:id', bound).get('/users/me', second),
      doubt('GET /users/me (second)', 'GET /users/:id (bound first)'),
    ],
    [
      'a rest parameter',
      () => new Routes().get('/users/:id', rest).get('/users/me', second),
      doubt('GET /users/me (second)', 'GET /users/:id (rest)'),
    ],
    [
      'a mock, behind a guard',
      () => new Routes().get('/users/:id', guard(stop), jest.fn()).get('/users/me', second),
      doubt('GET /users/me (second)', 'GET /users/:id (mockConstructor)'),
    ],
    [
      'one of several methods',
      () => new Routes().route('/users/:id', ['GET', 'PUT'], bound).route('/users/me', ['PUT', 'POST'], second),
      doubt('PUT, POST /users/me (second)', 'GET, PUT /users/:id (bound first)'),
    ],
    [
      'one of several paths',
      () => new Routes().get(['/a', '/users/:id'], bound).get('/users/me', second),
      doubt('GET /users/me (second)', 'GET /a, /users/:id (bound first)'),
    ],
    [
      'a typed variable',
      () => new Routes().get('/users/<id:slug>', bound).get('/users/me', second),
      doubt('GET /users/me (second)', 'GET /users/<id:slug> (bound first)'),
    ],
    [
      'the same in a group',
      () => new Routes().group('/users', new Routes().get('/:id', bound).get('/me', second)),
      doubt('GET /users/me (second)', 'GET /users/:id (bound first)'),
    ],
    [
      'a doubt between two others',
      () => new Routes().get('/users/:id', first).get('/other', bound).get('/users/me', second),
      'GET /users/me (second) is shadowed by GET /users/:id (first), which is defined before it and takes no next. Define it first.',
    ],
    [
      'a doubt about the plain one',
      () => new Routes().get('/users/:id', first).get('/users/me', bound),
      'GET /users/me (bound first) is shadowed by GET /users/:id (first), which is defined before it and takes no next. Define it first.',
    ],
  ])('that changes which route answers is a warning of Node: %s', (_what, make, message) => {
    make().router();

    expect(warnings.mock.calls).toEqual([[message, { type: 'ExpressReturnsWarning', code: 'ERR_RETURNS_DUPLICATE' }]]);
  });

  it.each<[string, () => Routes]>([
    ['the plain one comes first', () => new Routes().get('/users/me', second).get('/users/:id', bound)],
    ['the paths do not overlap', () => new Routes().get('/users/:id', bound).get('/teams/me', second)],
    ['the methods do not overlap', () => new Routes().post('/users/:id', bound).get('/users/me', second)],
    ['a type keeps them apart', () => new Routes().get('/users/<id:int>', bound).get('/users/me', second)],
    ['both are plain', () => new Routes().get('/users/me', bound).get('/users/me', second)],
    [
      'a certain fence keeps them in order',
      () => new Routes().get('/users/:id', bound).all('/users/:id', passing).get('/users/me', second),
    ],
    [
      'the middleware of a Routes keeps them in order',
      () => new Routes(new Routes().get('/users/:id', bound), new Routes().use(passing).get('/users/me', second)),
    ],
  ])('is none where %s', (_what, make) => {
    make().router();

    expect(warnings).not.toHaveBeenCalled();
  });

  it.each<[string, (...parameters: never[]) => unknown]>([
    ['a default in a pattern', ({ query: { full = '0' } }: { query: { full?: string } }) => new Text(full)],
    ['a default of res', (_req: unknown, _res = {}) => new Text('first')],
    ['the word arguments in a string', () => new Text('arguments')],
    ['a property of this name', (req: { arguments?: string }) => new Text(String(req.arguments))],
    [
      'arguments of an inner function',
      new Function('return function (req) { return function () { arguments } }')() as () => unknown,
    ],
  ])('is none about %s: the more explicit route answers', (_what, handler) => {
    const routes = new Routes().get('/users/:id', handler as () => Text).get('/users/me', second);
    routes.router();

    expect(toTable([...routes], major).map(({ path }) => path)).toEqual(['/users/me', '/users/:id']);
    expect(warnings).not.toHaveBeenCalled();
  });
});

describe('an unreachable function', () => {
  it.each<[string, () => Routes, string]>([
    [
      'after middleware without next',
      () => new Routes().get('/a', passing, stop, first),
      'GET /a (first): functions after a function stop are never called: it does not take `next`. Add the parameter, or wrap the function in guard() if it returns a response to stop.',
    ],
    [
      'of a Routes',
      () => new Routes().use(stop).get('/a', first),
      'routes.use(): functions after a function stop are never',
    ],
    [
      'of a group',
      () => new Routes().group('/g', stop, new Routes().get('/a', first)),
      'functions after a function stop are',
    ],
    [
      'without parameters',
      () => new Routes().get('/a', () => undefined, first),
      'GET /a (first): functions after a function',
    ],
    [
      'after a bound function of one parameter',
      () => new Routes().get('/a', ((_req: unknown) => new Text('no')).bind(undefined), first),
      'are probably never called: it is bound or native, and declares no third parameter for `next`. Add the parameter, or wrap the function in guard() if it returns a response to stop.',
    ],
    [
      'after a bound function of two parameters',
      () => new Routes().use(stop.bind(undefined)).get('/a', first),
      'routes.use(): functions after a function bound stop are probably never called',
    ],
    [
      'after a Proxy of a function of one parameter',
      () => new Routes().get('/a', new Proxy((_req: unknown) => new Text('no'), {}), first),
      'are probably never called',
    ],
    [
      'where there are no routes',
      () => new Routes().use(passing),
      'routes.router(): there are no routes, so the middleware of routes.use() never runs.',
    ],
    [
      'where there are no routes to take over',
      () => new Routes().extend(new Routes().use(passing)),
      'routes.extend(): there are no routes',
    ],
  ])('is reported by a warning of Node: %s', (_what, make, message) => {
    make().router();

    expect(warnings.mock.calls).toEqual([
      [expect.stringContaining(message), { type: 'ExpressReturnsWarning', code: 'ERR_RETURNS_UNREACHABLE' }],
    ]);
  });

  it.each<[string, () => Routes]>([
    ['a guard', () => new Routes().get('/a', guard(stop), first)],
    ['a handler that answers through res', () => new Routes().get('/a', passing, (_req, res) => void res.send('a'))],
    [
      'a wrapper',
      () =>
        new Routes().get(
          '/a',
          (...all: [unknown, unknown, () => void]) => {
            all[2]();
          },
          first,
        ),
    ],
    ['a mock', () => new Routes().get('/a', jest.fn(), first)],
    ['a bound function', () => new Routes().use(passing.bind(undefined)).get('/a', first)],
    ['a bound guard', () => new Routes().get('/a', guard(stop.bind(undefined)), first)],
    ['a guard that is bound afterwards', () => new Routes().get('/a', guard(stop).bind(undefined), first)],
    ['a bound wrapper', () => new Routes().get('/a', ((..._all: unknown[]) => undefined).bind(undefined), first)],
    [
      'req.next',
      () =>
        new Routes().get(
          '/a',
          (req, _res) => {
            req.next?.();
          },
          first,
        ),
    ],
    ['middleware for every method', () => new Routes().all('/a', passing).get('/a', first)],
    ['nothing at all', () => new Routes()],
  ])('is none with %s', (_what, make) => {
    make().router();

    expect(warnings).not.toHaveBeenCalled();
  });
});
