import type { IRouter, RequestHandler } from 'express';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import type { WriteSettings } from '../writers/write';
import { adapt } from './handler';
import { adaptMiddleware, adaptScope } from './middleware';
import { singlePaths, type SinglePath } from './path';
import { checkDuplicates, warnOfShadowed } from './reachability';
import { asHandler } from './roles';
import { describeRoute, type Method, type Route } from './route';
import { scopesOf, type Scope } from './scope';
import { timeoutLayer } from './timeout';

/** An app or Router of either Express major, as far as mounting needs it. */
export type Mountable = Pick<IRouter, 'route'>;

type ExpressRoute = Record<string, ((...handlers: unknown[]) => unknown) | undefined>;

/** A layer of a Router: Express 4 answers with a boolean, Express 5 with what matched. */
interface Layer {
  match(path: string): unknown;
}

/**
 * Puts routes onto a real Express app or Router, as real route layers in their order, so that whatever reads
 * `req.route` or `router.stack` sees what it would see of hand-written routes.
 *
 * @throws UsageError for a duplicate, a path that Express refuses, or a method that it does not know.
 */
export function mountRoutes(target: Mountable, routes: readonly Route[], settings: WriteSettings): void {
  if (
    (typeof target !== 'object' && typeof target !== 'function') ||
    typeof (target as Partial<Mountable> | null)?.route !== 'function'
  ) {
    throw new UsageError('ERR_RETURNS_MOUNT', `routes.mount takes an Express app or Router; got ${describe(target)}.`);
  }
  checkDuplicates(routes);

  const layers = new Map<Route, Layer | undefined>();
  // What the routes have in common heeds a timeout where any of them has one.
  const timeouts = routes
    .map(({ options }) => options.timeout ?? settings.timeout)
    .filter((each) => each !== undefined);
  const scopes = new ScopeLayers(timeouts.length === 0 ? settings : { ...settings, timeout: Math.max(...timeouts) });
  for (const route of routes) {
    const { timeout = settings.timeout } = route.options;
    const own = timeout === undefined ? settings : { ...settings, timeout };
    const handlers = [
      ...(timeout === undefined ? [] : [timeoutLayer(timeout)]),
      ...scopes.of(route),
      ...route.middleware.map((fn) => adaptMiddleware(fn, own)),
      adapt(route.handler, asHandler, own),
    ];
    addRoute(target, describeRoute(route), route.path, route.methods, handlers);
    layers.set(route, lastLayer(target));
  }
  warnOfShadowed(routes, (route, path) => isMatch(layers.get(route), path));

  for (const { paths, handlers } of scopes.withMiddleware(routes)) {
    // OPTIONS passes the middleware (CORS answers there) and then falls through, to the answer that Express makes.
    addRoute(target, 'OPTIONS', paths, ['OPTIONS'], [...handlers, passOn]);
  }
}

const passOn: RequestHandler = (_req, _res, next) => {
  next();
};

function addRoute(
  target: Mountable,
  place: string,
  path: Route['path'],
  methods: readonly Method[],
  handlers: unknown[],
): void {
  let route: ExpressRoute;
  try {
    route = target.route(
      (Array.isArray(path) ? [...(path as SinglePath[])] : path) as string,
    ) as unknown as ExpressRoute;
  } catch (cause) {
    throw new UsageError(
      'ERR_RETURNS_PATH',
      `${place}: Express refuses the path: ${cause instanceof globalThis.Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
  for (const method of methods) {
    const name = method === '*' ? 'all' : method.toLowerCase();
    if (typeof route[name] !== 'function')
      throw new UsageError('ERR_RETURNS_METHOD', `${place}: this Express does not know the method ${method}.`);
    route[name](...handlers);
  }
}

function lastLayer(target: Mountable): Layer | undefined {
  const { stack, _router } = target as { stack?: Layer[]; _router?: { stack: Layer[] } };
  // In this order: an Express 4 app throws when its `router` is read.
  return (stack ?? _router?.stack ?? (target as { router?: { stack: Layer[] } }).router?.stack)?.at(-1);
}

function isMatch(layer: Layer | undefined, path: string): boolean {
  try {
    return Boolean(layer?.match(path));
  } catch {
    return false; // A path that cannot be decoded matches nothing.
  }
}

/** The layers of each scope, made once for a mount. */
class ScopeLayers {
  readonly #settings: WriteSettings;
  readonly #layers = new Map<Scope, RequestHandler[]>();

  constructor(settings: WriteSettings) {
    this.#settings = settings;
  }

  of(route: Route): RequestHandler[] {
    return scopesOf(route).flatMap((scope) => {
      let layers = this.#layers.get(scope);
      if (layers === undefined) this.#layers.set(scope, (layers = adaptScope(scope, this.#settings)));
      return layers;
    });
  }

  /** The paths that stand behind the same middleware, for each such middleware. */
  withMiddleware(routes: readonly Route[]): { paths: SinglePath[]; handlers: RequestHandler[] }[] {
    const groups: { paths: SinglePath[]; handlers: RequestHandler[] }[] = [];
    for (const route of routes) {
      const handlers = this.of(route);
      if (handlers.length === 0) continue;
      const paths = singlePaths(route.path);
      const group = groups.find(
        (other) =>
          other.handlers.length === handlers.length && other.handlers.every((fn, index) => fn === handlers[index]),
      );
      if (group === undefined) groups.push({ paths: [...paths], handlers });
      else group.paths.push(...paths);
    }
    return groups;
  }
}
