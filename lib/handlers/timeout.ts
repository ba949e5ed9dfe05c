import type { NextFunction, Request, RequestHandler, Response as ExpressResponse } from 'express';
import { HTTPError } from '../http/http-error';
import { abortSignal } from '../writers/signal';
import { isTestDouble } from '../writers/unwrapped-methods';
import { isAnswered } from '../writers/transaction';
import { watchClose } from '../writers/watch-close';
import { describePlace } from './describe-place';

/** The state of the timeout of a request. */
interface TimeoutState {
  readonly stop: () => void;
  isOver: boolean;
}

const watches = new WeakMap<Request, TimeoutState>();

/**
 * Creates a layer that gives the functions after it this many milliseconds to begin the reply. Then `next` gets a 503,
 * the `signal(req)` of the request fires, and later results of the functions are closed.
 */
export function timeoutLayer(milliseconds: number): RequestHandler {
  return function timeout(req: Request, res: ExpressResponse, next: NextFunction): void {
    startTimeout(milliseconds, { req, res, next });
    next();
  };
}

/** Applies a timeout to one function. */
export function withTimeout(handler: RequestHandler, milliseconds: number): RequestHandler {
  return (req, res, next) => {
    startTimeout(milliseconds, { req, res, next });
    return handler(req, res, next);
  };
}

/** Whether the timeout of a request has passed, so that later results are ignored. */
export function hasTimedOut(req: Request): boolean {
  return watches.get(req)?.isOver === true;
}

/** Stops the timeout of a request that is passed on to other routes, which may be slow on purpose. */
export function stopTimeout(req: Request): void {
  watches.get(req)?.stop();
}

/** Starts the timeout of a request in a route, unless it is running: the `timeout` of an app has no layer. */
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
    // The timeout does not limit a reply that has begun.
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
  const watch: TimeoutState = {
    stop: () => {
      clearTimeout(timer);
      unwatch();
      if (!watch.isOver) watches.delete(req);
    },
    isOver: false,
  };
  watches.set(req, watch);
}
