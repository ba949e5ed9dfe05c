import type { Router } from 'express';
import type { RouterSettings, Settings } from '../handlers/settings';
import type { LooseMiddleware, Middleware } from '../handlers/types';
import type { URLParams } from '../paths/path-params';
import type { Erased } from '../responses/construct';
import type { DefineRoute } from '../route/define-route';
import type { DefineRouteOf } from '../route/define-route-of';
import type { EndpointOf, HasEndpoint } from '../route/endpoint';
import type { EndpointsOf, EndpointsOrUnknown, GroupedEndpoints } from '../route/endpoints';
import type { Mountable } from '../mounting/mountable';
import type { Route, RouteInfo } from '../route/route';
import { Routes as RoutesClass } from './routes-class';
import type { RoutesOptions } from './routes-options';

type AnyRoute = Route | Routes<unknown>;

type GroupMembers<Fn> = readonly [...middleware: (Fn | readonly Fn[])[], routes: Routes<unknown>];

/** The same `Routes`, with the type of more endpoints. */
type Grown<Self, Types, E, More> = [More] extends [never] ? Self : Routes<Types, EndpointOf<HasEndpoint<E>> | More>;

// The type of an argument that is never given. Without it Express's types take the method itself as an error handler;
// with it the compiler shows this message.
type NotCalled = 'routes.router is a method: write routes.router()';

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
export interface Routes<out Types = object, out E = unknown> extends Iterable<Route>, HasEndpoint<E> {
  /**
   * Defines a route for GET: its path, options, middleware and handler. Without a handler it is a decorator. Answers
   * HEAD, too.
   */
  readonly get: DefineRoute<Types, this>;
  /** Defines a route for POST: its path, options, middleware and handler. Without a handler it is a decorator. */
  readonly post: DefineRoute<Types, this>;
  /** Defines a route for PUT: its path, options, middleware and handler. Without a handler it is a decorator. */
  readonly put: DefineRoute<Types, this>;
  /** Defines a route for PATCH: its path, options, middleware and handler. Without a handler it is a decorator. */
  readonly patch: DefineRoute<Types, this>;
  /** Defines a route for DELETE: its path, options, middleware and handler. Without a handler it is a decorator. */
  readonly delete: DefineRoute<Types, this>;
  /** Defines a route for HEAD: its path, options, middleware and handler. Without a handler it is a decorator. */
  readonly head: DefineRoute<Types, this>;
  /** Defines a route for OPTIONS: its path, options, middleware and handler. Without a handler it is a decorator. */
  readonly options: DefineRoute<Types, this>;
  /** Defines a route for every method. */
  readonly all: DefineRoute<Types, this>;
  /** Defines a route for several methods: `routes.route('/login', ['GET', 'POST'], login)`. */
  readonly route: DefineRouteOf<Types, this>;

  /**
   * Adds middleware for all routes of this `Routes`, including those defined before it. It runs for requests that one
   * of them handles and for OPTIONS on their paths, not for other requests.
   *
   * @throws UsageError `ERR_RETURNS_HANDLER` for invalid middleware, `ERR_RETURNS_SEALED` once mounted.
   */
  use(...middleware: readonly (Middleware | readonly Middleware[])[]): this;
  use(...middleware: readonly (LooseMiddleware | readonly LooseMiddleware[])[]): this;

  /**
   * Adds the routes of other `Routes` with their middleware, and seals these: a route that is added to them later would
   * be missing here.
   */
  extend<const Given extends readonly AnyRoute[]>(...given: Given): Grown<this, Types, E, EndpointsOf<Given>>;

  /**
   * Adds the routes of another `Routes` under a prefix, with settings and middleware for them alone. The same `Routes`
   * can be added any number of times. Settings that are not given are those of the mount.
   *
   * ```ts
   * routes.group('/admin', { timeout: 5000 }, signedIn, adminRoutes);
   * ```
   *
   * @throws UsageError for a prefix, settings, middleware or a path that cannot be there.
   */
  group<const Prefix extends string, const Members extends GroupMembers<Middleware>>(
    prefix: Prefix,
    ...functionsAndRoutes: Members
  ): Grown<this, Types, E, GroupedEndpoints<Prefix, Members>>;
  group<const Prefix extends string, const Members extends GroupMembers<Middleware>>(
    prefix: Prefix,
    settings: Settings,
    ...functionsAndRoutes: Members
  ): Grown<this, Types, E, GroupedEndpoints<Prefix, Members>>;
  group<const Prefix extends string, const Members extends GroupMembers<LooseMiddleware>>(
    prefix: Prefix,
    settings: Settings,
    ...functionsAndRoutes: Members
  ): Grown<this, Types, E, GroupedEndpoints<Prefix, Members>>;
  group<const Prefix extends string, const Members extends GroupMembers<LooseMiddleware>>(
    prefix: Prefix,
    ...functionsAndRoutes: Members
  ): Grown<this, Types, E, GroupedEndpoints<Prefix, Members>>;

  /** Returns the defined routes, for docs and diagnostics. */
  list(): RouteInfo[];

  /**
   * Returns the URL of a route, relative to the mount: by its path, so that the compiler checks the params, or by its
   * name.
   *
   * ```ts
   * routes.url('/users/<id:int>', { id: 7 }); // '/users/7'
   * routes.url('getUser', { id: 7 });
   * ```
   *
   * @throws UsageError `ERR_RETURNS_URL` if a request for the URL would not reach this route with these params.
   */
  url<const NameOrPath extends string>(nameOrPath: NameOrPath, ...[params]: URLParams<NameOrPath, Types>): string;

  /**
   * Returns a real `express.Router` with these routes: `app.use('/api', routes.router())`.
   *
   * @throws UsageError for wrong settings, and for routes that cannot work; each names the route.
   */
  router(settings?: RouterSettings, notCalled?: NotCalled): Router;

  /**
   * Mounts the routes directly on an existing app or Router, which saves a nested Router. Case and trailing slashes
   * follow the settings of that app.
   *
   * @throws UsageError as `router()`.
   */
  mount<Target extends Mountable>(target: Target, settings?: Settings): Target;
}

/** The class Routes, as it is called with `new`. */
export interface RoutesConstructor {
  // R has a default, so that a class may extend Routes.
  new <const R extends readonly AnyRoute[] = readonly AnyRoute[]>(...routes: R): Routes<object, EndpointsOrUnknown<R>>;
  new <Types = object, const R extends readonly AnyRoute[] = readonly AnyRoute[]>(
    options: RoutesOptions<Types>,
    ...routes: R
  ): Routes<Types, EndpointsOrUnknown<R>>;
  /** Its type lets `instanceof` narrow. */
  readonly prototype: Routes<Erased>;
}

export const Routes: RoutesConstructor = RoutesClass;
