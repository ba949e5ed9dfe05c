import { ANY, checkOptions, FLAG, FUNCTION, type OptionCheck, type OptionChecks } from '../diagnostics/options';
import { UsageError } from '../diagnostics/usage-error';
import type { ErrorLists } from '../errors/error-list';
import type { ErrorFormat } from '../errors/error-reply';
import type { JSONSchema, SchemaDirection } from '../schema/json-schema';
import type { StandardSchema } from '../schema/standard-schema';
import { METHODS_OF_PATH, type JSONObject, type OpenAPIDocument, type OpenAPIVersion } from './types';

/** The JSON Schema of a schema whose validator has none; `undefined` for one that it does not know. */
export type ToJSONSchema = (schema: StandardSchema, direction: SchemaDirection) => JSONSchema | undefined;

/** The parts of a document that are not in the routes, and options. */
export interface OpenAPIInfo {
  /** The name of the API. @default that of `base` */
  readonly title?: string;
  /** The version of the API, not of OpenAPI. @default that of `base` */
  readonly version?: string;
  /** @default '3.1.1' */
  readonly openapi?: OpenAPIVersion;
  readonly summary?: string;
  readonly description?: string;
  readonly termsOfService?: string;
  readonly contact?: JSONObject;
  readonly license?: JSONObject;
  /** Where the routes are: `[{ url: '/api' }]` for `app.use('/api', routes.router())`. */
  readonly servers?: readonly JSONObject[];
  /** Descriptions of the tags of routes. */
  readonly tags?: readonly JSONObject[];
  readonly externalDocs?: JSONObject;
  /** Security schemes by name. `bearer` and `basic` need not be given. */
  readonly securitySchemes?: Readonly<Record<string, JSONObject>>;
  /** Names of security schemes for all operations, of which one must be met. */
  readonly security?: string | readonly string[];
  /** The start of every path, for servers that are not where the routes are. @default '' */
  readonly prefix?: string;
  /** @default those of the mount, and for `docs()` of its app */
  readonly errors?: ErrorLists;
  /** @default that of the mount, for `docs()` that of its app, else 'envelope' */
  readonly errorFormat?: ErrorFormat;
  /** @default that of the mount, and for `docs()` of its app */
  readonly errorTypes?: string;
  /** The JSON Schema of every error in a format of the app's own. */
  readonly errorSchema?: JSONSchema;
  /** Whether routes that describe nothing are in the document. @default true */
  readonly undeclared?: boolean;
  /** Whether every operation has the reply of error 1000. @default false */
  readonly serverError?: boolean;
  readonly toJSONSchema?: ToJSONSchema;
  /** A document that the routes are added to. It is not changed. */
  readonly base?: OpenAPIDocument | JSONObject;
}

const CODE = 'ERR_RETURNS_DESCRIPTION';
const TEXT: OptionCheck = { wanted: 'a text', isRight: (value) => typeof value === 'string' };
const OBJECT: OptionCheck = { wanted: 'an object', isRight: isObject };
const LIST: OptionCheck = { wanted: 'a list of objects', isRight: (value) => isList(value) && value.every(isObject) };

const CHECKS: OptionChecks & Readonly<Record<keyof OpenAPIInfo, OptionCheck>> = {
  title: TEXT,
  version: TEXT,
  openapi: { wanted: "'3.1.1' or '3.2.0'", isRight: (value) => value === '3.1.1' || value === '3.2.0' },
  summary: TEXT,
  description: TEXT,
  termsOfService: TEXT,
  contact: OBJECT,
  license: OBJECT,
  servers: LIST,
  tags: LIST,
  externalDocs: OBJECT,
  securitySchemes: { wanted: 'an object of security schemes by name', isRight: isObject },
  security: { wanted: 'a name, or a list of names', isRight: (value) => typeof value === 'string' || isList(value) },
  prefix: {
    wanted: "a path such as '/api'",
    isRight: (value) => typeof value === 'string' && /^$|^\/.*[^/]$/.test(value),
  },
  errors: ANY,
  errorFormat: ANY,
  errorTypes: TEXT,
  errorSchema: OBJECT,
  undeclared: FLAG,
  serverError: FLAG,
  toJSONSchema: FUNCTION,
  base: { wanted: 'an OpenAPI document', isRight: isObject },
};

/** @throws UsageError `ERR_RETURNS_DESCRIPTION` for an unknown or wrong option, and without a title and a version. */
export function checkInfo(place: string, info: OpenAPIInfo): OpenAPIInfo {
  checkOptions(place, info, CHECKS, CODE);
  const { base, title, version } = info;
  if (base !== undefined) {
    checkBase(place, base as JSONObject);
  } else if (title === undefined || version === undefined) {
    throw new UsageError(
      CODE,
      `${place} takes the title and the version of the API: { title: 'Users', version: '1.0.0' }.`,
    );
  }
  return info;
}

function checkBase(place: string, base: JSONObject): void {
  const { openapi, paths = {} } = base as Partial<OpenAPIDocument>;
  if (typeof openapi !== 'string' || !/^3\.[12]\./.test(openapi)) {
    const given = String(openapi ?? base['swagger']);
    throw new UsageError(
      CODE,
      `${place}: the document in base must be OpenAPI 3.1 or 3.2; this is ${given}. Schemas of 3.0 mean something else: convert it first, for instance by "npx @scalar/cli document upgrade".`,
    );
  }
  for (const [path, item] of Object.entries(paths)) {
    if (!isObject(item) && !METHODS_OF_PATH.includes(path))
      throw new UsageError(CODE, `${place}: the path ${path} of the document in base is not an object.`);
  }
}

function isObject(value: unknown): value is JSONObject {
  return typeof value === 'object' && value !== null && !isList(value);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
