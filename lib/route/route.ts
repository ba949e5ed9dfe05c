import { METHODS } from 'node:http';
import { describe } from '../diagnostics/describe';
import { shareClass } from '../diagnostics/shared-class';
import { UsageError } from '../diagnostics/usage-error';
import type { Erased } from '../responses/construct';
import { checkHandler, checkMiddleware } from '../handlers/check-function';
import type { Description } from '../handlers/description';
import { guarded } from '../handlers/guard';
import type { CheckedHandler } from '../handlers/handler-fault';
import { mayPassOn } from '../handlers/parameters';
import { checkPath, pathText, type RoutePath } from '../paths/path';
import { checkRouteOptions } from './description';
import type { CheckedPath } from './path-fault';
import type { RouteFunction } from '../handlers/roles';
import type { HasEndpoint } from './endpoint';
import type { Handler, LooseHandler, LooseMiddleware, Middleware } from '../handlers/types';

/** A method that a route answers, in upper case; `'*'` is any. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS' | 'QUERY' | '*' | (string & {});

/** Options of a route that describe nothing. */
export interface RouteSettings {
  /** The name in `routes.list()`, `routes.url()` and messages. @default the name of the handler */
  readonly name?: string;
  /** Milliseconds until the reply must have begun. @default the `timeout` of the mount */
  readonly timeout?: number;
}

/** Options of a route: its name, its timeout, and what it describes of its requests and replies. */
export interface RouteOptions extends RouteSettings, Description {}

/** A route in `routes.list()`. */
export interface RouteInfo {
  readonly methods: readonly Method[];
  readonly path: RoutePath;
  readonly name: string;
}

/** The functions of a route: middleware, and the handler last. Arrays are flattened, as Express does. */
export type RouteFunctions<Path, Types = object> = readonly [
  ...middleware: (Middleware<Path, Types> | readonly Middleware<Path, Types>[])[],
  handler: Handler<Path, Types>,
];

type Functions<Fn, F> = readonly [...middleware: (Fn | readonly Fn[])[], handler: CheckedHandler<F>];

const KNOWN_METHODS: ReadonlySet<string> = new Set([...METHODS, '*']);

/** To be raised when copies of the package can no longer use each other's `Route`, `Routes` and `Scope`. */
export const ROUTES_PROTOCOL = 1;

/**
 * One route: paths, methods, middleware, handler. Frozen.
 *
 * ```ts
 * const hello = new Route('/hello', ['GET'], () => new Text('Hello!'));
 * ```
 *
 * @throws UsageError `ERR_RETURNS_PATH`, `ERR_RETURNS_METHOD` or `ERR_RETURNS_HANDLER`, each naming the route.
 */
export interface Route<out Path extends RoutePath = RoutePath, out E = unknown> extends HasEndpoint<E> {
  readonly path: Path;
  readonly methods: readonly Method[];
  /** The functions before the handler, in their order. */
  readonly middleware: readonly RouteFunction[];
  readonly handler: RouteFunction;
  readonly options: RouteOptions;
  /** The option `name`, else the name of the handler. */
  readonly name: string;
}

