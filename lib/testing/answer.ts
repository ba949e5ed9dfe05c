import type { NextFunction, Request, Response as ExpressResponse } from 'express';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { guarded } from '../handlers/guard';
import type { RouteFunction } from '../handlers/roles';
import { brandOf } from '../responses/brand';
import { Route } from '../route/route';
import { replyOf } from './request';

/**
 * The result of a guard, of the handler of a route, or of any handler, called without Express. An error of this package
 * that is thrown resolves as one that is returned; any other rejects.
 *
 * ```ts
 * expect(await answer(signedIn, request({ headers: { Authorization: 'Bearer a' } }))).toBeUndefined();
 * ```
 *
 * Nothing is validated or converted: that is what `respond()` does.
 *
 * @throws UsageError `ERR_RETURNS_HANDLER` for a value that is neither.
 */
export async function answer(target: object, req: object, res?: object): Promise<unknown> {
  const fn = functionOf(target);
  const reply = (res ?? replyOf(req as Request)) as ExpressResponse;
  try {
    return await new Promise((resolve, reject) => {
      const next = (error?: unknown): void => {
        if (error === undefined) resolve(undefined);
        else reject(error);
      };
      Promise.resolve(fn(req as Request, reply, next as NextFunction)).then(resolve, reject);
    });
  } catch (error) {
    if (brandOf(error) !== undefined) return error;
    throw error;
  }
}

function functionOf(target: unknown): RouteFunction {
  if (target instanceof Route) return target.handler;
  if (typeof target === 'function') return guarded(target)?.fn ?? (target as RouteFunction);
  throw new UsageError('ERR_RETURNS_HANDLER', `answer() takes a guard, a route or a handler; got ${describe(target)}.`);
}
