import { UsageError } from '../diagnostics/usage-error';
import { describe } from '../diagnostics/describe';
import type { VariableTypes } from '../paths/converters';
import { checkPrefix, groupedPath } from '../paths/grouped-path';
import { describeRoute, isOptions, type Route } from '../route/route';
import { Scope, withGroup } from '../route/scope';
import { checkSettings } from '../handlers/check-settings';
import { isFence } from '../mounting/table';
import { typedVariables } from '../paths/typed-variables';

/** The prefix, settings and middleware of a group. */
export interface Group {
  readonly prefix: string;
  readonly scope: Scope;
}

/**
 * Creates a group from the arguments before its routes: a prefix, optional settings, and middleware.
 *
 * @throws UsageError for any other value.
 */
export function makeGroup(prefix: unknown, given: readonly unknown[], types: VariableTypes): Group {
  const place = `routes.group(${describe(prefix)})`;
  const hasSettings = isOptions(given[0]);
  const checked = checkPrefix(prefix);
  // An unknown type in the prefix is reported here, and not for each route.
  const isTyped = typedVariables(checked, types).length > 0;
  const settings = checkSettings(place, hasSettings ? (given[0] as object) : {}, false);
  const scope = new Scope(isTyped ? types : undefined, settings);
  for (const fn of (hasSettings ? given.slice(1) : given).flat(Infinity)) scope.use(fn, place);
  return { prefix: checked, scope };
}

/** Returns a route with the prefix and scope of a group. */
export function inGroup({ prefix, scope }: Group, route: Route): Route {
  try {
    return withGroup(route, scope, groupedPath(prefix, route.path, isFence(route)));
  } catch (error) {
    throw error instanceof UsageError ? error.at(describeRoute(route)) : error;
  }
}
