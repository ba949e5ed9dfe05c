import { Router } from 'express';
import { describeOther, shareClass } from '../diagnostics/shared-class';
import { UsageError } from '../diagnostics/usage-error';
import { variableTypes } from '../paths/converters';
import type { DefineRoute, DefineRouteOf } from './define-route';
import { inGroup, makeGroup } from './group';
import { mountRoutes } from './mount';
import type { Mountable } from './mountable';
import type { RoutePath } from '../paths/path';
import type { URLParams } from '../paths/path-params';
import { Route, ROUTES_PROTOCOL, type Method, type RouteInfo } from './route';
import { RouteList } from './route-list';
import { checkRoutesOptions, type RoutesOptions } from './routes-options';
import { Scope } from './scope';
import { checkSettings, type RouterSettings, type Settings } from '../handlers/settings';
import type { LooseMiddleware, Middleware } from '../handlers/types';

type AnyRoute = Route | Routes<unknown>;

type GroupMembers<Fn> = readonly [...middleware: (Fn | readonly Fn[])[], routes: Routes<unknown>];

// The type of an argument that is never given. Without it Express's types take the method itself as an error handler;
// with it the compiler shows this message.
type NotCalled = 'routes.router is a method: write routes.router()';

/** The private members that another copy of the package uses. */
interface RoutesInternals {
  readonly seal: (routes: Routes<unknown>, by: string) => readonly Route[];
}

/** Seals a `Routes` of any copy of the package, and returns its routes. */
let seal: RoutesInternals['seal'];

/**
 * Collects routes, and mounts them onto Express.
 *
 * ```ts
 * const routes = new Routes();
 * routes.get('/hello', () => new Text('Hello!'));
 * app.use('/api', routes.router());
 * ```
 *
 * @throws UsageError `ERR_RETURNS_CONVERTER` for wrong converters, `ERR_RETURNS_SETTINGS` for unknown options.
 */
export class Routes<Types = object> implements Iterable<Route> {
  /** Defines a route for GET: its path, options, middleware and handler. Without a handler it is a decorator. Answers HEAD, too. */
  readonly get: DefineRoute<Types, this> = this.#definer(['GET']);
  /** Defines a route for POST: its path, options, middleware and handler. Without a handler it is a decorator. */
  readonly post: DefineRoute<Types, this> = this.#definer(['POST']);
  /** Defines a route for PUT: its path, options, middleware and handler. Without a handler it is a decorator. */
  readonly put: DefineRoute<Types, this> = this.#definer(['PUT']);
  /** Defines a route for PATCH: its path, options, middleware and handler. Without a handler it is a decorator. */
  readonly patch: DefineRoute<Types, this> = this.#definer(['PATCH']);
  /** Defines a route for DELETE: its path, options, middleware and handler. Without a handler it is a decorator. */
  readonly delete: DefineRoute<Types, this> = this.#definer(['DELETE']);
  /** Defines a route for HEAD: its path, options, middleware and handler. Without a handler it is a decorator. */
  readonly head: DefineRoute<Types, this> = this.#definer(['HEAD']);
  /** Defines a route for OPTIONS: its path, options, middleware and handler. Without a handler it is a decorator. */
  readonly options: DefineRoute<Types, this> = this.#definer(['OPTIONS']);
  /** Defines a route for every method. */
  readonly all: DefineRoute<Types, this> = this.#definer(['*']);
  /** Defines a route for several methods: `routes.route('/login', ['GET', 'POST'], login)`. */
  readonly route: DefineRouteOf<Types, this> = this.#defineRouteOf();

  readonly #list: RouteList;

  constructor(...routes: readonly AnyRoute[]);
  constructor(options: RoutesOptions<Types>, ...routes: readonly AnyRoute[]);
  constructor(...given: readonly unknown[]) {
    const [first] = given;
    const isRoute = given.length === 0 || first instanceof Route || first instanceof Routes;
    const types = variableTypes(isRoute ? {} : checkRoutesOptions(first).converters);
    this.#list = new RouteList(new Scope(types));
    this.extend(...((isRoute ? given : given.slice(1)) as AnyRoute[]));
  }

  /**
   * Adds middleware for all routes of this `Routes`, including those defined before it. It runs for requests that one of
   * them handles and for OPTIONS on their paths, not for other requests.
   *
   * @throws UsageError `ERR_RETURNS_HANDLER` for invalid middleware, `ERR_RETURNS_SEALED` once mounted.
   */
  use(...middleware: readonly (Middleware | readonly Middleware[])[]): this;
  use(...middleware: readonly (LooseMiddleware | readonly LooseMiddleware[])[]): this;
  use(...middleware: readonly unknown[]): this {
    this.#list.scope.checkOpen('routes.use()');
    for (const given of middleware.flat(Infinity)) {
      if (given instanceof Routes) {
        throw new UsageError(
          'ERR_RETURNS_HANDLER',
          'routes.use() takes middleware; for the routes of another Routes there are routes.extend() and routes.group().',
        );
      }
      this.#list.scope.use(given);
    }
    return this;
  }

