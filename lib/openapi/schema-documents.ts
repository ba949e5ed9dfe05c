import { warn } from '../diagnostics/usage-error';
import { jsonSchemaOf, type JSONSchema, type SchemaDirection } from '../schema/json-schema';
import { setOwn } from '../schema/own-properties';
import type { StandardSchema } from '../schema/standard-schema';
import type { ToJSONSchema } from './info';

/** The JSON Schemas of the schemas of one document. Each is made once. */
export class SchemaDocuments {
  readonly #toJSONSchema: ToJSONSchema | undefined;
  readonly #known = { input: new Map<StandardSchema, JSONSchema>(), output: new Map<StandardSchema, JSONSchema>() };

  constructor(toJSONSchema: ToJSONSchema | undefined) {
    this.#toJSONSchema = toJSONSchema;
  }

  /** Returns the JSON Schema of a schema; `{}`, with a warning, if there is none. */
  of(schema: StandardSchema, direction: SchemaDirection, place: string): JSONSchema {
    const known = this.#known[direction].get(schema);
    if (known !== undefined) return known;
    const made = this.#make(schema, direction) ?? this.#warn(schema, place);
    this.#known[direction].set(schema, made);
    return made;
  }

  #make(schema: StandardSchema, direction: SchemaDirection): JSONSchema | undefined {
    const made = this.#ask(schema, direction);
    if (made === undefined || direction === 'input') return made;
    const input = this.#ask(schema, 'input');
    return input === undefined ? made : (reopen(made, input) as JSONSchema);
  }

  #ask(schema: StandardSchema, direction: SchemaDirection): JSONSchema | undefined {
    return this.#toJSONSchema?.(schema, direction) ?? jsonSchemaOf(schema, direction);
  }

  #warn(schema: StandardSchema, place: string): JSONSchema {
    const { vendor } = schema['~standard'];
    warn(
      'ERR_RETURNS_DESCRIPTION',
      `${place}: this schema of ${vendor} has no JSON Schema, so the document accepts anything there. Give openapi() one by its option toJSONSchema, or see docs/openapi.md for ${vendor}.`,
    );
    return {};
  }
}

/**
 * Removes `additionalProperties: false` from what comes out where what goes in is open: validators that drop surplus
 * properties say so, and each object would be two components that differ in nothing else. A property that is added
 * later does not break clients then, either.
 */
function reopen(output: unknown, input: unknown): unknown {
  if (Array.isArray(output)) return output.map((part, index) => reopen(part, partOf(input, index)));
  if (typeof output !== 'object' || output === null) return output;
  const isOpen = typeof input === 'object' && input !== null && !('additionalProperties' in input);
  const copy = {};
  for (const [name, part] of Object.entries(output)) {
    if (name === 'additionalProperties' && part === false && isOpen) continue;
    setOwn(copy, name, reopen(part, partOf(input, name)));
  }
  return copy;
}

function partOf(whole: unknown, name: string | number): unknown {
  if (typeof whole !== 'object' || whole === null || !Object.hasOwn(whole, name)) return undefined;
  return (whole as Readonly<Record<string | number, unknown>>)[name];
}
