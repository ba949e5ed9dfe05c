import type { NextFunction, Request, Response as ExpressResponse } from 'express';
import type { RouteFunction } from '../handlers/roles';

export type HandleRequest = (this: object, req: Request, res: ExpressResponse, next: NextFunction) => unknown;

/** A layer of Express 4, which has `handle_request`, or Express 5, which has `handleRequest`. */
export interface ExpressLayer {
  handle: RouteFunction;
  /** Set where the layer is in a route, not in a Router. */
  readonly method?: string | undefined;
  readonly handle_request?: HandleRequest;
  readonly handleRequest?: HandleRequest;
}

/** The name of the method by which this Express calls the function of a layer. */
export function handleRequestName(layer: ExpressLayer): 'handle_request' | 'handleRequest' {
  return layer.handleRequest === undefined ? 'handle_request' : 'handleRequest';
}
