import type { RequestHandler } from 'express';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import type { WriteSettings } from '../writers/exchange';
import { adapt } from '../handlers/handler';
import { withName } from '../handlers/with-name';
import { indexRoutes } from './indexed-router';
import { innerRouter, type Layer } from './inner-router';
import { adaptMiddleware } from './middleware';
import type { ExpressLayer } from './express-layer';
import { showOwnFunctions } from './own-function';
import { RouteLayers } from './route-layers';
import type { Mountable } from './mountable';
import { checkMountedDescription } from './mounted-description';
import { OutgoingSteps } from './outgoing-steps';
import { majorOf } from '../paths/grammar';
import { singlePaths, type RoutePath } from '../paths/path';
import { noteMounted } from './mounted';
import { checkDuplicates, warnOfShadowed, warnOfUnreachable } from './reachability';
import { asHandler } from '../handlers/roles';
import { describeRoute, type Method, type Route } from '../route/route';
import { scopesOf } from '../route/scope';
import { pathsBehind, ScopeLayers, type PathsBehind } from './scope-layers';
import { toTable } from './table';
import { timeoutLayer } from '../handlers/timeout';
import { toExpressPath } from '../paths/typed-variables';
import { validateInput } from '../validation/input';
import { TypedParams } from './typed-params';

type ExpressRoute = Record<string, ((...handlers: unknown[]) => unknown) | undefined>;

/**
 * Mounts routes on an Express app or Router, as real route layers in the order of the table, so that `req.route` and
 * `router.stack` look as with hand-written routes.
 *
 * @throws UsageError for a duplicate, a path that Express refuses, or a method that it does not know.
 */
export function mountRoutes(target: Mountable, routes: readonly Route[], settings: WriteSettings): void {
  checkTarget(target);
  const major = majorOf(target);
  checkDuplicates(routes, major);
  warnOfUnreachable(routes);

  const table = toTable(routes, major);
  const mergesParams = (target as { readonly mergeParams?: unknown }).mergeParams === true;
  const layers = new RouteLayers();
  const timeouts = routes.flatMap((route) => [route.options, ...scopesOf(route).map((scope) => scope.settings)]);
  const timed = [settings, ...timeouts].find(({ timeout }) => timeout !== undefined);
  const outgoing = new OutgoingSteps(routes);
  const scopes = new ScopeLayers(outgoing.forShared(settings), timed?.timeout);
  const functions = new Map<Route, RequestHandler[]>();
  for (const row of table) {
    const { route, path, variables } = row;
    const around = scopes.of(route);
    const { timeout = around.settings.timeout } = route.options;
    const own = outgoing.forRoute(route, timeout === undefined ? around.settings : { ...around.settings, timeout });
    if (!functions.has(route)) checkMountedDescription(route, { settings: own, major, mergesParams });
    const handlers = functions.get(route) ?? [
      ...(timeout === undefined ? [] : [timeoutLayer(timeout)]),
      ...around.handlers,
      ...route.middleware.map((fn) => adaptMiddleware(fn, own)),
      adapt(validateInput(route.handler, route.options, own), asHandler, own),
    ];
    functions.set(route, handlers);
    const typed = new TypedParams(variables);
    const layer = addRoute(target, {
      place: describeRoute(route),
      path,
      methods: route.methods,
      handlers: [...typed.handlers(own), ...handlers],
      typed,
    });
    layers.add(row, layer);
    outgoing.add(route, layer);
  }
  warnOfShadowed(table, (row, path) => layers.isMatch(row, path), major);
  indexRoutes(target, [...layers.all(), ...addOptions(target, pathsBehind(scopes, table))]);
  if (table.length > 0) target.use(withName('noteAllowed', layers.noteAllowed()));
  noteMounted(routes, { settings, major });
}

/** Lets OPTIONS requests pass the middleware (CORS answers there), and then fall through to the answer of Express. */
function addOptions(target: Mountable, behind: readonly PathsBehind[]): readonly Layer[] {
  return behind.flatMap(({ scope, path, variables }) => {
    const typed = new TypedParams(variables);
    const handlers = [...typed.handlers(scope.settings), ...scope.handlers, passOn];
    return addRoute(target, { place: 'OPTIONS', path, methods: ['OPTIONS'], handlers, typed }) ?? [];
  });
}

function checkTarget(target: unknown): void {
  const isObject = (typeof target === 'object' && target !== null) || typeof target === 'function';
  const { route, use } = (isObject ? target : {}) as Partial<Mountable>;
  if (typeof route === 'function' && typeof use === 'function') return;
  throw new UsageError('ERR_RETURNS_MOUNT', `routes.mount takes an Express app or Router; got ${describe(target)}.`);
}

const passOn: RequestHandler = (_req, _res, next) => {
  next();
};

/** A route layer to add. */
interface RouteLayer {
  /** The route as messages name it. */
  readonly place: string;
  readonly path: RoutePath;
  readonly methods: readonly Method[];
  readonly handlers: readonly unknown[];
  readonly typed: TypedParams;
}

/** Adds one route layer to a Router, and returns the layer that Express made. */
export function addRoute(target: Mountable, { place, path, methods, handlers, typed }: RouteLayer): Layer | undefined {
  const major = majorOf(target);
  const paths = singlePaths(path).map((single) => (typeof single === 'string' ? toExpressPath(single, major) : single));
  let route: ExpressRoute;
  try {
    route = target.route((Array.isArray(path) ? paths : paths[0]) as string) as unknown as ExpressRoute;
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
  showOwnFunctions((route as unknown as { readonly stack: readonly ExpressLayer[] }).stack);
  const layer = innerRouter(target)?.stack.at(-1);
  typed.attach(layer);
  return layer;
}
