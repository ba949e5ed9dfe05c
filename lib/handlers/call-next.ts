import type { NextFunction } from 'express';

/**
 * Passes a request on, or an error to the app. A unit test may call a function without `next`: an error is then thrown
 * to it.
 */
export function callNext(next: NextFunction | undefined, signal?: unknown): void {
  if (typeof next !== 'function') {
    if (signal !== undefined) throw signal as globalThis.Error;
  } else if (signal === undefined) next();
  else next(signal);
}
