import type { NextFunction, Request, Response as ExpressResponse } from 'express';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import type { ThrowableResponse } from '../errors/throwable';
import type { AnyResponse } from '../responses/response';
import { shared } from '../streams/shared-state';
import type { WriteSettings } from '../writers/exchange';
import { checkCallable } from './callable';
import type { GuardDescription } from './description';
import { adapt } from './handler';
import { takesNext } from './parameters';
import { asGuard, type RouteFunction } from './roles';
import { checkSettings, type Settings } from './settings';
import type { AnyRequestHandler } from './types';

/** The result of a guard: a response to stop, nothing to continue. */
export type GuardResult = AnyResponse | ThrowableResponse | globalThis.Response | undefined | void;

declare const GUARD: unique symbol;

/**
 * A guard: a middleware for any route. `Given` are the properties that it gives to `req`, `Replies` its declared replies as
 * a client sees them.
 */
export interface Guard<Given = object, Replies = never> {
  /** As a middleware of Express. Its own params are left for TypeScript to infer from the path. */
  <P, ResBody, ReqBody, Query, Locals extends ExpressResponse['locals']>(
    req: Request<P, ResBody, ReqBody, Query, Locals>,
    res: ExpressResponse<ResBody, Locals>,
    next: NextFunction,
  ): void;
  /** Never a value: it carries types only. */
  [GUARD]?(types: { readonly given: Given; readonly replies: Replies }): void;
}

/** The properties of `req` that a guard gives; `unknown` for any other middleware. */
export type GivenBy<Fn> = Fn extends Guard<infer Given, infer _Replies> ? Given : unknown;

/** The declared replies of a union of middleware. */
export type RepliesOfGuard<Fn> = Fn extends Guard<infer _Given, infer Replies> ? Replies : never;

/** A guard with types of its own for `req.query`, bodies and `res.locals`. */
type LooseGuard = (...args: Parameters<AnyRequestHandler>) => GuardResult | Promise<GuardResult>;

/** The function behind a guard, and the settings that `guard` was given for it. */
interface Guarded {
  readonly fn: RouteFunction;
  readonly settings: WriteSettings;
  readonly description?: GuardDescription;
}

// Keyed by the function: a property could be copied or inherited by a wrapper, whose own check would then be skipped.
// Contains guards of other copies of the package, too.
const guards = shared('guards.2', () => new WeakMap<object, Guarded>());

/**
 * Creates a guard from a function that returns a response to stop, or nothing to continue. Nothing else is a guard; any
 * other middleware continues only by `next()`. Works in plain Express as well.
 *
 * ```ts
 * const signedIn = guard(async (req, res) => {
 *   if (!(await sessionOf(req))) return new Text('Please sign in', { status: 401 });
 * });
 * ```
 *
 * Its `settings` replace those of the mount or the app for the responses of the guard. A middleware that takes `next`,
 * such as that of passport, is refused: it is used without `guard`.
 *
 * @throws UsageError `ERR_RETURNS_HANDLER` for a value that is not a function of `(req, res)`, `ERR_RETURNS_SETTINGS` for
 * wrong settings.
 */
export function guard<P = Record<string, string>>(
  fn: (req: Request<P>, res: ExpressResponse, next: NextFunction) => GuardResult | Promise<GuardResult>,
  settings?: Settings,
): Guard;
export function guard(fn: LooseGuard, settings?: Settings): Guard;
export function guard(fn: LooseGuard, settings: Settings = {}): Guard {
  if (typeof fn !== 'function')
    throw new UsageError('ERR_RETURNS_HANDLER', `guard takes a function; got ${describe(fn)}.`);
  checkCallable('guard()', fn);
  // Its undefined would let every request through, before it calls next() or answers by itself.
  if (takesNext(fn)) {
    throw new UsageError(
      'ERR_RETURNS_HANDLER',
      `guard(): ${describe(fn)} takes next, so it continues by next() and not by what it returns. Use it as it is, without guard(); a guard is a function of (req, res).`,
    );
  }
  const guarded: Guarded = { fn: fn as RouteFunction, settings: checkSettings('guard()', settings, false) };
  const middleware = adapt(guarded.fn, asGuard, guarded.settings);
  guards.set(middleware, guarded);
  return middleware as Guard;
}

/** The function that was wrapped in `guard`, and its settings. */
export function guarded(fn: object): Guarded | undefined {
  return guards.get(fn);
}
