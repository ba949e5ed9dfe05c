import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { checkCallable } from './callable';
import { guarded } from './guard';
import { takesRequestAlone } from './parameters';
import type { RouteFunction } from './roles';

/**
 * Checks the function that answers a route.
 *
 * @throws UsageError `ERR_RETURNS_HANDLER` for a value that is not a function, a guard, a class or an error handler.
 */
export function checkHandler(place: string, handler: unknown): RouteFunction {
  if (typeof handler !== 'function') {
    throw new UsageError('ERR_RETURNS_HANDLER', `${place}: the handler must be a function; got ${describe(handler)}.`);
  }
  if (guarded(handler) !== undefined) {
    throw new UsageError(
      'ERR_RETURNS_HANDLER',
      `${place}: the last function is a guard, so the request would never be answered. Put the handler after it.`,
    );
  }
  checkCallable(place, handler, 'the handler');
  return handler as RouteFunction;
}

/**
 * Checks a function that may stand before a handler: a guard, or one that may continue by `next()`. An error handler is
 * refused: its `next()` could pass a request to the handler although an authorisation has refused it with an error.
 *
 * @throws UsageError `ERR_RETURNS_HANDLER` for a function that could never continue, a class or an error handler.
 */
export function checkMiddleware(place: string, fn: unknown): RouteFunction {
  if (typeof fn !== 'function')
    throw new UsageError('ERR_RETURNS_HANDLER', `${place}: a middleware is a function; got ${describe(fn)}.`);
  checkCallable(place, fn);
  if (takesRequestAlone(fn)) {
    throw new UsageError(
      'ERR_RETURNS_HANDLER',
      `${place}: ${describe(fn)} takes one parameter and no next, so it could never continue. If it returns a response to stop and nothing to continue, wrap it in guard().`,
    );
  }
  return fn as RouteFunction;
}
