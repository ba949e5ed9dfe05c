import type { NextFunction, Request, RequestHandler, Response as ExpressResponse } from 'express';
import { HTTPError } from '../http/http-error';
import { abortSignal } from '../writers/signal';
import { isTestDouble } from '../writers/test-double';
import { isAnswered } from '../writers/transaction';
import { watchClose } from '../writers/watch-close';
import { describePlace } from './describe-place';

/** What has become of the time that a request has. */
interface Watch {
  readonly stop: () => void;
  isOver: boolean;
}

const watches = new WeakMap<Request, Watch>();

/**
 * A layer that gives the functions after it this many milliseconds to begin the reply. Then `next` gets a 503, the
 * request's `signal(req)` fires, and whatever the functions still give is let go of.
 */
export function timeoutLayer(milliseconds: number): RequestHandler {
  return function timeout(req: Request, res: ExpressResponse, next: NextFunction): void {
    startTimeout(milliseconds, { req, res, next });
    next();
  };
}

/** The same for one function. */
export function withTimeout(handler: RequestHandler, milliseconds: number): RequestHandler {
  return (req, res, next) => {
    startTimeout(milliseconds, { req, res, next });
    return handler(req, res, next);
  };
}

/** Whether the time of a request has passed: what comes now is too late. */
export function hasTimedOut(req: Request): boolean {
  return watches.get(req)?.isOver === true;
}

/** A request that is handed on to other routes has its time no more: they may be slow on purpose. */
export function stopTimeout(req: Request): void {
  watches.get(req)?.stop();
}

/** Starts the time of a request that is in a route, unless it runs: the `timeout` of an app has no layer of its own. */
export function ensureTimeout(milliseconds: number, { req, res, next }: Turn): void {
  if ((req.route as unknown) !== undefined && !watches.has(req)) startTimeout(milliseconds, { req, res, next });
}

/** One call of a function by Express. */
interface Turn {
  readonly req: Request;
  readonly res: ExpressResponse;
  readonly next: NextFunction;
}

function startTimeout(milliseconds: number, { req, res, next }: Turn): void {
  stopTimeout(req);
  // The double of a unit test does not tell when its reply is over, and the timer would run on.
  if (isTestDouble(res)) return;
  const timer = setTimeout(() => {
    unwatch();
    // A reply that has begun takes as long as it takes.
    if (isAnswered(res)) return;
    watch.isOver = true;
    const error = new HTTPError(503, {
      message: `${describePlace({ req, fn: { name: 'timeout' } })}: no reply within ${milliseconds} ms.`,
    });
    abortSignal(req, error);
    next(error);
  }, milliseconds);
  const unwatch = watchClose(req, res, () => {
    clearTimeout(timer);
  });
  const watch: Watch = {
    stop: () => {
      clearTimeout(timer);
      unwatch();
      if (!watch.isOver) watches.delete(req);
    },
    isOver: false,
  };
  watches.set(req, watch);
}
