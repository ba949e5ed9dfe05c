import type { NextFunction, Request, Response as ExpressResponse } from 'express';
import type { RouteFunction } from '../handlers/roles';
import { defineMethod } from './define-method';

type HandleRequest = (this: object, req: Request, res: ExpressResponse, next: NextFunction) => unknown;

type HandleError = (this: object, error: unknown, ...rest: Parameters<HandleRequest>) => unknown;

/** A layer of Express 4, which has `handle_request`, or Express 5, which has `handleRequest`. */
export interface ExpressLayer {
  handle: RouteFunction;
  /** Set where the layer is in a route, not in a Router. */
  readonly method?: string | undefined;
  readonly handle_request?: HandleRequest;
  readonly handleRequest?: HandleRequest;
  readonly handle_error?: HandleError;
  readonly handleError?: HandleError;
}

/** The name of the method by which this Express calls the function of a layer. */
export function handleRequestName(layer: ExpressLayer): 'handle_request' | 'handleRequest' {
  return layer.handleRequest === undefined ? 'handle_request' : 'handleRequest';
}

/** Whether calls of this layer are redirected, by this copy of the package or another one. */
export function isRedirected(layer: ExpressLayer): boolean {
  return Object.hasOwn(layer, handleRequestName(layer)) || Object.hasOwn(layer, handleErrorName(layer));
}

function handleErrorName(layer: ExpressLayer): 'handle_error' | 'handleError' {
  return layer.handleError === undefined ? 'handle_error' : 'handleError';
}

/** The same layer with another function. */
export function layerWith(layer: ExpressLayer, handle: unknown): object {
  return Object.create(layer, { handle: { value: handle } }) as object;
}

/**
 * Lets Express call the function of another layer, chosen for each request, while tools still find the given one: only
 * the method by which Express calls the function is replaced.
 */
export function redirectCalls(layer: ExpressLayer, choose: () => object): void {
  const name = handleRequestName(layer);
  const handleRequest = layer[name];
  if (handleRequest === undefined) return;
  defineMethod(layer, name, (req: Request, res: ExpressResponse, next: NextFunction) =>
    handleRequest.call(choose(), req, res, next),
  );
}

/** The same for the method by which Express calls an error handler. */
export function redirectErrors(layer: ExpressLayer, choose: () => object): void {
  const name = handleErrorName(layer);
  const handleError = layer[name];
  if (handleError === undefined) return;
  defineMethod(layer, name, (...args: Parameters<HandleError>) => handleError.apply(choose(), args));
}
