import type { Request } from 'express';
import { parse } from 'node:querystring';
import { compileJSONConverter } from '../schema/convert-json';
import {
  compileConverter,
  compileFormConverter,
  compileHeaderConverter,
  compileNestingAlone,
  compileQueryConverter,
} from '../schema/convert-text';
import { jsonSchemaOf, type JSONSchema } from '../schema/json-schema';
import { setOwn } from '../schema/own-properties';
import type { StandardSchema } from '../schema/standard-schema';
import { cookiesOf } from './cookies';
import { setHeaders } from './header-texts';

/** The parts of a request whose values are texts. */
export type TextPlace = 'params' | 'query' | 'headers' | 'cookies';

type Convert = (value: unknown) => unknown;

/** How a part is read from a request, and how the validated value is put there. */
interface PartAccess {
  readonly read: (req: Request) => unknown;
  readonly write: (req: Request, value: unknown) => void;
  /** Whether clients send names that a route never declares, so that only the declared ones are validated. */
  readonly isOpen: boolean;
}

export const PARTS: Readonly<Record<TextPlace, PartAccess>> = {
  params: {
    read: (req) => req.params,
    write: (req, value) => {
      req.params = value as Request['params'];
    },
    isOpen: true, // Those of a group, and of a parent Router by `mergeParams`.
  },
  query: {
    read: readQuery,
    write: (req, value) => {
      new OwnQuery(req, value);
    },
    isOpen: false,
  },
  headers: {
    read: (req) => req.headers,
    write: (req, value) => {
      setHeaders(req, value as Request['headers']);
    },
    isOpen: true,
  },
  cookies: {
    read: cookiesOf,
    write: (req, value) => {
      req.cookies = value;
    },
    isOpen: true,
  },
};

/**
 * A constructor that returns the object that it is given: the fields of a subclass become properties of that object.
 */
const Given = function (object: object): object {
  return object;
} as unknown as new (object: object) => object;

/**
 * Sets the query of a request, for which Express 5 has a getter without a setter. By a field of a class, which costs
 * less than `Object.defineProperty`: docs/performance.md.
 */
class OwnQuery extends Given {
  readonly query: unknown;

  constructor(req: Request, query: unknown) {
    super(req);
    this.query = query;
  }
}

/**
 * The query by the rules of a form: several values of a name are a list. The parsers `simple` and `extended` of an app
 * would give two values for one query; a function is kept to, since clients of the app write their queries for it.
 */
function readQuery(req: Request): unknown {
  const { app, url = '' } = req as Partial<Request>;
  if (typeof settingsOf(app)['query parser'] === 'function') return req.query;
  const at = url.indexOf('?');
  // All of its fields: the limit of a head bounds them, and those over 1,000 would be left out without a word.
  return at === -1 ? {} : parse(url.slice(at + 1), '&', '=', { maxKeys: 0 });
}

/** The request of a unit test may have no app. */
function settingsOf(app: { readonly settings?: unknown } | undefined): Readonly<Record<string, unknown>> {
  return (app?.settings ?? {}) as Readonly<Record<string, unknown>>;
}

const COMPILERS: Readonly<Record<TextPlace, (jsonSchema: JSONSchema) => Convert>> = {
  params: compileConverter,
  query: compileQueryConverter,
  headers: compileHeaderConverter,
  cookies: compileConverter,
};

/** Creates the function from the texts of a part to the value that its schema is asked about. */
export function converterOf(place: TextPlace, schema: StandardSchema, isCoerced: boolean): Convert {
  const jsonSchema = jsonSchemaOf(schema, 'input');
  if (place === 'query' && (jsonSchema === undefined || !isCoerced)) return compileNestingAlone(jsonSchema);
  if (jsonSchema === undefined) return asItIs;
  const convert = isCoerced ? COMPILERS[place](jsonSchema) : asItIs;
  if (!PARTS[place].isOpen) return convert;
  const names = declaredNames(jsonSchema);
  return (value) => convert(names === undefined ? { ...(value as object) } : pick(value as object, names));
}

/** Creates the converter of a form, whose values are texts, too. */
export function formConverter(schema: StandardSchema, isCoerced: boolean): Convert {
  const jsonSchema = jsonSchemaOf(schema, 'input');
  return jsonSchema === undefined || !isCoerced ? compileNestingAlone(jsonSchema) : compileFormConverter(jsonSchema);
}

/** Creates the converter of a JSON body, where only dates are texts. */
export function jsonConverter(schema: StandardSchema, isCoerced: boolean): Convert {
  const jsonSchema = jsonSchemaOf(schema, 'input');
  return (jsonSchema && isCoerced ? compileJSONConverter(jsonSchema) : undefined) ?? asItIs;
}

/** The names that an object schema has; `undefined` where it takes others, too, or is no plain object. */
function declaredNames({ properties, additionalProperties = false }: JSONSchema): readonly string[] | undefined {
  const isClosed = additionalProperties === false && typeof properties === 'object' && properties !== null;
  return isClosed ? Object.keys(properties) : undefined;
}

function pick(values: object, names: readonly string[]): object {
  const picked = {};
  for (const name of names) {
    if (Object.hasOwn(values, name)) setOwn(picked, name, (values as Readonly<Record<string, unknown>>)[name]);
  }
  return picked;
}

function asItIs(value: unknown): unknown {
  return value;
}
