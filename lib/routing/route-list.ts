import { UsageError, warn } from '../diagnostics/usage-error';
import type { RouteDecorator } from '../route/decorator';
import { singlePaths, type RoutePath } from '../paths/path';
import { describeRoute, isOptions, Route, type Method, type RouteFunctions } from '../route/route';
import { scopesOf, typesOf, withScope, type Scope } from '../route/scope';
import { typedVariables } from '../paths/typed-variables';
import { URLBuilder } from './url-builder';

/** The routes of one `Routes`, in their order. */
export class RouteList implements Iterable<Route> {
  readonly scope: Scope;
  readonly #routes: Route[] = [];
  #urls: URLBuilder | undefined;

  constructor(scope: Scope) {
    this.scope = scope;
  }

  [Symbol.iterator](): Iterator<Route> {
    return this.#routes[Symbol.iterator]();
  }

  add(route: Route): void {
    const scoped = withScope(route, this.scope);
    this.#check(scoped);
    this.#routes.push(scoped);
    this.#urls = undefined;
  }

  /** Adds a route from the arguments after its path; without functions, returns a decorator that adds it. */
  define(path: RoutePath, methods: readonly Method[], rest: readonly unknown[]): RouteDecorator | undefined {
    const isDecorator = rest.length === 0 || (rest.length === 1 && isOptions(rest[0]));
    if (!isDecorator) {
      this.add(makeRoute(path, methods, rest));
      return undefined;
    }
    // Created now with a placeholder handler, so that a wrong path or option is reported where it is written.
    const place = this.#check(withScope(makeRoute(path, methods, [...rest, () => undefined]), this.scope));
    return this.scope.decorators.create(place, (handler) => {
      this.add(makeRoute(path, methods, [...rest, handler]));
    });
  }

  /** The URL builder for the current routes. */
  get urls(): URLBuilder {
    return (this.#urls ??= new URLBuilder(this.#routes));
  }

  /** Seals this list and the `Routes` that its routes come from, and returns the routes. */
  seal(by: string): readonly Route[] {
    this.scope.seal(by);
    if (this.#routes.length === 0 && this.scope.middleware.length > 0) {
      warn(
        'ERR_RETURNS_UNREACHABLE',
        `${by}: there are no routes, so the middleware of routes.use() never runs. It is for the routes of its Routes; for all requests there is app.use().`,
      );
    }
    for (const scope of this.#routes.flatMap(scopesOf)) scope.seal(by);
    return this.#routes;
  }

  /** Refuses a route that is defined after mounting or has variables of unknown types; returns its place. */
  #check(route: Route): string {
    const place = describeRoute(route);
    this.scope.checkOpen(place);
    try {
      for (const path of singlePaths(route.path)) typedVariables(path, typesOf(route));
    } catch (error) {
      throw error instanceof UsageError ? error.at(place) : error;
    }
    return place;
  }
}

/** Creates a route from unchecked arguments; the constructor checks them. */
function makeRoute(path: RoutePath, methods: readonly Method[], rest: readonly unknown[]): Route {
  return new Route(path, methods, ...(rest as unknown as RouteFunctions<RoutePath>));
}
