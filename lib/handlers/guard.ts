import type { NextFunction, Request, Response as ExpressResponse } from 'express';
import { describe } from '../diagnostics/describe';
import { checkOptions } from '../diagnostics/options';
import { UsageError } from '../diagnostics/usage-error';
import type { ThrowableResponse } from '../errors/throwable';
import type { Declaration } from '../responses/declaration';
import type { AnyResponse } from '../responses/response';
import { shared } from '../streams/shared-state';
import type { WriteSettings } from '../writers/exchange';
import { checkCallable } from './callable';
import { checkReturns, SECURITY } from './check-returns';
import type { GuardDescription, Returnable } from './description';
import { adapt } from './handler';
import { takesNext } from './parameters';
import type { Passed } from './pass';
import type { RepliesOf, ReturnedBy, ReturnEntry } from './returned';
import { asGuard, type RouteFunction } from './roles';
import { checkSettings } from './check-settings';
import type { Settings } from './settings';
import type { AnyRequestHandler } from './types';

/** The result of a guard: a response to stop, nothing to continue. `pass()` continues, too. */
export type GuardResult = Stop | undefined | void;

type Stop = AnyResponse | ThrowableResponse | globalThis.Response;

/** Options of a guard: what it answers, and settings for its responses. */
export interface GuardOptions<E> extends Settings, Pick<GuardDescription, 'security'> {
  /** The replies with which it stops a request: declarations, error codes, and classes of responses. */
  readonly returns?: readonly E[];
}

/** The entry of a guard that declares nothing. */
type AnyStop = Declaration<Stop, never>;

/** The results by which a guard sends its declared replies: responses, since a bare value is refused. */
type DeclaredStop<E> = Extract<ReturnedBy<E>, Stop>;

type GuardFunction<P, R> = (req: Request<P>, res: ExpressResponse, next: NextFunction) => R | Promise<R>;

/** The properties that `pass()` gives to `req`; optional if the guard may also continue without `pass()`. */
type GivenOf<R> =
  Extract<R, Passed> extends infer One
    ? [One] extends [never]
      ? unknown
      : One extends Passed<infer Given>
        ? [Extract<R, undefined | void>] extends [never]
          ? Given
          : Partial<Given>
        : never
    : never;

declare const GUARD: unique symbol;

/**
 * A guard: a middleware for any route. `Given` are the properties that it gives to `req`, `Replies` its declared
 * replies as a client sees them.
 */
export interface Guard<Given = unknown, Replies = never> {
  /** The middleware as Express calls it. Its own params are left for TypeScript to infer from the path. */
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
 * Options declare its replies, for the document, the clients and the checks of the routes behind it:
 * `guard({ returns: [errors.get(1100)] }, fn)`. They may also hold settings, which replace those of the mount or the
 * app for its responses. `pass({ user })` lets a request pass and sets `req.user` for the handlers behind it.
 *
 * A middleware that takes `next`, such as that of passport, is refused: it is used without `guard`.
 *
 * @throws UsageError `ERR_RETURNS_HANDLER` for a value that is not a function of `(req, res)`, `ERR_RETURNS_SETTINGS`
 * for wrong settings, `ERR_RETURNS_DESCRIPTION` for wrong replies.
 */
export function guard<R extends GuardResult | Passed, P = Record<string, string>>(
  fn: GuardFunction<P, R>,
  settings?: Settings,
): Guard<GivenOf<R>>;
export function guard<Given extends object>(
  fn: GuardFunction<Record<string, string>, Stop | Passed<Given>>,
  settings?: Settings,
): Guard<Given>;
export function guard<P = Record<string, string>>(fn: GuardFunction<P, GuardResult>, settings?: Settings): Guard;
export function guard(fn: LooseGuard, settings?: Settings): Guard;
export function guard<Given extends object, const E extends ReturnEntry = AnyStop>(
  options: GuardOptions<E>,
  fn: GuardFunction<Record<string, string>, DeclaredStop<E> | Passed<Given>>,
): Guard<Given, RepliesOf<E>>;
export function guard<
  const E extends ReturnEntry = AnyStop,
  R extends DeclaredStop<E> | Passed | undefined | void = DeclaredStop<E> | Passed | undefined | void,
>(options: GuardOptions<E>, fn: GuardFunction<Record<string, string>, R>): Guard<GivenOf<R>, RepliesOf<E>>;
export function guard(first: object, second?: object): Guard {
  const isDescribed = typeof first !== 'function' && typeof second === 'function';
  const [fn, options] = (isDescribed ? [second, first] : [first, second]) as [LooseGuard, GuardOptions<Returnable>?];
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
  const guarded: Guarded = { fn: fn as RouteFunction, ...checkGuardOptions(options ?? {}) };
  const middleware = adapt(guarded.fn, asGuard, guarded.settings);
  guards.set(middleware, guarded);
  return middleware as Guard;
}

/** Checks the options of a guard, and divides them into its description and settings. */
function checkGuardOptions(options: GuardOptions<Returnable>): Omit<Guarded, 'fn'> {
  if (typeof options !== 'object' || (options as unknown) === null)
    return { settings: checkSettings('guard()', options, false) };
  const { returns, security, ...settings } = options;
  if (returns !== undefined) checkReturns('guard()', returns);
  if (security !== undefined) checkOptions('guard()', { security }, { security: SECURITY }, 'ERR_RETURNS_SETTINGS');
  const description = {
    ...(returns && { returns: Object.freeze([...returns]) }),
    ...(security !== undefined && { security }),
  };
  return {
    settings: checkSettings('guard()', settings, false, ['returns', 'security']),
    ...(Object.keys(description).length > 0 && { description }),
  };
}

/** The function that was wrapped in `guard`, its settings and its description. */
export function guarded(fn: object): Guarded | undefined {
  return guards.get(fn);
}
