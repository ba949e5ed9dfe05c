import { types } from 'node:util';
import type { NextFunction } from 'express';
import { adapt, isAdapted } from '../handlers/handler';
import { actAs, isErrorHandler, mayAnswer } from '../handlers/parameters';
import { asHandler, asMiddleware, type RouteFunction } from '../handlers/roles';
import { isThenable } from '../streams/body';
import type { WriteSettings } from '../writers/exchange';
import {
  handleRequestName,
  isRedirected,
  layerWith,
  redirectCalls,
  redirectErrors,
  type ExpressLayer,
} from '../mounting/express-layer';

/**
 * The functions among the arguments of `app.get`, `router.use` and the like, in the order of the layers made of them.
 */
export function functionsIn(args: readonly unknown[]): RouteFunction[] {
  return args.flat(Infinity).filter((arg): arg is RouteFunction => typeof arg === 'function');
}

/**
 * Lets the functions of new layers return responses. The layers keep the functions that were given, since tools know
 * them by identity, name and length; only the method by which Express calls them is replaced.
 */
export function adoptLayers(
  layers: readonly ExpressLayer[],
  functions: readonly RouteFunction[],
  settings: WriteSettings,
): void {
  for (const [index, layer] of layers.entries()) {
    // A tracer may have put a wrapper into the layer, whose parameters are unknown.
    const fn = functions[index] ?? layer.handle;
    if (isAdapted(fn) || isRouter(fn) || isRedirected(layer)) continue;
    if (isErrorHandler(fn)) adoptErrorLayer(layer, settings);
    else adoptLayer(layer, fn, settings);
  }
}

/** Whether a function is a Router or an app, which have layers of their own. */
function isRouter(fn: RouteFunction & { readonly handle?: unknown }): boolean {
  return typeof fn.handle === 'function';
}

function adoptLayer(layer: ExpressLayer, fn: RouteFunction, settings: WriteSettings): void {
  const isHandler = !mayAnswer(fn);
  const isThenableAwaited = handleRequestName(layer) === 'handleRequest';
  const call = isHandler ? callHandler(layer) : callMiddleware(layer, isThenableAwaited);
  Object.defineProperty(call, 'name', { value: fn.name });
  const adopted = layerWith(layer, adapt(actAs(call, fn), isHandler ? asHandler : asMiddleware, settings));
  // An error handler that a tool has put in is called for errors only.
  redirectCalls(layer, () => (layer.handle !== fn && isErrorHandler(layer.handle) ? layer : adopted));
}

type ErrorFunction = (error: unknown, ...rest: Parameters<RouteFunction>) => unknown;

/** Lets an error handler return its response; every other value is ignored, as in Express. */
function adoptErrorLayer(layer: ExpressLayer, settings: WriteSettings): void {
  const isThenableAwaited = handleRequestName(layer) === 'handleRequest';
  const call: ErrorFunction = (error, req, res, next) => {
    const handle = layer.handle as unknown as ErrorFunction;
    const fn: RouteFunction = (...args) => awaited(handle(error, ...args), isThenableAwaited);
    return adapt(actAs(fn, handle), asMiddleware, settings)(req, res, next);
  };
  const adopted = layerWith(layer, call);
  // Express passes the error on where a tool has put in another kind of function.
  redirectErrors(layer, () => (layer.handle.length === call.length ? adopted : layer));
}

/** Calls the function that a layer has now, since a tool may wrap it at any time. */
function callHandler(layer: ExpressLayer): RouteFunction {
  return (req, res, next) => {
    // Express calls it without `this`, too.
    const { handle } = layer;
    return handle(req, res, next);
  };
}

/**
 * Calls a function that may answer by itself as Express does: `next` is also `req.next`, which `res.format` and
 * `res.render` call, and a promise is awaited where this Express awaits it.
 */
function callMiddleware(layer: ExpressLayer, isThenableAwaited: boolean): RouteFunction {
  const call = callHandler(layer);
  // The `next` of a function in a route is not that of the Router.
  if ('method' in layer) return (req, res, next) => awaited(call(req, res, next), isThenableAwaited);
  return (req, res, next) => {
    const { next: routerNext } = req;
    const passOn: NextFunction = (signal?: unknown) => {
      if (req.next === passOn && routerNext !== undefined) req.next = routerNext;
      next(signal);
    };
    req.next = passOn;
    return awaited(call(req, res, passOn), isThenableAwaited);
  };
}

/**
 * A result with its promise as this Express sees it. Express 4 ignores promises: to await that of a query builder would
 * run the query again, so only real promises are awaited there.
 */
function awaited(result: unknown, isThenableAwaited: boolean): unknown {
  if (!isThenable(result)) return result;
  if (!isThenableAwaited && !types.isPromise(result)) return undefined;
  // As in Express 5.
  return Promise.resolve(result).catch((reason: unknown) =>
    Promise.reject(reason || new globalThis.Error('Rejected promise')),
  );
}
