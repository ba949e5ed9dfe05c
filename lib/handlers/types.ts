import type { NextFunction, Request, RequestHandler, Response as ExpressResponse } from 'express';
import type { AnyResponse } from '../responses/response';
import type { PathParams } from '../paths/path-params';

/** What a handler may return: see the table in the README. */
export type HandlerResult =
  AnyResponse | globalThis.Response | Data | string | number | boolean | null | undefined | void;

/** Any object but a promise: what it resolves to must itself be a result. */
type Data = object & { readonly then?: never };

/**
 * A return-style handler. It is always called with `(req, res, next)`; one that declares `res` may answer through it
 * instead and return nothing.
 */
export type Handler<Path = string, Types = object> = (
  req: Request<PathParams<Path, Types>>,
  res: ExpressResponse,
  next: NextFunction,
) => HandlerResult | Promise<HandlerResult>;

/** Express middleware, or a return-style guard made by `guard(fn)`. */
export type Middleware<Path = string, Types = object> = (
  req: Request<MiddlewareParams<PathParams<Path, Types>>>,
  res: ExpressResponse,
  next: NextFunction,
) => unknown;

/**
 * A middleware that was written for any route knows texts only, and must still fit: so a converted number is typed for
 * the handler, and is nothing that a middleware could read.
 */
type MiddlewareParams<Params> = {
  [Name in keyof Params]: Params[Name] extends Request['params'][string] | undefined ? Params[Name] : never;
};

/** What Express's own types leave open: `any`. */
type Open = Request['body'];

/** A handler with types of its own for `req.query`, bodies and `res.locals`, such as a constant of type `RequestHandler`. */
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
