import { describe } from '../diagnostics/describe';
import { UsageError, warn } from '../diagnostics/usage-error';
import { guarded } from '../handlers/guard';
import { mayPassOn, mentions, seemsToTakeNoNext } from '../handlers/parameters';
import { parsePath } from '../paths/grammar';
import { literalOf, type ExpressMajor } from '../paths/part';
import { pathKey, singlePaths } from '../paths/path';
import { canPassOn, describeRoute, type Route } from '../route/route';
import { scopesOf, typesOf } from '../route/scope';
import { isFenceInDoubt, type TableRow } from './table';

/** Whether the Express layer of a row matches a path. */
export type Matches = (row: TableRow, path: string) => boolean;

/**
 * Refuses a route that is never reached because an earlier one has the same path and method.
 *
 * @throws UsageError `ERR_RETURNS_DUPLICATE`
 */
export function checkDuplicates(routes: readonly Route[], major: ExpressMajor): void {
  const taken = new Map<string, Route>();
  const types: unknown[] = [];
  for (const route of routes) {
    const typeKey = (name: string): number => {
      const type = typesOf(route).get(name);
      return types.includes(type) ? types.indexOf(type) : types.push(type) - 1;
    };
    const keys = singlePaths(route.path).map((path) => pathKey(path, major, typeKey));
    for (const method of route.methods) {
      const earlier = keys
        .map((key) => taken.get(`${method} ${key}`) ?? taken.get(`* ${key}`))
        .filter((other) => other !== undefined && other !== route);
      // A route that passes on may share some of its paths, and is reached by the others, as "/admin/*" in a group is.
      const [first] = canPassOn(route) && earlier.length < keys.length ? [] : earlier;
      if (first !== undefined) {
        throw new UsageError(
          'ERR_RETURNS_DUPLICATE',
          `${describeRoute(route)} can never be reached: ${describeRoute(first)} is defined before it and takes no next. Remove one of them.`,
        );
      }
      if (!canPassOn(route)) for (const key of keys) taken.set(`${method} ${key}`, route);
    }
  }
}

/**
 * Warns of routes with a plain path whose requests an earlier row with variables answers: always, or only because it is
 * in doubt whether the handler of that row takes `next`.
 */
export function warnOfShadowed(table: readonly TableRow[], matches: Matches, major: ExpressMajor): void {
  const wide: TableRow[] = [];
  for (const row of table) {
    const { route } = row;
    const literals = singlePaths(row.path).map((path) =>
      typeof path === 'string' ? literalOf(parsePath(path, major)) : undefined,
    );
    for (const path of literals) {
      if (path === undefined) continue;
      const earlier = wide.find((other) => takesFrom(other, row) && matches(other, path))?.route;
      if (earlier !== undefined && earlier !== route) warn('ERR_RETURNS_DUPLICATE', shadowedBy(earlier, route));
    }
    if ((!canPassOn(route) || isFenceInDoubt(route)) && literals.includes(undefined)) wide.push(row);
  }
}

function takesFrom(earlier: TableRow, later: TableRow): boolean {
  if (!isFenceInDoubt(earlier.route)) return coversMethods(earlier.route, later.route);
  const { methods } = later.route;
  const isShared = methods.includes('*') || methods.some((method) => earlier.route.methods.includes(method));
  return isShared && earlier.section === later.section;
}

function shadowedBy(earlier: Route, route: Route): string {
  const [first, second] = [describeRoute(earlier), describeRoute(route)];
  return isFenceInDoubt(earlier)
    ? `${second} is defined after ${first}, which takes requests from it: that handler might take next, since it is bound or has a rest parameter or \`arguments\`, so no route may cross it. Define ${second} first, or give that handler as a function of (req, res).`
    : `${second} is shadowed by ${first}, which is defined before it and takes no next. Define it first.`;
}

function coversMethods(earlier: Route, later: Route): boolean {
  return earlier.methods.includes('*') || later.methods.every((method) => earlier.methods.includes(method));
}

/**
 * Warns of middleware after which no function is called: it is not a guard, and takes no `next`. It may answer every
 * request on purpose; more often a `guard()` was forgotten, and requests hang.
 */
export function warnOfUnreachable(routes: readonly Route[]): void {
  const scopes = new Set(routes.flatMap(scopesOf));
  const places = [
    ...Array.from(scopes, ({ middleware }) => ['routes.use()', middleware] as const),
    ...routes.map((route) => [describeRoute(route), route.middleware] as const),
  ];
  for (const [place, middleware] of places) {
    const last = middleware.find((fn) => guarded(fn) === undefined && (!mayCallNext(fn) || seemsToTakeNoNext(fn)));
    if (last === undefined) continue;
    const reason = mayCallNext(last)
      ? `functions after ${describe(last)} are probably never called: it is bound or native, and declares no third parameter for \`next\``
      : `functions after ${describe(last)} are never called: it does not take \`next\``;
    warn(
      'ERR_RETURNS_UNREACHABLE',
      `${place}: ${reason}. Add the parameter, or wrap the function in guard() if it returns a response to stop.`,
    );
  }
}

/** Whether a function may call `next` or `req.next`, which is the same function. */
function mayCallNext(fn: object): boolean {
  return mayPassOn(fn) || mentions(fn, 'next');
}