/** The class Route, as it is called with `new`. */
export interface RouteConstructor {
  // F has a default, so that the path alone may be given: new Route<'/users'>(...). The compiler shows the error of the
  // last signature for the number of arguments, as in define-route.ts.
  new <Path extends RoutePath = RoutePath, F extends Handler<Path> = Handler<Path>>(
    path: CheckedPath<Path>,
    methods: readonly Method[],
    handler: CheckedHandler<F>,
  ): Route<Path>;
  new <Path extends RoutePath = RoutePath, F extends Handler<Path> = Handler<Path>>(
    path: CheckedPath<Path>,
    methods: readonly Method[],
    options: RouteOptions,
    ...functions: Functions<Middleware<Path>, F>
  ): Route<Path>;
  new <Path extends RoutePath = RoutePath, F extends Handler<Path> = Handler<Path>>(
    path: CheckedPath<Path>,
    methods: readonly Method[],
    ...functions: Functions<Middleware<Path>, F>
  ): Route<Path>;
  new <Path extends RoutePath = RoutePath, F extends LooseHandler<Path> = LooseHandler<Path>>(
    path: CheckedPath<Path>,
    methods: readonly Method[],
    options: RouteOptions,
    ...functions: Functions<LooseMiddleware<Path>, F>
  ): Route<Path>;
  new <Path extends RoutePath = RoutePath, F extends LooseHandler<Path> = LooseHandler<Path>>(
    path: CheckedPath<Path>,
    methods: readonly Method[],
    ...functions: Functions<LooseMiddleware<Path>, F>
  ): Route<Path>;
  new <Path extends RoutePath = RoutePath, F extends LooseHandler<Path> = LooseHandler<Path>>(
    path: CheckedPath<Path>,
    methods: readonly Method[],
    first: LooseMiddleware<Path> | readonly LooseMiddleware<Path>[] | RouteOptions,
    handler: CheckedHandler<F>,
  ): Route<Path>;
  new <Path extends RoutePath = RoutePath, F extends LooseHandler<Path> = LooseHandler<Path>>(
    path: CheckedPath<Path>,
    methods: readonly Method[],
    handler: CheckedHandler<F>,
  ): Route<Path>;
  /** Its type lets `instanceof` narrow. */
  readonly prototype: Route<Erased>;
}

export const Route: RouteConstructor = class Route<Path extends RoutePath> {
  readonly path: Path;
  readonly methods: readonly Method[];
  readonly middleware: readonly RouteFunction[];
  readonly handler: RouteFunction;
  readonly options: RouteOptions;

  constructor(path: CheckedPath<Path>, methods: readonly Method[], ...rest: readonly unknown[]) {
    this.path = checkPath(path) as Path;
    this.methods = checkMethods(this.path, methods);
    const place = `${this.methods.join(', ')} ${pathText(this.path)}`;
    this.options = isOptions(rest[0]) ? checkRouteOptions(place, rest[0], this.methods) : Object.freeze({});

    const functions = (isOptions(rest[0]) ? rest.slice(1) : rest).flat(Infinity);
    const handler = functions.pop();
    this.handler = checkHandler(place, handler);
    this.middleware = Object.freeze(functions.map((fn) => checkMiddleware(place, fn)));
    Object.freeze(this);
  }

  get name(): string {
    return this.options.name ?? this.handler.name;
  }

  static {
    shareClass({ ownClass: Route, name: 'Route', protocol: ROUTES_PROTOCOL, internals: {} });
  }
};

/** Describes a route for messages: `GET /users/:id (getUser)`. */
export function describeRoute(route: Route): string {
  return `${route.methods.join(', ')} ${pathText(route.path)}${route.name === '' ? '' : ` (${route.name})`}`;
}

/** Whether a function of a route, other than a guard, may pass a request on to a later route. */
export function canPassOn(route: Route): boolean {
  return mayPassOn(route.handler) || route.middleware.some((fn) => guarded(fn) === undefined);
}

export function isOptions(value: unknown): value is RouteOptions {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkMethods(path: RoutePath, methods: unknown): readonly Method[] {
  if (!Array.isArray(methods) || methods.length === 0) {
    throw new UsageError(
      'ERR_RETURNS_METHOD',
      `${pathText(path)}: give the methods as an array such as ['GET', 'POST']; got ${describe(methods)}.`,
    );
  }
  for (const method of methods as unknown[]) {
    if (KNOWN_METHODS.has(method as string)) continue;
    const upper = typeof method === 'string' ? method.toUpperCase() : '';
    const remedy = KNOWN_METHODS.has(upper) ? `write '${upper}'.` : "Node does not know it; '*' is any method.";
    throw new UsageError(
      'ERR_RETURNS_METHOD',
      `${pathText(path)}: ${describe(method)} is not a valid method: ${remedy}`,
    );
  }
  return Object.freeze([...new Set(methods as Method[])]);
}
