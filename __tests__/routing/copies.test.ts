import express from 'express';
import type * as Library from 'express-returns';
import { anotherCopy } from '../helpers/copy';
import { send } from '../helpers/app';

const MARK = Symbol.for('express-returns.class');
const copies = [anotherCopy(), anotherCopy()] as const;
type Copy = typeof Library;
type Pair = readonly [own: Copy, other: Copy];

const pairs: readonly (readonly [string, Pair])[] = [
  ['the second in the first', [copies[0], copies[1]]],
  ['the first in the second', [copies[1], copies[0]]],
];

const bodyAt = async (routes: Library.Routes<unknown>, path: string, method = 'GET'): Promise<string> => {
  const reply = await send(express().use(routes.router()), method, path);
  return `${reply.status} ${reply.body.toString()}`;
};

describe.each(pairs)('routes of two copies of the package, %s', (_which, [own, other]) => {
  const log: string[] = [];
  afterEach(() => log.splice(0));

  /** Routes with middleware, a guard, typed variables and a converter. */
  const otherRoutes = (): Library.Routes<{ hex: number }> => {
    const hex = new other.Converter(/[0-9a-f]+/, { parse: (text) => parseInt(text, 16) });
    return new other.Routes({ converters: { hex } })
      .use(
        (req, _res, next) => {
          log.push(`use ${req.path}`);
          next();
        },
        other.guard((req) => (req.path.endsWith('/13') ? new other.Text('stop', { status: 403 }) : undefined)),
      )
      .get('/colors/<id:hex>', (req) => new other.JSON(req.params))
      .get('/users/<id:int>', (req) => new other.JSON(req.params));
  };

  it.each<[string, (routes: Library.Routes<{ hex: number }>) => Library.Routes<unknown>, string]>([
    ['new Routes(routes)', (routes) => new own.Routes(routes), ''],
    ['new Routes(...routes)', (routes) => new own.Routes(...routes), ''],
    ['routes.extend()', (routes) => new own.Routes().extend(routes), ''],
    ['routes.group()', (routes) => new own.Routes().group('/g/<team:int>', routes), '/g/7'],
    ['a group in a group', (routes) => new own.Routes().group('/a', new other.Routes().group('/b', routes)), '/a/b'],
  ])('are taken with their middleware, guards and types by %s', async (_how, take, prefix) => {
    const team = prefix === '/g/7' ? { team: 7 } : {};
    const routes = take(otherRoutes());

    expect(await bodyAt(routes, `${prefix}/colors/ff`)).toBe(`200 ${JSON.stringify({ ...team, id: 255 })}`);
    expect(await bodyAt(routes, `${prefix}/users/13`)).toBe('403 stop');
    expect((await bodyAt(routes, `${prefix}/users/ada`)).slice(0, 3)).toBe('404');
    expect(log).toEqual([`use ${prefix}/colors/ff`, `use ${prefix}/users/13`]);
    expect(routes.list()).toHaveLength(2);
  });

  it('are sealed in the copy that they come from', () => {
    const routes = new other.Routes().get('/a', () => 'a');
    new own.Routes(routes).router();

    expect(() => routes.get('/b', () => 'b')).toThrow(expect.objectContaining({ code: 'ERR_RETURNS_SEALED' }));
  });

  it('have the priority of one table, and URLs', async () => {
    const routes = new own.Routes()
      .get('/users/me', () => 'me')
      .extend(new other.Routes().get('/users/:id', () => 'id'));

    expect([await bodyAt(routes, '/users/me'), await bodyAt(routes, '/users/7')]).toEqual(['200 me', '200 id']);
    expect(routes.url('/users/:id', { id: 7 })).toBe('/users/7');
  });

  it('take single routes', async () => {
    const routes = new own.Routes(new other.Route('/a', ['GET'], () => 'a'));

    expect(await bodyAt(routes, '/a')).toBe('200 a');
  });

  it('know the parameters of methods that a decorator of either has bound', async () => {
    const users = new other.Routes();
    class Users {
      readonly name = 'ada';

      @users.get('/users/:id')
      find(): string {
        return this.name;
      }
    }
    expect(new Users().name).toBe('ada');
    const routes = new own.Routes(users).get('/users/me', () => 'me');

    // A function that is bound by hand may take next, so that no other route would cross it.
    expect([await bodyAt(routes, '/users/me'), await bodyAt(routes, '/users/7')]).toEqual(['200 me', '200 ada']);
  });

  it('are instances of the classes of both, but not of a subclass', () => {
    class Special extends own.Routes {}
    const routes = new other.Routes();
    const route = new other.Route('/a', ['GET'], () => 'a');

    expect([routes instanceof own.Routes, route instanceof own.Route]).toEqual([true, true]);
    expect([routes instanceof Special, new Special() instanceof Special]).toEqual([false, true]);
    expect(new Special() instanceof other.Routes).toBe(true);
    expect([{}, null, 'Routes', route].map((value: unknown) => value instanceof own.Routes)).toEqual([
      ...[false, false, false, false],
    ]);
  });

  it('are counted by notFound() of either copy', async () => {
    const app = express().use(new other.Routes().get('/a', () => 'a').router());
    const reply = await send(app.use(own.notFound()), 'POST', '/a');

    expect([reply.status, reply.headers['Allow']]).toEqual([405, 'GET, HEAD']);
  });

  it('are refused as middleware with the remedy', () => {
    expect(() => new own.Routes().use(new other.Routes() as never)).toThrow('routes.use() takes middleware; for the');
  });
});

describe('a class of another version of the package', () => {
  const of = (name: string, file?: string): never =>
    Object.create({}, { [MARK]: { value: { name, protocol: 99, file, internals: {} } } }) as never;
  const [{ Converter, Route, Routes }] = copies;
  const where = expect.stringMatching(
    /of another version of express-returns \(\/old\/index\.js; this one is \/.*\)\. Install one version\.$/,
  ) as string;

  it.each<[string, () => unknown]>([
    ['new Routes(routes)', () => new Routes(of('Routes', '/old/index.js'))],
    ['routes.extend()', () => new Routes().extend(of('Routes', '/old/index.js'))],
    ['routes.extend(route)', () => new Routes().extend(of('Route', '/old/index.js'))],
    ['routes.group()', () => new Routes().group('/a', of('Routes', '/old/index.js'))],
    ['converters', () => new Routes({ converters: { a: of('Converter', '/old/index.js') } })],
  ])('is refused by %s with the places of both', (_how, make) => {
    expect(make).toThrow(expect.objectContaining({ message: where }));
  });

  it('is named without a place in a bundle', () => {
    expect(() => new Routes(of('Routes'))).toThrow(
      'got a Routes of another version of express-returns (a bundle; this',
    );
  });

  it('is no instance', () => {
    const classes = [Routes, Route, Converter] as readonly (new (...args: never[]) => object)[];
    for (const each of classes) expect((of(each.name) as object) instanceof each).toBe(false);
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(() => new Routes().extend(proxy as never)).toThrow('got an object that cannot be read');
  });
});
