import { Router } from 'express';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import type { RouteDecorator } from './decorator';
import { mountRoutes } from './mount';
import type { Mountable } from './mountable';
import type { RoutePath } from './path';
import { describeRoute, isOptions, Route, type Method, type RouteFunctions, type RouteOptions } from './route';
import { Scope, scopesOf, withScope } from './scope';
import { checkSettings, type RouterSettings, type Settings } from './settings';
import type { Handler, Middleware } from './types';

/** Defines a route of one method: with functions at once, without them as a decorator. */
export interface DefineRoute {
  // The next one, too, would take it, but TypeScript 5.0 then does not know the type of its `req`.
  <Path extends RoutePath>(path: Path, handler: Handler<Path>): Routes;
  <Path extends RoutePath>(path: Path, ...functions: RouteFunctions<Path>): Routes;
  <Path extends RoutePath>(path: Path, options: RouteOptions, ...functions: RouteFunctions<Path>): Routes;
  <Path extends RoutePath>(path: Path, options?: RouteOptions): RouteDecorator<Path>;
}

/** A route as `routes.list()` tells of it. */
export interface RouteInfo {
  readonly methods: readonly Method[];
  readonly path: RoutePath;
  readonly name: string;
}

/**
 * Collects routes, and mounts them onto Express.
 *
 * ```ts
 * const routes = new Routes();
 * routes.get('/hello', () => new Text('Hello!'));
 * app.use('/api', routes.router());
 * ```
 */
export class Routes implements Iterable<Route> {
  readonly get: DefineRoute = this.#definer(['GET']);
  readonly post: DefineRoute = this.#definer(['POST']);
  readonly put: DefineRoute = this.#definer(['PUT']);
  readonly patch: DefineRoute = this.#definer(['PATCH']);
  readonly delete: DefineRoute = this.#definer(['DELETE']);
  readonly head: DefineRoute = this.#definer(['HEAD']);
  readonly options: DefineRoute = this.#definer(['OPTIONS']);
  /** Any method. */
  readonly all: DefineRoute = this.#definer(['*']);

  readonly #routes: Route[] = [];
  readonly #scope = new Scope();

  constructor(...routes: readonly (Route | Routes)[]) {
    this.extend(...routes);
  }

  /** Defines a route of several methods: `routes.route('/login', ['GET', 'POST'], login)`. */
  route<Path extends RoutePath>(path: Path, methods: readonly Method[], handler: Handler<Path>): this;
  route<Path extends RoutePath>(path: Path, methods: readonly Method[], ...functions: RouteFunctions<Path>): this;
  route<Path extends RoutePath>(
    path: Path,
    methods: readonly Method[],
    options: RouteOptions,
    ...functions: RouteFunctions<Path>
  ): this;
  route<Path extends RoutePath>(path: Path, methods: readonly Method[], options?: RouteOptions): RouteDecorator<Path>;
  route(path: RoutePath, methods: readonly Method[], ...rest: readonly unknown[]): this | RouteDecorator {
    return this.#define(path, methods, rest);
  }

  /**
   * Adds middleware for all routes of this `Routes`, those defined before it, too. It runs for requests that one of
   * them will handle and for OPTIONS on their paths, never for requests that pass through.
   *
   * @throws UsageError `ERR_RETURNS_HANDLER` for what is no middleware, `ERR_RETURNS_SEALED` once mounted.
   */
  use(...middleware: readonly (Middleware | readonly Middleware[])[]): this {
    this.#scope.checkOpen('routes.use()');
    for (const given of (middleware as readonly unknown[]).flat(Infinity)) {
      if (given instanceof Routes) {
        throw new UsageError(
          'ERR_RETURNS_HANDLER',
          'routes.use() takes middleware; for the routes of another Routes there is routes.extend().',
        );
      }
      this.#scope.use(given);
    }
    return this;
  }

  /**
   * Takes over routes, with the middleware of the `Routes` that they come from; that one is sealed, so that nothing
   * is added to it that would be missing here.
   */
  extend(...given: readonly (Route | Routes)[]): this {
    for (const item of given) {
      if (item instanceof Route) {
        this.#add(item);
      } else if (item instanceof Routes) {
        if (item === (this as Routes)) throw new UsageError('ERR_RETURNS_HANDLER', 'A Routes cannot extend itself.');
        for (const route of item.#seal('routes.extend()')) this.#add(route);
      } else {
        throw new UsageError(
          'ERR_RETURNS_HANDLER',
          `A Routes is extended by Route or Routes objects; got ${describe(item)}.`,
        );
      }
    }
    return this;
  }

  /** The routes in their order. */
  [Symbol.iterator](): Iterator<Route> {
    return this.#routes[Symbol.iterator]();
  }

  /** What is defined, for docs and diagnostics. */
  list(): RouteInfo[] {
    return this.#routes.map(({ methods, path, name }) => ({ methods, path, name }));
  }

  /**
   * A real `express.Router` with these routes: `app.use('/api', routes.router())`.
   *
   * @throws UsageError for wrong settings, and for routes that cannot work; each names the route.
   */
  router(settings: RouterSettings = {}): Router {
    const writeSettings = checkSettings('routes.router()', settings, true);
    const { mergeParams, caseSensitive, strict } = settings;
    const router = Router({ mergeParams, caseSensitive, strict });
    mountRoutes(router, this.#seal('routes.router()'), writeSettings);
    return router;
  }

  /**
   * The same routes straight onto an existing app or Router, which saves one nested Router. Case and trailing slashes
   * are that app's own affair.
   *
   * @throws UsageError as `router()`.
   */
  mount<Target extends Mountable>(target: Target, settings: Settings = {}): Target {
    const writeSettings = checkSettings('routes.mount()', settings, false);
    mountRoutes(target, this.#seal('routes.mount()'), writeSettings);
    return target;
  }

  #definer(methods: readonly Method[]): DefineRoute {
    return ((path: RoutePath, ...rest: readonly unknown[]) => this.#define(path, methods, rest)) as DefineRoute;
  }

  #define(path: RoutePath, methods: readonly Method[], rest: readonly unknown[]): this | RouteDecorator {
    const isDecorator = rest.length === 0 || (rest.length === 1 && isOptions(rest[0]));
    if (!isDecorator) {
      this.#add(makeRoute(path, methods, rest));
      return this;
    }
    // Made once now, with a handler to be replaced, so that a wrong path or option is told where it is written.
    const place = describeRoute(makeRoute(path, methods, [...rest, () => undefined]));
    this.#scope.checkOpen(place);
    return this.#scope.decorators.create(place, (handler) => {
      this.#add(makeRoute(path, methods, [...rest, handler]));
    });
  }

  #add(route: Route): void {
    this.#scope.checkOpen(describeRoute(route));
    this.#routes.push(withScope(route, this.#scope));
  }

  /** The routes, which nobody changes any more: neither here nor in the Routes that they come from. */
  #seal(by: string): readonly Route[] {
    this.#scope.seal(by);
    for (const scope of this.#routes.flatMap(scopesOf)) scope.seal(by);
    return this.#routes;
  }
}

/** A route of what was given, whatever that is: the types have spoken, now the route itself checks it. */
function makeRoute(path: RoutePath, methods: readonly Method[], rest: readonly unknown[]): Route {
  return new Route(path, methods, ...(rest as unknown as RouteFunctions<RoutePath>));
}
