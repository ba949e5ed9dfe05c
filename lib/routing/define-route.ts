import type { RouteDecorator } from './decorator';
import type { RoutePath } from '../paths/path';
import type { RouteFunctions, RouteOptions } from './route';
import type { Handler } from './types';

/** Defines a route of one method: with functions at once, without them as a decorator. */
export interface DefineRoute<Types, Self> {
  // The next one, too, would take it, but TypeScript 5.0 then does not know the type of its `req`.
  <Path extends RoutePath>(path: Path, handler: Handler<Path, Types>): Self;
  <Path extends RoutePath>(path: Path, ...functions: RouteFunctions<Path, Types>): Self;
  <Path extends RoutePath>(path: Path, options: RouteOptions, ...functions: RouteFunctions<Path, Types>): Self;
  <Path extends RoutePath>(path: Path, options?: RouteOptions): RouteDecorator<Path, Types>;
}
