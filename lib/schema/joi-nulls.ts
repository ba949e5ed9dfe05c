/** A JSON Schema that is an object. */
type Schema = Readonly<Record<string, unknown>>;

/** Keywords whose values are data, not schemas. */
const DATA = new Set(['const', 'default', 'enum', 'examples']);

/**
 * Repeats the null of a type in its enumeration. joi describes `valid('b', null)` as `{ type: ['string', 'null'], enum:
 * ['b'] }`, which takes no null.
 */
export function repeatNulls(schema: Schema): Schema {
  const copy = Object.fromEntries(
    Object.entries(schema).map(([key, part]) => [key, DATA.has(key) ? part : inside(part)]),
  );
  const { type, enum: values } = schema;
  const isNullable = Array.isArray(type) && type.includes('null');
  if (!isNullable || !Array.isArray(values) || values.includes(null)) return copy;
  return { ...copy, enum: [...(values as unknown[]), null] };
}

function inside(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(inside);
  return typeof part === 'object' && part !== null ? repeatNulls(part as Schema) : part;
}
