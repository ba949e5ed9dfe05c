import type { GivenBy, Guard } from '../handlers/guard';
import type { CheckedHandler } from '../handlers/handler-fault';
import type { AnyResult, ReturnEntry } from '../handlers/returned';
import type { Handler, Middleware } from '../handlers/types';
import type { RoutePath } from '../paths/path';
import type { StandardSchema } from '../schema/standard-schema';
import type { RouteDecorator } from './decorator';
import type { DefineLooseRoute } from './define-loose-route';
import type { DeclaredHandler, DescribedOptions, DescribedRequest, FileRules, DescribedHandler } from './described';
import type { CheckedPath } from './path-fault';

type Group<Fn> = Fn | readonly Fn[];

// If all overloads fail and more than three have this number of arguments, the compiler shows only the last one: its
// message must be about the handler. So the order matters, and the loose ones come last. There is one for each number
// of middleware, as in route-values.ts.

/** Defines a route of one method: immediately if functions are given, otherwise as a decorator. */
export interface DefineRoute<out Types, out Self> extends DefineLooseRoute<Types, Self> {
  /** Defines a route: its handler returns the reply. */
  <Path extends RoutePath, F extends Handler<Path, Types>>(path: CheckedPath<Path>, handler: CheckedHandler<F>): Self;
  /** Defines a route as a decorator of the method that handles it. */
  <
    Path extends RoutePath,
    P extends StandardSchema = never,
    Q extends StandardSchema = never,
    H extends StandardSchema = never,
    C extends StandardSchema = never,
    B extends StandardSchema = never,
    const F extends FileRules = never,
    const E extends ReturnEntry = AnyResult,
  >(
    path: CheckedPath<Path>,
    options?: DescribedOptions<Path, Types, P, Q, H, C, B, F, E>,
  ): RouteDecorator<DescribedRequest<Path, Types, P, Q, H, C, B, F>, E>;
  /** Defines a route: options, middleware in their order, and the handler, which returns the reply. */
  <
    Path extends RoutePath,
    Fn extends DescribedHandler<DescribedRequest<Path, Types, P, Q, H, C, B, F>, E>,
    P extends StandardSchema = never,
    Q extends StandardSchema = never,
    H extends StandardSchema = never,
    C extends StandardSchema = never,
    B extends StandardSchema = never,
    const F extends FileRules = never,
    const E extends ReturnEntry = AnyResult,
  >(
    path: CheckedPath<Path>,
    options: DescribedOptions<Path, Types, P, Q, H, C, B, F, E>,
    handler: DeclaredHandler<Fn, E>,
  ): Self;
  /** Defines a route: options, middleware in their order, and the handler, which returns the reply. */
  <
    Path extends RoutePath,
    G1 extends Group<Middleware<Path, Types>>,
    Fn extends DescribedHandler<DescribedRequest<Path, Types, P, Q, H, C, B, F> & GivenBy<G1>, E>,
    P extends StandardSchema = never,
    Q extends StandardSchema = never,
    H extends StandardSchema = never,
    C extends StandardSchema = never,
    B extends StandardSchema = never,
    const F extends FileRules = never,
    const E extends ReturnEntry = AnyResult,
  >(
    path: CheckedPath<Path>,
    options: DescribedOptions<Path, Types, P, Q, H, C, B, F, E>,
    first: G1,
    handler: DeclaredHandler<Fn, E>,
  ): Self;
  /** Defines a route: options, middleware in their order, and the handler, which returns the reply. */
  <
    Path extends RoutePath,
    G1 extends Group<Middleware<Path, Types>>,
    G2 extends Group<Middleware<Path, Types>>,
    Fn extends DescribedHandler<DescribedRequest<Path, Types, P, Q, H, C, B, F> & GivenBy<G1> & GivenBy<G2>, E>,
    P extends StandardSchema = never,
    Q extends StandardSchema = never,
    H extends StandardSchema = never,
    C extends StandardSchema = never,
    B extends StandardSchema = never,
    const F extends FileRules = never,
    const E extends ReturnEntry = AnyResult,
  >(
    path: CheckedPath<Path>,
    options: DescribedOptions<Path, Types, P, Q, H, C, B, F, E>,
    ...functions: [first: G1, second: G2, handler: DeclaredHandler<Fn, E>]
  ): Self;
  /** Defines a route: options, middleware in their order, and the handler, which returns the reply. */
  <
    Path extends RoutePath,
    G1 extends Group<Middleware<Path, Types>>,
    G2 extends Group<Middleware<Path, Types>>,
    G3 extends Group<Middleware<Path, Types>>,
    Fn extends DescribedHandler<
      DescribedRequest<Path, Types, P, Q, H, C, B, F> & GivenBy<G1> & GivenBy<G2> & GivenBy<G3>,
      E
    >,
    P extends StandardSchema = never,
    Q extends StandardSchema = never,
    H extends StandardSchema = never,
    C extends StandardSchema = never,
    B extends StandardSchema = never,
    const F extends FileRules = never,
    const E extends ReturnEntry = AnyResult,
  >(
    path: CheckedPath<Path>,
    options: DescribedOptions<Path, Types, P, Q, H, C, B, F, E>,
    ...functions: [first: G1, second: G2, third: G3, handler: DeclaredHandler<Fn, E>]
  ): Self;
  /** Defines a route: options, middleware in their order, and the handler, which returns the reply. */
  <
    Path extends RoutePath,
    Fn extends DescribedHandler<DescribedRequest<Path, Types, P, Q, H, C, B, F>, E>,
    P extends StandardSchema = never,
    Q extends StandardSchema = never,
    H extends StandardSchema = never,
    C extends StandardSchema = never,
    B extends StandardSchema = never,
    const F extends FileRules = never,
    const E extends ReturnEntry = AnyResult,
  >(
    path: CheckedPath<Path>,
    options: DescribedOptions<Path, Types, P, Q, H, C, B, F, E>,
    ...functions: [...middleware: Group<Middleware<Path, Types>>[], handler: DeclaredHandler<Fn, E>]
  ): Self;
  /** Defines a route: a guard, and the handler, which returns the reply. */
  <
    Path extends RoutePath,
    G1 extends Guard,
    F extends DescribedHandler<
      DescribedRequest<Path, Types, never, never, never, never, never, never> & GivenBy<G1>,
      AnyResult
    >,
  >(
    path: CheckedPath<Path>,
    first: G1,
    handler: CheckedHandler<F>,
  ): Self;
  /** Defines a route: two guards, and the handler, which returns the reply. */
  <
    Path extends RoutePath,
    G1 extends Guard,
    G2 extends Guard,
    F extends DescribedHandler<
      DescribedRequest<Path, Types, never, never, never, never, never, never> & GivenBy<G1> & GivenBy<G2>,
      AnyResult
    >,
  >(
    path: CheckedPath<Path>,
    first: G1,
    second: G2,
    handler: CheckedHandler<F>,
  ): Self;
  /** Defines a route: middleware in their order, and the handler, which returns the reply. */
  <Path extends RoutePath, F extends Handler<Path, Types>>(
    path: CheckedPath<Path>,
    ...functions: [...middleware: Group<Middleware<Path, Types>>[], handler: CheckedHandler<F>]
  ): Self;
}
