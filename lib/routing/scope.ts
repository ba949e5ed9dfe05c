import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { variableTypes, type VariableTypes } from './converters';
import { PendingDecorators } from './decorator';
import type { RouteFunction } from './roles';
import { checkMiddleware, Route } from './route';

/**
 * What the routes of one `Routes` have in common wherever they are taken: the middleware before each of them, the types
 * of their variables, and that nothing is added to it once they are mounted.
 */
export class Scope {
  readonly middleware: RouteFunction[] = [];
  readonly decorators = new PendingDecorators();
  readonly types: VariableTypes;
  #sealedBy: string | undefined;

  constructor(types = variableTypes()) {
    this.types = types;
  }

  /** @throws UsageError `ERR_RETURNS_HANDLER` for what is no middleware. */
  use(given: unknown): void {
    if (typeof given === 'string' || given instanceof RegExp) {
      throw new UsageError(
        'ERR_RETURNS_HANDLER',
        `routes.use() takes middleware only; got the path ${describe(given)}. Give these routes a Routes of their own and mount it with app.use(path, routes.router()).`,
      );
    }
    this.middleware.push(checkMiddleware('routes.use()', given));
  }

  /** @throws UsageError `ERR_RETURNS_SEALED` where something comes too late. */
  checkOpen(place: string): void {
    if (this.#sealedBy === undefined) return;
    throw new UsageError(
      'ERR_RETURNS_SEALED',
      `${place} came too late: ${this.#sealedBy} has taken these routes already, so it would never answer. Define it before.`,
    );
  }

  /** @throws UsageError `ERR_RETURNS_DECORATOR` where a route is still missing. */
  seal(by: string): void {
    this.decorators.check();
    this.#sealedBy ??= by;
  }
}

// Beside the route, so that it is no part of its value; kept by every copy, so that routes which are taken one by one
// (`new Routes(...users)`) still run the middleware of the Routes that they come from.
const scopes = new WeakMap<Route, readonly Scope[]>();

/** The same route within one more scope: its middleware runs before that of the route. */
export function withScope(route: Route, scope: Scope): Route {
  const copy = Object.freeze(Object.create(Route.prototype, Object.getOwnPropertyDescriptors(route))) as Route;
  scopes.set(copy, [scope, ...scopesOf(route)]);
  return copy;
}

/** The scopes that a route is in, the outermost first. */
export function scopesOf(route: Route): readonly Scope[] {
  return scopes.get(route) ?? [];
}

/** The types that the variables of a route may have: those of the `Routes` that it was defined for. */
export function typesOf(route: Route): VariableTypes {
  return scopesOf(route).at(-1)?.types ?? variableTypes();
}
