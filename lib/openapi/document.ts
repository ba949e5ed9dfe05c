import { describe } from '../diagnostics/describe';
import { UsageError, warn } from '../diagnostics/usage-error';
import type { DocumentDescription, InputDescription, OutputDescription } from '../handlers/description';
import { singlePaths } from '../paths/path';
import { mountedSettings } from '../mounting/mounted';
import { describeRoute, Route } from '../route/route';
import { typesOf } from '../route/scope';
import type { WriteSettings } from '../writers/exchange';
import { mergeInto } from './base-document';
import { Components } from './components';
import { checkInfo, type OpenAPIInfo } from './info';
import { OperationIds, wordsOf } from './operation-ids';
import { operationOf, type OperationContext } from './operation';
import { PathItems } from './path-items';
import { templatesOf, type PathTemplate } from './path-templates';
import { SchemaDocuments } from './schema-documents';
import { Schemas } from './schemas';
import { SecuritySchemes } from './security';
import type { JSONObject, OpenAPIDocument } from './types';

/**
 * Returns the OpenAPI document of routes, as a plain object. Errors are in the format of the mount, once the routes are
 * mounted.
 *
 * ```ts
 * const document = openapi(routes, { title: 'Users', version: '1.0.0', servers: [{ url: '/api' }] });
 * ```
 *
 * @throws UsageError `ERR_RETURNS_DESCRIPTION` for wrong options, two routes or two schemas of one name, and an unknown
 * security scheme.
 */
export function openapi(routes: Iterable<Route>, info: OpenAPIInfo): OpenAPIDocument {
  checkList('openapi()', routes);
  return makeDocument(routes, checkInfo('openapi()', info), {});
}

/** Makes the document of routes on an app whose settings are those that the mounts do not have. */
export function makeDocument(routes: Iterable<Route>, given: OpenAPIInfo, appSettings: WriteSettings): OpenAPIDocument {
  const shown = Array.from(routes, checkRoute).filter((route) => isShown(route, given));
  const { openapi: version = '3.1.1', base = {} } = given;
  const components = new Components();
  const context: OperationContext = {
    info: given,
    appSettings,
    schemas: new Schemas(components, new SchemaDocuments(given.toJSONSchema)),
    security: new SecuritySchemes({ ...securitySchemesOf(base as JSONObject), ...given.securitySchemes }),
  };
  const paths = new PathItems(version, (base as Partial<OpenAPIDocument>).paths ?? {});
  const ids = new OperationIds(shown);
  for (const route of shown) addRoute(route, { paths, ids, context });

  const security = context.security.requirements('openapi()', given.security, []);
  const schemas = components.finish();
  const securitySchemes = context.security.finish();
  return mergeInto(base as JSONObject, {
    openapi: version,
    info: given,
    ...(security !== undefined && { security }),
    paths: paths.finish(),
    components: { schemas, securitySchemes },
  });
}

interface Parts {
  readonly paths: PathItems;
  readonly ids: OperationIds;
  readonly context: OperationContext;
}

function addRoute(route: Route, { paths, ids, context }: Parts): void {
  const place = describeRoute(route);
  for (const template of pathsOf(route, context.info.prefix ?? '')) {
    for (const method of route.methods) {
      paths.add({ place, template, method }, (method, template) => {
        const operationId = ids.of(route, method, template.text);
        const name = operationId ?? wordsOf(method, template.text);
        return operationOf({ route, template, operationId, name }, context);
      });
    }
  }
}

/** The paths of a route in the document. */
function pathsOf(route: Route, prefix: string): readonly PathTemplate[] {
  const { major } = mountedSettings(route);
  return singlePaths(route.path).flatMap((path) => {
    const templates = templatesOf(path, typesOf(route), major);
    if (templates === undefined) {
      const place = describeRoute(route);
      warn(
        'ERR_RETURNS_DESCRIPTION',
        `${place} is not in the OpenAPI document, which has no regular expressions: ${String(path)}.`,
      );
      return [];
    }
    return templates.map((template) => ({
      ...template,
      text: withPrefix(prefix, template.text),
      key: withPrefix(prefix, template.key),
    }));
  });
}

function withPrefix(prefix: string, path: string): string {
  return path === '/' && prefix !== '' ? prefix : prefix + path;
}

const DESCRIBING: readonly (keyof (InputDescription & OutputDescription & DocumentDescription))[] = [
  ...(['params', 'query', 'headers', 'cookies', 'body', 'files', 'returns'] as const),
  ...(['summary', 'description', 'tags', 'deprecated', 'security'] as const),
];

function isShown({ options }: Route, { undeclared = true }: OpenAPIInfo): boolean {
  if (options.hidden === true) return false;
  return undeclared || DESCRIBING.some((name) => options[name] !== undefined);
}

/** Refuses what is no list, such as an app. Its items are checked when the document is made. */
export function checkList(owner: string, routes: Iterable<Route>): void {
  const iterator: unknown = (routes as Partial<Iterable<Route>> | null | undefined)?.[Symbol.iterator];
  if (typeof iterator !== 'function') throw notRoutes(owner, routes);
}

function checkRoute(route: Route): Route {
  if ((route as unknown) instanceof Route) return route;
  throw notRoutes('openapi()', route);
}

function notRoutes(owner: string, given: unknown): UsageError {
  return new UsageError(
    'ERR_RETURNS_DESCRIPTION',
    `${owner} takes a Routes or a list of routes; got ${describe(given)}.`,
  );
}

function securitySchemesOf({ components }: JSONObject): Readonly<Record<string, JSONObject>> {
  return ((components as JSONObject | undefined)?.['securitySchemes'] ?? {}) as Readonly<Record<string, JSONObject>>;
}
