import { repeatNulls } from './joi-nulls';
import type { JSONSchemaOfStandard, JSONSchemaOptions, StandardSchema } from './standard-schema';

/** A JSON Schema of draft 2020-12 that is an object. */
export type JSONSchema = Readonly<Record<string, unknown>>;

/** Whether a part of a JSON Schema is an object, and no list. */
export function isRecord(part: unknown): part is JSONSchema {
  return typeof part === 'object' && part !== null && !Array.isArray(part);
}

/** Whether a JSON Schema is that of the value that goes into a schema, or of the value that comes out. */
export type SchemaDirection = 'input' | 'output';

/** The keyword of a text that stands for a Date, where the schema takes a Date and not the text. */
export const IS_DATE = 'x-date';

/** The keyword of an integer that stands for a BigInt, where the schema takes a BigInt and not the number. */
export const IS_BIGINT = 'x-bigint';

const DATE_TIME = { type: 'string', format: 'date-time', [IS_DATE]: true } as const;

const INT64 = { type: 'integer', format: 'int64', [IS_BIGINT]: true } as const;

type LibraryOptions = Readonly<Record<string, unknown>>;

/**
 * Options with which a vendor describes schemas that it refuses without them: parts unknown to JSON Schema are `{}`.
 * Given at once: to refuse first takes longer than all the rest. A BigInt that goes out has no JSON.
 */
function libraryOptions(direction: SchemaDirection): ReadonlyMap<string, LibraryOptions> {
  const parts = new Map<string, object>([
    ['date', DATE_TIME],
    ...(direction === 'input' ? [['bigint', INT64] as const] : []),
  ]);
  return new Map<string, LibraryOptions>([
    [
      'zod',
      {
        unrepresentable: 'any',
        override: ({ zodSchema, jsonSchema }: ZodOverride) => {
          Object.assign(jsonSchema, parts.get(zodSchema._zod.def.type));
        },
      },
    ],
    [
      'valibot',
      { errorMode: 'ignore', overrideSchema: ({ valibotSchema }: ValibotOverride) => parts.get(valibotSchema.type) },
    ],
    [
      'arktype',
      {
        fallback: {
          date: ({ base }: ArktypeFallback) => ({ ...base, ...parts.get('date') }),
          domain: ({ base, domain = '' }: ArktypeFallback) => ({ ...base, ...parts.get(domain) }),
        },
      },
    ],
  ]);
}

interface ZodOverride {
  readonly zodSchema: { readonly _zod: { readonly def: { readonly type: string } } };
  readonly jsonSchema: Record<string, unknown>;
}

interface ValibotOverride {
  readonly valibotSchema: { readonly type: string };
}

interface ArktypeFallback {
  readonly base: object;
  readonly domain?: string;
}

const LIBRARY_OPTIONS = { input: libraryOptions('input'), output: libraryOptions('output') };

const known = {
  input: new WeakMap<object, JSONSchema | undefined>(),
  output: new WeakMap<object, JSONSchema | undefined>(),
};

/**
 * Returns the JSON Schema of a schema, by Standard JSON Schema; `undefined` if its validator has none. Dates and
 * BigInts, for which JSON Schema has nothing, are marked texts of format `date-time` and marked integers. The result is
 * shared: never change it. Never throws.
 */
export function jsonSchemaOf(schema: StandardSchema, direction: SchemaDirection): JSONSchema | undefined {
  const schemas = known[direction];
  const found = schemas.get(schema);
  if (found !== undefined || schemas.has(schema)) return found;

  const created = askFor(schema, direction);
  schemas.set(schema, created);
  return created;
}

function askFor(schema: StandardSchema, direction: SchemaDirection): JSONSchema | undefined {
  try {
    const { jsonSchema, vendor } = schema['~standard'];
    if (typeof jsonSchema?.[direction] !== 'function') return undefined;
    const made = ask(jsonSchema, direction, LIBRARY_OPTIONS[direction].get(vendor));
    return made !== undefined && vendor === 'joi' ? repeatNulls(made) : made;
  } catch {
    return undefined; // The validator throws for a schema, or a getter does.
  }
}

function ask(
  converter: JSONSchemaOfStandard,
  direction: SchemaDirection,
  options: JSONSchemaOptions['libraryOptions'],
): JSONSchema | undefined {
  const target = 'draft-2020-12';
  const made: unknown = converter[direction](options === undefined ? { target } : { target, libraryOptions: options });
  return typeof made === 'object' && made !== null && !Array.isArray(made) ? (made as JSONSchema) : undefined;
}
