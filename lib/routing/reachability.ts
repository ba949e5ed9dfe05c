import { UsageError, warn } from '../diagnostics/usage-error';
import { pathKey, singlePaths } from './path';
import { canPassOn, describeRoute, type Route } from './route';

/** Whether the Express layer of a route matches a path. */
export type Matches = (route: Route, path: string) => boolean;

/**
 * Refuses a route that an earlier one with the same path and method takes all requests from.
 *
 * @throws UsageError `ERR_RETURNS_DUPLICATE`
 */
export function checkDuplicates(routes: readonly Route[]): void {
  const taken = new Map<string, Route>();
  for (const route of routes) {
    for (const path of singlePaths(route.path)) {
      for (const method of route.methods) {
        const earlier = taken.get(`${method} ${pathKey(path)}`) ?? taken.get(`* ${pathKey(path)}`);
        if (earlier !== undefined && earlier !== route) {
          throw new UsageError(
            'ERR_RETURNS_DUPLICATE',
            `${describeRoute(route)} can never be reached: ${describeRoute(earlier)} is defined before it and takes no next. Remove one of them.`,
          );
        }
        if (!canPassOn(route)) taken.set(`${method} ${pathKey(path)}`, route);
      }
    }
  }
}

const VARIABLE = /[:*?+(){}[\]\\!|]/;

/** Tells of routes with a plain path that an earlier route with variables takes all requests from. */
export function warnOfShadowed(routes: readonly Route[], matches: Matches): void {
  const wide: Route[] = [];
  for (const route of routes) {
    const paths = singlePaths(route.path);
    for (const path of paths) {
      if (typeof path !== 'string' || VARIABLE.test(path)) continue;
      const earlier = wide.find((other) => sharesMethod(other, route) && matches(other, path));
      if (earlier === undefined) continue;
      warn(
        'ERR_RETURNS_DUPLICATE',
        `${describeRoute(route)} is shadowed by ${describeRoute(earlier)}, which is defined before it and takes no next. Define it first.`,
      );
    }
    if (!canPassOn(route) && paths.some((path) => typeof path !== 'string' || VARIABLE.test(path))) wide.push(route);
  }
}

function sharesMethod(earlier: Route, later: Route): boolean {
  return earlier.methods.includes('*') || later.methods.every((method) => earlier.methods.includes(method));
}
