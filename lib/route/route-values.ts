import type { GivenBy } from '../handlers/guard';
import type { AnyReply, ReturnEntry } from '../handlers/returned';
import type { Middleware } from '../handlers/types';
import type { RoutePath } from '../paths/path';
import type { StandardSchema } from '../schema/standard-schema';
import type { DescribedHandler, DescribedOptions, DescribedRequest, EndpointFor, FileRules } from './described';
import type { CheckedPath } from './path-fault';
import { Route, type Method } from './route';

type Group<Fn> = Fn | readonly Fn[];

/**
 * Makes a route of one method, which carries its type for clients. One signature for each number of guards and other
 * middleware, so that errors of the compiler are about the handler.
 */
export interface MakeRoute<M extends Method> {
  /** Makes a route: its handler returns the reply. */
  <const Path extends RoutePath>(
    path: CheckedPath<Path>,
    handler: DescribedHandler<DescribedRequest<Path, object, never, never, never, never, never, never>, AnyReply>,
  ): Route<Path, EndpointFor<M, Path, never, never, never, never, never, AnyReply, never>>;
  /** Makes a route: its options describe it, and its handler returns a declared reply. */
  <
    const Path extends RoutePath,
    P extends StandardSchema = never,
    Q extends StandardSchema = never,
    H extends StandardSchema = never,
    C extends StandardSchema = never,
    B extends StandardSchema = never,
    const F extends FileRules = never,
    const E extends ReturnEntry = AnyReply,
  >(
    path: CheckedPath<Path>,
    options: DescribedOptions<Path, object, P, Q, H, C, B, F, E>,
    handler: DescribedHandler<DescribedRequest<Path, object, P, Q, H, C, B, F>, E>,
  ): Route<Path, EndpointFor<M, Path, P, Q, H, B, F, E, never>>;
  /** Makes a route: options, a guard, and the handler. */
  <
    const Path extends RoutePath,
    G1 extends Group<Middleware<Path>>,
    P extends StandardSchema = never,
    Q extends StandardSchema = never,
    H extends StandardSchema = never,
    C extends StandardSchema = never,
    B extends StandardSchema = never,
    const F extends FileRules = never,
    const E extends ReturnEntry = AnyReply,
  >(
    path: CheckedPath<Path>,
    options: DescribedOptions<Path, object, P, Q, H, C, B, F, E>,
    first: G1,
    handler: DescribedHandler<DescribedRequest<Path, object, P, Q, H, C, B, F> & GivenBy<G1>, E>,
  ): Route<Path, EndpointFor<M, Path, P, Q, H, B, F, E, G1>>;
  /** Makes a route: options, two guards, and the handler. */
  <
    const Path extends RoutePath,
    G1 extends Group<Middleware<Path>>,
    G2 extends Group<Middleware<Path>>,
    P extends StandardSchema = never,
    Q extends StandardSchema = never,
    H extends StandardSchema = never,
    C extends StandardSchema = never,
    B extends StandardSchema = never,
    const F extends FileRules = never,
    const E extends ReturnEntry = AnyReply,
  >(
    path: CheckedPath<Path>,
    options: DescribedOptions<Path, object, P, Q, H, C, B, F, E>,
    ...functions: [
      first: G1,
      second: G2,
      handler: DescribedHandler<DescribedRequest<Path, object, P, Q, H, C, B, F> & GivenBy<G1> & GivenBy<G2>, E>,
    ]
  ): Route<Path, EndpointFor<M, Path, P, Q, H, B, F, E, G1 | G2>>;
  /** Makes a route: options, three guards, and the handler. */
  <
    const Path extends RoutePath,
    G1 extends Group<Middleware<Path>>,
    G2 extends Group<Middleware<Path>>,
    G3 extends Group<Middleware<Path>>,
    P extends StandardSchema = never,
    Q extends StandardSchema = never,
    H extends StandardSchema = never,
    C extends StandardSchema = never,
    B extends StandardSchema = never,
    const F extends FileRules = never,
    const E extends ReturnEntry = AnyReply,
  >(
    path: CheckedPath<Path>,
    options: DescribedOptions<Path, object, P, Q, H, C, B, F, E>,
    ...functions: [
      first: G1,
      second: G2,
      third: G3,
      handler: DescribedHandler<
        DescribedRequest<Path, object, P, Q, H, C, B, F> & GivenBy<G1> & GivenBy<G2> & GivenBy<G3>,
        E
      >,
    ]
  ): Route<Path, EndpointFor<M, Path, P, Q, H, B, F, E, G1 | G2 | G3>>;
}

/** Makes routes as values, each of one method: `new Routes(route.get('/hello', () => new Text('Hello!')))`. */
export interface RouteValues {
  /** Makes a route for GET, which answers HEAD, too. */
  readonly get: MakeRoute<'GET'>;
  /** Makes a route for POST. */
  readonly post: MakeRoute<'POST'>;
  /** Makes a route for PUT. */
  readonly put: MakeRoute<'PUT'>;
  /** Makes a route for PATCH. */
  readonly patch: MakeRoute<'PATCH'>;
  /** Makes a route for DELETE. */
  readonly delete: MakeRoute<'DELETE'>;
  /** Makes a route for HEAD. */
  readonly head: MakeRoute<'HEAD'>;
  /** Makes a route for OPTIONS. */
  readonly options: MakeRoute<'OPTIONS'>;
  /** Makes a route for QUERY, which Node knows from version 22 on. */
  readonly query: MakeRoute<'QUERY'>;
  /** Makes a route for every method. */
  readonly all: MakeRoute<'*'>;
}

/**
 * Makes routes as values that carry their types: for their handlers, for clients (`ApiOf`) and for the document.
 *
 * ```ts
 * const hello = route.get('/hello', { returns: [Text.of()] }, () => new Text('Hello!'));
 * const routes = new Routes(hello);
 * ```
 *
 * @throws UsageError as `new Route()`, and `ERR_RETURNS_DESCRIPTION` for options that describe a route wrongly.
 */
export const route: RouteValues = Object.freeze({
  get: maker('GET'),
  post: maker('POST'),
  put: maker('PUT'),
  patch: maker('PATCH'),
  delete: maker('DELETE'),
  head: maker('HEAD'),
  options: maker('OPTIONS'),
  query: maker('QUERY'),
  all: maker('*'),
});

function maker<M extends Method>(method: M): MakeRoute<M> {
  const make = (path: RoutePath, ...rest: readonly unknown[]): unknown =>
    Reflect.construct(Route, [path, [method], ...rest]);
  return make as MakeRoute<M>;
}
