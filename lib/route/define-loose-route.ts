import type { CheckedHandler } from '../handlers/handler-fault';
import type { AnyResult, ReturnEntry } from '../handlers/returned';
import type { LooseHandler, LooseMiddleware } from '../handlers/types';
import type { RoutePath } from '../paths/path';
import type { StandardSchema } from '../schema/standard-schema';
import type { DeclaredHandler, DescribedOptions, FileRules, LooseStatementHandler } from './described';
import type { CheckedPath } from './path-fault';

type Group<Fn> = Fn | readonly Fn[];

/** Defines a route of functions with specific types for `req.query`, bodies and `res.locals`. */
export interface DefineLooseRoute<Types, Self> {
  /** Defines a route: options, middleware in their order, and the handler, which returns the reply. */
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
    first: Group<LooseMiddleware<Path, Types>> | DescribedOptions<Path, Types, P, Q, H, C, B, F, E>,
    ...functions: [...middleware: Group<LooseMiddleware<Path, Types>>[], handler: DeclaredHandler<Fn, E>]
  ): Self;
  /** Defines a route: options or middleware, and the handler, which returns the reply. */
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
    first: Group<LooseMiddleware<Path, Types>> | DescribedOptions<Path, Types, P, Q, H, C, B, F, E>,
    second: Group<LooseMiddleware<Path, Types>>,
    handler: DeclaredHandler<Fn, E>,
  ): Self;
  /** Defines a route: options or middleware, and the handler, which returns the reply. */
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
    first: Group<LooseMiddleware<Path, Types>> | DescribedOptions<Path, Types, P, Q, H, C, B, F, E>,
    handler: DeclaredHandler<Fn, E>,
  ): Self;
  /** Defines a route: its handler returns the reply. */
  <Path extends RoutePath, F extends LooseHandler<Path, Types>>(
    path: CheckedPath<Path>,
    handler: CheckedHandler<F>,
  ): Self;
}
