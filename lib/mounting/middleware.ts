import type { NextFunction, Request, RequestHandler, Response as ExpressResponse } from 'express';
import type { WriteSettings } from '../writers/exchange';
import { guarded } from '../handlers/guard';
import { adapt } from '../handlers/handler';
import { withName } from '../handlers/with-name';
import { mergeSettings } from '../handlers/merge-settings';
import { asGuard, asMiddleware, type RouteFunction } from '../handlers/roles';
import { recordOwn } from './own-function';
import type { Scope } from '../route/scope';

/** Adapts a guard or any other middleware to Express. */
export function adaptMiddleware(fn: RouteFunction, settings: WriteSettings): RequestHandler {
  const guard = guarded(fn);
  const adapted =
    guard === undefined
      ? adapt(fn, asMiddleware, settings)
      : adapt(guard.fn, asGuard, mergeSettings(settings, guard.settings, 'inner wins'));
  return recordOwn(adapted, fn, settings);
}

/**
 * Adapts the middleware of a `Routes` to layers inside each of its routes, so that they run only for requests that one
 * of the routes handles. `next('route')` continues as in `router.use`: it does not skip the rest of them.
 *
 * If a request passes from one route to the next, guards run again, since `req.params` differ; all other middleware
 * runs once, as with `router.use` (a body cannot be parsed twice).
 */
export function adaptScope(scope: Scope, settings: WriteSettings): RequestHandler[] {
  return scope.middleware.map((fn) => {
    const layer = adaptMiddleware(fn, settings);
    const onward = withName(fn.name, (req: Request, res: ExpressResponse, next: NextFunction): unknown =>
      layer(req, res, (signal?: unknown) => {
        next(signal === 'route' ? undefined : signal);
      }),
    );
    return recordOwn(guarded(fn) !== undefined ? onward : once(onward), fn, settings);
  });
}

/** Runs a middleware once per dispatch of a request by a router. */
function once(layer: RequestHandler): RequestHandler {
  // Identified by `req.next`, a new function for each dispatch: a request that is dispatched again is checked again. It
  // is undefined if a request that was answered already (a timeout) continues; then nothing is recorded.
  const passed = new WeakMap<Request, NextFunction>();
  return withName(layer.name, (req: Request, res: ExpressResponse, next: NextFunction): unknown => {
    const dispatch = req.next;
    if (dispatch !== undefined && passed.get(req) === dispatch) {
      next();
      return;
    }
    return layer(req, res, (signal?: unknown) => {
      if (!signal && dispatch !== undefined) passed.set(req, dispatch);
      next(signal);
    });
  });
}
