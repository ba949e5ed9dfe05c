import type { NextFunction, Request, RequestHandler, Response as ExpressResponse } from 'express';
import type { AnyResponse } from '../responses/response';
import type { PathParams } from '../paths/path-params';

/** The results that a handler may return: see docs/responses.md. */
export type HandlerResult =
  AnyResponse | globalThis.Response | Data | string | number | boolean | null | undefined | void;

/** Any object except a promise, whose value must itself be a result. */
type Data = object & { readonly then?: never };

/**
 * A handler that returns its reply. It is called with `(req, res, next)`; one that declares `res` may answer through
 * `res` instead and return nothing.
 */
export type Handler<Path = string, Types = object> = (
  req: Request<PathParams<Path, Types>>,
  res: ExpressResponse,
  next: NextFunction,
) => HandlerResult | Promise<HandlerResult>;

/** Express middleware, or a guard made by `guard(fn)`. */
export type Middleware<Path = string, Types = object> = (
  req: Request<MiddlewareParams<PathParams<Path, Types>>>,
  res: ExpressResponse,
  next: NextFunction,
) => unknown;

/**
 * A middleware for any route has strings in `req.params`, and must still fit: converted values are typed for the
 * handler and `never` for middleware.
 */
type MiddlewareParams<Params> = {
  [Name in keyof Params]: Params[Name] extends Request['params'][string] | undefined ? Params[Name] : never;
};

/** The `any` of Express's own types. */
type Open = Request['body'];

/**
 * A handler with types of its own for `req.query`, bodies and `res.locals`, such as a constant of type
 * `RequestHandler`.
 */
export type LooseHandler<Path = string, Types = object> = (
  req: Request<PathParams<Path, Types>, Open, Open, Open, Open>,
  res: ExpressResponse<Open, Open>,
  next: NextFunction,
) => unknown;

/** A middleware with types of its own. */
export type LooseMiddleware<Path = string, Types = object> = (
  req: Request<MiddlewareParams<PathParams<Path, Types>>, Open, Open, Open, Open>,
  res: ExpressResponse<Open, Open>,
  next: NextFunction,
) => unknown;

/** Any handler or middleware of Express, with any types of its own. */
export type AnyRequestHandler = RequestHandler<Open, Open, Open, Open, Open>;
