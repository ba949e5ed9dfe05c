import { UsageError } from '../diagnostics/usage-error';
import { stableText } from './components';
import type { OpenAPIInfo } from './info';
import type { JSONObject, OpenAPIDocument, PathItem, SecurityRequirement } from './types';

/** The parts that are made of routes. */
export interface RouteParts {
  readonly openapi: string;
  readonly info: OpenAPIInfo;
  readonly security?: readonly SecurityRequirement[];
  readonly paths: Readonly<Record<string, JSONObject>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const INFO_FIELDS = ['title', 'version', 'summary', 'description', 'termsOfService', 'contact', 'license'] as const;

/**
 * Returns the document of what is made and a base, which is `{}` if there is none. Fields that are given win.
 *
 * @throws UsageError `ERR_RETURNS_DESCRIPTION` for a component that both have and that differs.
 */
export function mergeInto(base: JSONObject, made: RouteParts): OpenAPIDocument {
  const { info: given } = made;
  const fields = INFO_FIELDS.filter((name) => given[name] !== undefined).map((name) => [name, given[name]]);
  const components = mergeComponents((base['components'] ?? {}) as RouteParts['components'], made.components);
  const tags = [...((base['tags'] ?? []) as JSONObject[]), ...(given.tags ?? [])];
  const { servers = base['servers'], externalDocs = base['externalDocs'] } = given;
  const security = made.security ?? base['security'];
  return {
    ...base,
    openapi: newer(made.openapi, base['openapi']),
    info: { ...(base['info'] as JSONObject | undefined), ...Object.fromEntries(fields) } as OpenAPIDocument['info'],
    ...(servers !== undefined && { servers: servers as JSONObject[] }),
    ...(security !== undefined && { security: security as SecurityRequirement[] }),
    ...(tags.length > 0 && { tags }),
    ...(externalDocs !== undefined && { externalDocs: externalDocs as JSONObject }),
    paths: made.paths as Readonly<Record<string, PathItem>>,
    ...(Object.keys(components).length > 0 && { components }),
  };
}

function newer(made: string, base: unknown): string {
  return typeof base === 'string' && base.startsWith('3.2') ? base : made;
}

function mergeComponents(base: RouteParts['components'], made: RouteParts['components']): RouteParts['components'] {
  const sections = new Set([...Object.keys(base), ...Object.keys(made)]);
  const merged = Array.from(
    sections,
    (section) => [section, mergeSection(section, base[section], made[section])] as const,
  );
  return Object.fromEntries(merged.filter(([, entries]) => Object.keys(entries).length > 0));
}

function mergeSection(section: string, base: JSONObject = {}, made: JSONObject = {}): JSONObject {
  for (const [name, value] of Object.entries(made)) {
    if (!Object.hasOwn(base, name) || stableText(base[name]) === stableText(value)) continue;
    throw new UsageError(
      'ERR_RETURNS_DESCRIPTION',
      `openapi(): the document in base has another component ${section}.${name}. Give one of them another name.`,
    );
  }
  return { ...base, ...made };
}
