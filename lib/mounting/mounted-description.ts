import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { isErrorCode } from '../errors/error-code';
import { parsePath } from '../paths/grammar';
import { variablesOf, type ExpressMajor } from '../paths/part';
import { pathText, singlePaths } from '../paths/path';
import { jsonSchemaOf } from '../schema/json-schema';
import type { StandardSchema } from '../schema/standard-schema';
import type { WriteSettings } from '../writers/exchange';
import { describeRoute, type Route } from '../route/route';

/** The mount of a route. */
interface Mount {
  /** The settings of the route. */
  readonly settings: WriteSettings;
  readonly major: ExpressMajor;
  /** Whether params of a parent Router are added. */
  readonly mergesParams: boolean;
}

/**
 * Checks the description of a route when it is mounted: only then all variables of its path, those of its groups
 * included, and all error lists are known.
 *
 * @throws UsageError `ERR_RETURNS_DESCRIPTION` for a name in the schema of params that the path does not have, a header
 * whose name has capital letters, and a code that is in none of the lists of the mount.
 */
export function checkMountedDescription(route: Route, mount: Mount): void {
  checkParams(route, mount);
  checkHeaders(route);
  checkCodes(route, mount.settings);
}

function checkParams(route: Route, { major, mergesParams }: Mount): void {
  const { params } = route.options;
  const paths = singlePaths(route.path);
  if (params === undefined || mergesParams || !paths.every((path) => typeof path === 'string')) return;
  const known = new Set(paths.flatMap((path) => variablesOf(parsePath(path, major)).map(({ name }) => name)));
  const missing = namesOf(params).find((name) => !known.has(name));
  if (missing === undefined) return;
  const has = known.size === 0 ? 'it has none' : `it has ${[...known].map(describe).join(', ')}`;
  throw wrong(
    route,
    `the schema of params has ${describe(missing)}, but the path ${pathText(route.path)} has no such variable: ${has}.`,
  );
}

/** Node gives header names in lower case, so a name with capital letters would never be found. */
function checkHeaders(route: Route): void {
  const { headers } = route.options;
  const wrongName = headers && namesOf(headers).find((name) => name !== name.toLowerCase());
  if (wrongName === undefined) return;
  const remedy = `Write ${describe(wrongName.toLowerCase())}, as req.headers has it.`;
  throw wrong(route, `the schema of headers has ${describe(wrongName)}. ${remedy}`);
}

function namesOf(schema: StandardSchema): readonly string[] {
  const { properties = {} } = jsonSchemaOf(schema, 'input') ?? {};
  return Object.keys(properties as object);
}

function checkCodes(route: Route, { errors }: WriteSettings): void {
  // Without lists the codes are those of the app, by adopt(), or errors.error() gives errors with their status.
  if (errors === undefined) return;
  for (const entry of route.options.returns ?? []) {
    if (!isErrorCode(entry) || errors.has(entry.code)) continue;
    throw wrong(
      route,
      `the option returns has the code ${describe(entry.code)}, which is in no list of this mount. Add its ErrorList to the setting errors.`,
    );
  }
}

function wrong(route: Route, fact: string): UsageError {
  return new UsageError('ERR_RETURNS_DESCRIPTION', `${describeRoute(route)}: ${fact}`);
}
