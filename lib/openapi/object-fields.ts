import { resolveRef } from '../schema/json-ref';
import { isRecord, type JSONSchema } from '../schema/json-schema';

/** One property of an object that a JSON Schema describes. */
export interface Field {
  readonly name: string;
  readonly schema: unknown;
  readonly isRequired: boolean;
}

/** The properties of the objects that a document describes, those of its references and branches included. */
export function fieldsOf(document: JSONSchema): readonly Field[] {
  return [...collect(document, document, new Set()).values()];
}

/** The type of a schema where it has a single one. */
export function typeOf(document: JSONSchema, schema: unknown): unknown {
  const seen = new Set<unknown>();
  let current = schema;
  while (isRecord(current) && !seen.has(current)) {
    seen.add(current);
    if (current['type'] !== undefined) return current['type'];
    if (typeof current['$ref'] !== 'string') return undefined;
    current = resolveRef(document, current['$ref']);
  }
  return undefined;
}

type Fields = ReadonlyMap<string, Field>;

function collect(document: JSONSchema, schema: unknown, open: Set<unknown>): Fields {
  if (!isRecord(schema) || open.has(schema)) return new Map();
  const { $ref, allOf, anyOf, oneOf } = schema;
  const inner = new Set([...open, schema]);
  const read = (part: unknown): Fields => collect(document, part, inner);

  let fields = ownFields(schema);
  if (typeof $ref === 'string') fields = joinAll(fields, read(resolveRef(document, $ref)));
  if (Array.isArray(allOf)) fields = allOf.map(read).reduce(joinAll, fields);
  for (const branches of [anyOf, oneOf]) {
    if (Array.isArray(branches) && branches.length > 0) fields = joinAll(fields, joinBranches(branches.map(read)));
  }
  return fields;
}

function ownFields({ properties, required }: JSONSchema): Fields {
  if (!isRecord(properties)) return new Map();
  const names: readonly unknown[] = Array.isArray(required) ? required : [];
  const entries = Object.entries(properties);
  return new Map(entries.map(([name, schema]) => [name, { name, schema, isRequired: names.includes(name) }]));
}

/** The properties of an object that fits both. */
function joinAll(a: Fields, b: Fields): Fields {
  const joined = new Map(a);
  for (const field of b.values()) {
    const other = a.get(field.name);
    joined.set(field.name, other === undefined ? field : both(other, field));
  }
  return joined;
}

function both(a: Field, b: Field): Field {
  const schema = isSame(a, b) ? a.schema : { allOf: [a.schema, b.schema] };
  return { name: a.name, schema, isRequired: a.isRequired || b.isRequired };
}

/** The properties of an object that fits one of several branches. */
function joinBranches(branches: readonly Fields[]): Fields {
  const names = new Set(branches.flatMap((fields) => [...fields.keys()]));
  return new Map(
    Array.from(names, (name) => {
      const found = branches.flatMap((fields) => fields.get(name) ?? []);
      const schemas = found.filter((field, index) => found.findIndex((other) => isSame(field, other)) === index);
      const schema = schemas.length === 1 ? schemas[0]?.schema : { anyOf: schemas.map((field) => field.schema) };
      const isRequired = found.length === branches.length && found.every((field) => field.isRequired);
      return [name, { name, schema, isRequired }];
    }),
  );
}

function isSame(a: Field, b: Field): boolean {
  return a.schema === b.schema || globalThis.JSON.stringify(a.schema) === globalThis.JSON.stringify(b.schema);
}
