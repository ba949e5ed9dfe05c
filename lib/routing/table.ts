import { compareExplicitness, explicitness, type Explicitness } from './explicitness';
import { singlePaths, type RoutePath } from './path';
import { canPassOn, type Route } from './route';
import { scopesOf, type Scope } from './scope';
import { typedVariables } from './typed-variables';

/** One route layer to be: a route, and the path or paths of that layer. */
export interface TableRow {
  readonly route: Route;
  readonly path: RoutePath;
}

interface SortableRow extends TableRow {
  readonly explicitness: Explicitness;
}

/**
 * The routes in the order in which they are asked: the more explicit path first, and of two that are equally explicit
 * the one defined first.
 *
 * Some rows keep their place, and no other row crosses them. These rules are security, not taste: what stood behind an
 * authorisation must stand behind it afterwards.
 * - A fence, which may pass requests on: a route of all methods, or one with a function that takes `next`.
 * - A RegExp, of which nobody can tell what it matches.
 * - The routes of a `Routes` with middleware of its own, as a whole: they are sorted among themselves.
 *
 * A route of several paths is a row for each, since one of them may be more explicit than those of another route while
 * another is less. It never sees a request twice: only fences pass requests on, and these stay whole (but
 * for those with typed variables, which may then see a request once for each path).
 */
export function toTable(routes: readonly Route[]): readonly TableRow[] {
  const table: TableRow[] = [];
  let run: SortableRow[] = [];
  const closeRun = (): void => {
    // Stable: equally explicit rows stay in the order of definition.
    table.push(...run.sort((a, b) => compareExplicitness(a.explicitness, b.explicitness)));
    run = [];
  };

  let middleware: readonly Scope[] = [];
  for (const route of routes) {
    const before = middleware;
    middleware = scopesOf(route).filter((scope) => scope.middleware.length > 0);
    if (!isSame(before, middleware)) closeRun();

    if (isFence(route)) {
      closeRun();
      // Typed variables are checked path by path.
      const isTyped = singlePaths(route.path).some((path) => typedVariables(path).length > 0);
      for (const path of isTyped ? singlePaths(route.path) : [route.path]) table.push({ route, path });
      continue;
    }
    for (const path of singlePaths(route.path)) {
      if (typeof path === 'string') {
        run.push({ route, path, explicitness: explicitness(path) });
      } else {
        closeRun();
        table.push({ route, path });
      }
    }
  }
  closeRun();
  return table;
}

function isFence(route: Route): boolean {
  return route.methods.includes('*') || canPassOn(route);
}

function isSame(a: readonly Scope[], b: readonly Scope[]): boolean {
  return a.length === b.length && a.every((scope, index) => scope === b[index]);
}
