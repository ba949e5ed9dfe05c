import type { JSONSchemaOfStandard, JSONSchemaOptions, StandardSchema } from './standard-schema';

/** A JSON Schema of draft 2020-12 that is an object. */
export type JSONSchema = Readonly<Record<string, unknown>>;

/** Whether a JSON Schema is that of the value that goes into a schema, or of the value that comes out. */
export type SchemaDirection = 'input' | 'output';

/** The keyword of a text that stands for a Date, where the schema takes a Date and not the text. */
export const IS_DATE = 'x-date';

const DATE_TIME = { type: 'string', format: 'date-time', [IS_DATE]: true } as const;

/**
 * Options with which a vendor describes schemas that it refuses without them: parts unknown to JSON Schema are `{}`. Given
 * at once: to refuse first takes longer than all the rest.
 */
const LIBRARY_OPTIONS: ReadonlyMap<string, Readonly<Record<string, unknown>>> = new Map([
  ['zod', { unrepresentable: 'any', override: overrideZodDate }],
  ['valibot', { errorMode: 'ignore', overrideSchema: overrideValibotDate }],
]);

const known = {
  input: new WeakMap<object, JSONSchema | undefined>(),
  output: new WeakMap<object, JSONSchema | undefined>(),
};

/**
 * Returns the JSON Schema of a schema, by Standard JSON Schema; `undefined` if its validator has none. Dates, which zod and
 * valibot have no JSON Schema for, are texts of format `date-time` that are marked. The result is shared: never change it. Never throws.
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
    return ask(jsonSchema, direction, LIBRARY_OPTIONS.get(vendor));
  } catch {
    return undefined; // The validator throws for a schema, or a getter does.
  }
}

function ask(
  converter: JSONSchemaOfStandard,
  direction: SchemaDirection,
  libraryOptions: JSONSchemaOptions['libraryOptions'],
): JSONSchema | undefined {
  const target = 'draft-2020-12';
  const made: unknown = converter[direction](libraryOptions === undefined ? { target } : { target, libraryOptions });
  return typeof made === 'object' && made !== null && !Array.isArray(made) ? (made as JSONSchema) : undefined;
}

interface ZodOverride {
  readonly zodSchema: { readonly _zod: { readonly def: { readonly type: string } } };
  readonly jsonSchema: Record<string, unknown>;
}

function overrideZodDate({ zodSchema, jsonSchema }: ZodOverride): void {
  if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, DATE_TIME);
}

interface ValibotOverride {
  readonly valibotSchema: { readonly type: string };
}

function overrideValibotDate({ valibotSchema }: ValibotOverride): object | undefined {
  return valibotSchema.type === 'date' ? DATE_TIME : undefined;
}
