import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { mergeTypes, variableTypes, type VariableTypes } from '../paths/converters';
import type { WriteSettings } from '../writers/exchange';
import { PendingDecorators } from './decorator';
import type { RoutePath } from '../paths/path';
import type { RouteFunction } from '../handlers/roles';
import { checkMiddleware } from '../handlers/check-function';
import { Route } from './route';

/**
 * The common context of the routes of one `Routes`, or of a group in it: middleware, settings, and the types of
 * variables. It is sealed once its routes are mounted or taken.
 */
export class Scope {
  readonly middleware: RouteFunction[] = [];
  readonly decorators = new PendingDecorators();
  readonly types: VariableTypes;
  readonly settings: WriteSettings;
  #sealedBy: string | undefined;

  constructor(types = variableTypes(), settings: WriteSettings = {}) {
    this.types = types;
    this.settings = settings;
  }

  /** @throws UsageError `ERR_RETURNS_HANDLER` for invalid middleware. */
  use(given: unknown, place = 'routes.use()'): void {
    if (typeof given === 'string' || given instanceof RegExp) {
      throw new UsageError(
        'ERR_RETURNS_HANDLER',
        `${place} takes middleware only; got the path ${describe(given)}. Give these routes a Routes of their own, for routes.group(path, ...middleware, routes).`,
      );
    }
    this.middleware.push(checkMiddleware(place, given));
  }

  /** @throws UsageError `ERR_RETURNS_SEALED` if the routes are mounted already. */
  checkOpen(place: string): void {
    if (this.#sealedBy === undefined) return;
    throw new UsageError(
      'ERR_RETURNS_SEALED',
      `${place} came after ${this.#sealedBy}, which has taken these routes, so it would have no effect. Define it earlier.`,
    );
  }

  /** @throws UsageError `ERR_RETURNS_DECORATOR` if a decorator has registered no route yet. */
  seal(by: string): void {
    this.decorators.check();
    this.#sealedBy ??= by;
  }
}

/** The scopes around a route, the outermost first, and the types that its variables may have. */
interface RouteContext {
  readonly scopes: readonly Scope[];
  readonly types: VariableTypes;
}

// On the routes themselves, so that those which are taken one by one (`new Routes(...users)`), also by another copy of
// the package, still run the middleware of the Routes that they come from. Not enumerable: not a part of their value.
const CONTEXT = Symbol.for('express-returns.route-context');

/** Returns the same route within one more scope: its middleware runs before that of the route. */
export function withScope(route: Route, scope: Scope): Route {
  return copyOf(route, route.path, {
    scopes: [scope, ...scopesOf(route)],
    types: contextOf(route)?.types ?? scope.types,
  });
}

/** Returns the same route within a group: with another path, whose variables may have the types of both. */
export function withGroup(route: Route, group: Scope, path: RoutePath): Route {
  return copyOf(route, path, { scopes: [group, ...scopesOf(route)], types: mergeTypes(group.types, typesOf(route)) });
}

function copyOf(route: Route, path: RoutePath, context: RouteContext): Route {
  const properties = {
    ...Object.getOwnPropertyDescriptors(route),
    path: { value: path, enumerable: true },
    [CONTEXT]: { value: context },
  };
  return Object.freeze(Object.create(Route.prototype, properties)) as Route;
}

function contextOf(route: Route & { readonly [CONTEXT]?: RouteContext }): RouteContext | undefined {
  return route[CONTEXT];
}

/** The scopes that a route is in, the outermost first. */
export function scopesOf(route: Route): readonly Scope[] {
  return contextOf(route)?.scopes ?? [];
}

/** The types that the variables of a route may have: those of the `Routes` that it was defined for. */
export function typesOf(route: Route): VariableTypes {
  return contextOf(route)?.types ?? variableTypes();
}
