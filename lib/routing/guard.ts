import type { NextFunction, Request, RequestHandler, Response as ExpressResponse } from 'express';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import type { AnyResponse } from '../responses/response';
import { adapt } from './handler';
import { asGuard, type UserFunction } from './roles';

/** What a guard may return: a response to stop, nothing to go on. */
export type GuardResult = AnyResponse | globalThis.Response | undefined | void;

// By the function itself: a property would be found on a wrapper that copies or inherits it, whose own check would
// then be skipped. A guard of another copy of the package is not found here, and works as the middleware that it is.
const guards = new WeakMap<object, UserFunction>();

/**
 * A return-style guard from a function of any number of parameters: it returns a response to stop, or nothing to go
 * on. (A middleware of exactly one parameter is a guard without this.) Works in plain Express as well.
 *
 * ```ts
 * const signedIn = guard(async (req, res) => {
 *   if (!(await sessionOf(req))) return new Text('Please sign in', { status: 401 });
 * });
 * ```
 *
 * @throws UsageError `ERR_RETURNS_HANDLER` for what is no function.
 */
export function guard<P = Request['params']>(
  fn: (req: Request<P>, res: ExpressResponse, next: NextFunction) => GuardResult | Promise<GuardResult>,
): RequestHandler<P> {
  if (typeof fn !== 'function')
    throw new UsageError('ERR_RETURNS_HANDLER', `guard takes a function; got ${describe(fn)}.`);
  const middleware = adapt(fn as UserFunction, asGuard, {});
  guards.set(middleware, fn as UserFunction);
  return middleware as RequestHandler<P>;
}

/** The function that was wrapped in `guard`. */
export function guarded(fn: object): UserFunction | undefined {
  return guards.get(fn);
}
