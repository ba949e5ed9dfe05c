import type { NextFunction, Request, RequestHandler, Response as ExpressResponse } from 'express';
import type { WriteSettings } from '../writers/exchange';
import { guarded } from '../handlers/guard';
import { adapt } from '../handlers/handler';
import { withName } from '../handlers/with-name';
import { mergeSettings } from '../handlers/merge-settings';
import { asGuard, asMiddleware, type RouteFunction } from '../handlers/roles';
import { recordOwn } from './own-function';
import type { Scope } from './scope';

/** A middleware of a route for Express: a return-style guard, or anything that Express has. */
export function adaptMiddleware(fn: RouteFunction, settings: WriteSettings): RequestHandler {
  const guard = guarded(fn);
  const adapted =
    guard === undefined
      ? adapt(fn, asMiddleware, settings)
      : adapt(guard.fn, asGuard, mergeSettings(settings, guard.settings, 'inner wins'));
  return recordOwn(adapted, fn, settings);
}

/**
 * The middleware of a `Routes` as layers to stand before each of its routes. They are in the routes, not in front of
 * them, so that they run only for requests that one of the routes handles. `next('route')` goes on from them as it
 * does in `router.use`, not past the rest of them.
 *
 * A request may go from one route to the next. Guards then judge it again, since `req.params` are others; all other
 * middleware runs once, as with `router.use` (a body cannot be parsed twice).
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

/** Runs a middleware once for each time that a router takes a request up. */
function once(layer: RequestHandler): RequestHandler {
  // By `req.next`, the router's own function, which is another each time: a request that is dispatched anew is checked
  // anew. It is undefined when a request goes on that was answered already (a timeout); then nothing is remembered.
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
