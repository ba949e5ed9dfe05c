import type { RoutePath } from '../paths/path';
import type { RouteDecorator } from './decorator';
import type { CheckedHandler } from '../handlers/handler-fault';
import type { CheckedPath } from './path-fault';
import type { Method, RouteOptions } from './route';
import type { Handler, LooseHandler, LooseMiddleware, Middleware } from '../handlers/types';

type Group<Fn> = Fn | readonly Fn[];

// If all overloads fail and more than three have this number of arguments, the compiler shows only the last one: its
// message must be about the handler. So the order matters, and the loose ones come last.

/** Defines a route of one method: immediately if functions are given, otherwise as a decorator. */
export interface DefineRoute<Types, Self> extends DefineLooseRoute<Types, Self> {
  /** Defines a route: its handler returns the reply. */
  <Path extends RoutePath, F extends Handler<Path, Types>>(path: CheckedPath<Path>, handler: CheckedHandler<F>): Self;
  /** Defines a route as a decorator of the method that handles it. */
  <Path extends RoutePath>(path: CheckedPath<Path>, options?: RouteOptions): RouteDecorator<Path, Types>;
  /** Defines a route: options, middleware in their order, and the handler, which returns the reply. */
  <Path extends RoutePath, F extends Handler<Path, Types>>(
    path: CheckedPath<Path>,
    options: RouteOptions,
    ...functions: [...middleware: Group<Middleware<Path, Types>>[], handler: CheckedHandler<F>]
  ): Self;
  /** Defines a route: middleware in their order, and the handler, which returns the reply. */
  <Path extends RoutePath, F extends Handler<Path, Types>>(
    path: CheckedPath<Path>,
    ...functions: [...middleware: Group<Middleware<Path, Types>>[], handler: CheckedHandler<F>]
  ): Self;
}

/** Defines a route of functions with specific types for `req.query`, bodies and `res.locals`. */
export interface DefineLooseRoute<Types, Self> {
  /** Defines a route: options, middleware in their order, and the handler, which returns the reply. */
  <Path extends RoutePath, F extends LooseHandler<Path, Types>>(
    path: CheckedPath<Path>,
    options: RouteOptions,
    ...functions: [...middleware: Group<LooseMiddleware<Path, Types>>[], handler: CheckedHandler<F>]
  ): Self;
  /** Defines a route: middleware in their order, and the handler, which returns the reply. */
  <Path extends RoutePath, F extends LooseHandler<Path, Types>>(
    path: CheckedPath<Path>,
    ...functions: [...middleware: Group<LooseMiddleware<Path, Types>>[], handler: CheckedHandler<F>]
  ): Self;
  /** Defines a route: options or middleware, and the handler, which returns the reply. */
  <Path extends RoutePath, F extends LooseHandler<Path, Types>>(
    path: CheckedPath<Path>,
    first: Group<LooseMiddleware<Path, Types>> | RouteOptions,
    second: Group<LooseMiddleware<Path, Types>>,
    handler: CheckedHandler<F>,
  ): Self;
  /** Defines a route: options or middleware, and the handler, which returns the reply. */
  <Path extends RoutePath, F extends LooseHandler<Path, Types>>(
    path: CheckedPath<Path>,
    first: Group<LooseMiddleware<Path, Types>> | RouteOptions,
    handler: CheckedHandler<F>,
  ): Self;
  /** Defines a route: its handler returns the reply. */
  <Path extends RoutePath, F extends LooseHandler<Path, Types>>(
    path: CheckedPath<Path>,
    handler: CheckedHandler<F>,
  ): Self;
}

/** Defines a route of several methods, in the same ways. */
export interface DefineRouteOf<Types, Self> {
  /** Defines a route of several methods: its handler returns the reply. */
  <Path extends RoutePath, F extends Handler<Path, Types>>(
    path: CheckedPath<Path>,
    methods: readonly Method[],
    handler: CheckedHandler<F>,
  ): Self;
  /** Defines a route of several methods as a decorator of the method that handles it. */
  <Path extends RoutePath>(
    path: CheckedPath<Path>,
    methods: readonly Method[],
    options?: RouteOptions,
  ): RouteDecorator<Path, Types>;
  /** Defines a route of several methods: options, middleware in their order, and the handler, which returns the reply. */
  <Path extends RoutePath, F extends Handler<Path, Types>>(
    path: CheckedPath<Path>,
    methods: readonly Method[],
    options: RouteOptions,
    ...functions: [...middleware: Group<Middleware<Path, Types>>[], handler: CheckedHandler<F>]
  ): Self;
  /** Defines a route of several methods: middleware in their order, and the handler, which returns the reply. */
  <Path extends RoutePath, F extends Handler<Path, Types>>(
    path: CheckedPath<Path>,
    methods: readonly Method[],
    ...functions: [...middleware: Group<Middleware<Path, Types>>[], handler: CheckedHandler<F>]
  ): Self;
  /** Defines a route of several methods: options, middleware in their order, and the handler, which returns the reply. */
  <Path extends RoutePath, F extends LooseHandler<Path, Types>>(
    path: CheckedPath<Path>,
    methods: readonly Method[],
    options: RouteOptions,
    ...functions: [...middleware: Group<LooseMiddleware<Path, Types>>[], handler: CheckedHandler<F>]
  ): Self;
  /** Defines a route of several methods: middleware in their order, and the handler, which returns the reply. */
  <Path extends RoutePath, F extends LooseHandler<Path, Types>>(
    path: CheckedPath<Path>,
    methods: readonly Method[],
    ...functions: [...middleware: Group<LooseMiddleware<Path, Types>>[], handler: CheckedHandler<F>]
  ): Self;
  /** Defines a route of several methods: its handler returns the reply. */
  <Path extends RoutePath, F extends LooseHandler<Path, Types>>(
    path: CheckedPath<Path>,
    methods: readonly Method[],
    handler: CheckedHandler<F>,
  ): Self;
}