  /**
   * Adds the routes of other `Routes` with their middleware, and seals these: a route that is added to them later would
   * be missing here.
   */
  extend(...given: readonly AnyRoute[]): this {
    for (const item of given) {
      if (item instanceof Route) {
        this.#list.add(item);
      } else if (item instanceof Routes) {
        if (item === (this as Routes)) throw new UsageError('ERR_RETURNS_HANDLER', 'A Routes cannot extend itself.');
        for (const route of seal(item, 'routes.extend()')) this.#list.add(route);
      } else {
        throw new UsageError(
          'ERR_RETURNS_HANDLER',
          `A Routes is extended by Route or Routes objects; got ${describeOther(item)}.`,
        );
      }
    }
    return this;
  }

  /**
   * Adds the routes of another `Routes` under a prefix, with settings and middleware for them alone. The same `Routes` can
   * be added any number of times. Settings that are not given are those of the mount.
   *
   * ```ts
   * routes.group('/admin', { timeout: 5000 }, signedIn, adminRoutes);
   * ```
   *
   * @throws UsageError for a prefix, settings, middleware or a path that cannot be there.
   */
  group(prefix: string, ...functionsAndRoutes: GroupMembers<Middleware>): this;
  group(prefix: string, settings: Settings, ...functionsAndRoutes: GroupMembers<Middleware>): this;
  group(prefix: string, settings: Settings, ...functionsAndRoutes: GroupMembers<LooseMiddleware>): this;
  group(prefix: string, ...functionsAndRoutes: GroupMembers<LooseMiddleware>): this;
  group(prefix: string, ...given: readonly unknown[]): this {
    const routes = given.at(-1);
    if (!(routes instanceof Routes) || routes === (this as unknown)) {
      throw new UsageError(
        'ERR_RETURNS_HANDLER',
        `routes.group() takes another Routes in the last place; got ${routes === this ? 'itself' : describeOther(routes)}.`,
      );
    }
    const group = makeGroup(prefix, given.slice(0, -1), this.#list.scope.types);
    for (const route of seal(routes, 'routes.group()')) this.#list.add(inGroup(group, route));
    return this;
  }

  /** The routes in their order. */
  [Symbol.iterator](): Iterator<Route> {
    return this.#list[Symbol.iterator]();
  }

  /** Returns the defined routes, for docs and diagnostics. */
  list(): RouteInfo[] {
    return Array.from(this.#list, ({ methods, path, name }) => ({ methods, path, name }));
  }

  /**
   * Returns the URL of a route, relative to the mount: by its path, so that the compiler checks the params, or by its name.
   *
   * ```ts
   * routes.url('/users/<id:int>', { id: 7 }); // '/users/7'
   * routes.url('getUser', { id: 7 });
   * ```
   *
   * @throws UsageError `ERR_RETURNS_URL` if a request for the URL would not reach this route with these params.
   */
  url<const NameOrPath extends string>(nameOrPath: NameOrPath, ...[params]: URLParams<NameOrPath, Types>): string {
    return this.#list.urls.build(nameOrPath, params ?? {});
  }

  /**
   * Returns a real `express.Router` with these routes: `app.use('/api', routes.router())`.
   *
   * @throws UsageError for wrong settings, and for routes that cannot work; each names the route.
   */
  router(settings?: RouterSettings, notCalled?: NotCalled): Router;
  router(settings: RouterSettings = {}): Router {
    const writeSettings = checkSettings('routes.router()', settings, true);
    const { mergeParams, caseSensitive, strict } = settings;
    const router = Router({ mergeParams, caseSensitive, strict });
    mountRoutes(router, this.#list.seal('routes.router()'), writeSettings);
    return router;
  }

  /**
   * Mounts the routes directly on an existing app or Router, which saves a nested Router. Case and trailing slashes follow
   * the settings of that app.
   *
   * @throws UsageError as `router()`.
   */
  mount<Target extends Mountable>(target: Target, settings: Settings = {}): Target {
    const writeSettings = checkSettings('routes.mount()', settings, false);
    mountRoutes(target, this.#list.seal('routes.mount()'), writeSettings);
    return target;
  }

  #defineRouteOf(): DefineRouteOf<Types, this> {
    const define = (path: RoutePath, methods: readonly Method[], ...rest: readonly unknown[]): unknown =>
      this.#list.define(path, methods, rest) ?? this;
    return define as DefineRouteOf<Types, this>;
  }

  #definer(methods: readonly Method[]): DefineRoute<Types, this> {
    const define = (path: RoutePath, ...rest: readonly unknown[]): unknown =>
      this.#list.define(path, methods, rest) ?? this;
    return define as DefineRoute<Types, this>;
  }

  static {
    const internals: RoutesInternals = { seal: (routes, by) => routes.#list.seal(by) };
    const internalsOf = shareClass({ ownClass: Routes<unknown>, name: 'Routes', protocol: ROUTES_PROTOCOL, internals });
    seal = (routes, by) => internalsOf(routes).seal(routes, by);
  }
}
