import type { NextFunction, Request, RequestHandler, Response as ExpressResponse } from 'express';
import type { WriteSettings } from '../writers/write';
import { guarded } from './guard';
import { adapt, withName } from './handler';
import { asGuard, asMiddleware, type UserFunction } from './roles';
import type { Scope } from './route';

/** A middleware of a route for Express: a return-style guard, or anything that Express has. */
export function adaptMiddleware(fn: UserFunction, settings: WriteSettings): RequestHandler {
  const inner = guarded(fn);
  if (inner !== undefined) return adapt(inner, asGuard, settings);
  return adapt(fn, fn.length === 1 ? asGuard : asMiddleware, settings);
}

/**
 * The middleware of a `Routes` as layers to stand before each of its routes. They are in the routes, not in front of
 * them, so that they run only for requests that one of the routes handles. A request that goes from one route to the
 * next passes them once, as it would with `router.use`; so `next('route')`, too, goes on as it does there, and not
 * past the rest of them.
 */
export function adaptScope(scope: Scope, settings: WriteSettings): RequestHandler[] {
  // By the router's own next, which is another for each dispatch: a request that the app dispatches anew is checked anew.
  const passed = new WeakMap<Request, unknown>();
  return scope.middleware.map((fn, index, { length }) => {
    const layer = adaptMiddleware(fn, settings);
    return withName(fn.name, (req: Request, res: ExpressResponse, next: NextFunction): unknown => {
      const dispatch = req.next;
      if (passed.get(req) === dispatch) {
        next();
        return;
      }
      return layer(req, res, (signal?: unknown) => {
        const isPassed = !signal || signal === 'route';
        if (isPassed && index === length - 1) passed.set(req, dispatch);
        next(isPassed ? undefined : signal);
      });
    });
  });
}
