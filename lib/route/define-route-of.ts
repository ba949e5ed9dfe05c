import type { GivenBy } from '../handlers/guard';
import type { CheckedHandler } from '../handlers/handler-fault';
import type { AnyResult, ReturnEntry } from '../handlers/returned';
import type { Handler, LooseHandler, LooseMiddleware, Middleware } from '../handlers/types';
import type { RoutePath } from '../paths/path';
import type { StandardSchema } from '../schema/standard-schema';
import type { RouteDecorator } from './decorator';
import type {
  DeclaredHandler,
  DescribedOptions,
  DescribedRequest,
  FileRules,
  LooseStatementHandler,
  DescribedHandler,
} from './described';
import type { CheckedPath } from './path-fault';
import type { Method } from './route';

type Group<Fn> = Fn | readonly Fn[];

/** Defines a route of several methods, in the same ways as a route of one. */
export interface DefineRouteOf<Types, Self> {
  /** Defines a route of several methods: its handler returns the reply. */
  <Path extends RoutePath, F extends Handler<Path, Types>>(
    path: CheckedPath<Path>,
    methods: readonly Method[],
    handler: CheckedHandler<F>,
  ): Self;
  /** Defines a route of several methods as a decorator of the method that handles it. */
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
    methods: readonly Method[],
    options?: DescribedOptions<Path, Types, P, Q, H, C, B, F, E>,
  ): RouteDecorator<DescribedRequest<Path, Types, P, Q, H, C, B, F>, E>;
  /**
   * Defines a route of several methods: options, middleware in their order, and the handler, which returns the reply.
   */
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
    methods: readonly Method[],
    options: DescribedOptions<Path, Types, P, Q, H, C, B, F, E>,
    handler: DeclaredHandler<Fn, E>,
  ): Self;
  /**
   * Defines a route of several methods: options, middleware in their order, and the handler, which returns the reply.
   */
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
    methods: readonly Method[],
    options: DescribedOptions<Path, Types, P, Q, H, C, B, F, E>,
    ...functions: [first: G1, handler: DeclaredHandler<Fn, E>]
  ): Self;
  /**
   * Defines a route of several methods: options, middleware in their order, and the handler, which returns the reply.
   */
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
    methods: readonly Method[],
    options: DescribedOptions<Path, Types, P, Q, H, C, B, F, E>,
    ...functions: [...middleware: Group<Middleware<Path, Types>>[], handler: DeclaredHandler<Fn, E>]
  ): Self;
  /** Defines a route of several methods: middleware in their order, and the handler, which returns the reply. */
  <Path extends RoutePath, F extends Handler<Path, Types>>(
    path: CheckedPath<Path>,
    methods: readonly Method[],
    ...functions: [...middleware: Group<Middleware<Path, Types>>[], handler: CheckedHandler<F>]
  ): Self;
  /**
   * Defines a route of several methods: options, middleware in their order, and the handler, which returns the reply.
   */
  <
    Path extends RoutePath,
    Fn extends LooseStatementHandler<Path, Types, E>,
    P extends StandardSchema = never,
    Q extends StandardSchema = never,
    H extends StandardSchema = never,
    C extends StandardSchema = never,
    B extends StandardSchema = never,
    const F extends FileRules = never,
    const E extends ReturnEntry = AnyResult,
  >(
    path: CheckedPath<Path>,
    methods: readonly Method[],
    first: Group<LooseMiddleware<Path, Types>> | DescribedOptions<Path, Types, P, Q, H, C, B, F, E>,
    ...functions: [...middleware: Group<LooseMiddleware<Path, Types>>[], handler: DeclaredHandler<Fn, E>]
  ): Self;
  /** Defines a route of several methods: its handler returns the reply. */
  <Path extends RoutePath, F extends LooseHandler<Path, Types>>(
    path: CheckedPath<Path>,
    methods: readonly Method[],
    handler: CheckedHandler<F>,
  ): Self;
}
