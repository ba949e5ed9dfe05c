import { resolveRef } from '../../schema/json-ref';
import type { JSONSchema } from '../../schema/json-schema';
import { setOwn } from '../../schema/own-properties';
import { makeNumber, makeText } from './generate-scalar';
import type { Random } from './random';

/** From this depth on what may be left out is left out, so that recursive schemas end. */
const DEEP = 4;
const DEEPEST = 12;

/** Makes up a value for a JSON Schema. It may be wrong where the schema has conditions: check it. */
export function generate(document: JSONSchema, schema: unknown, random: Random, depth = 0): unknown {
  const flat = flatten(document, schema, random);
  const { enum: choices, examples, default: usual } = flat;
  if ('const' in flat) return flat['const'];
  if (Array.isArray(choices)) return random.pick(choices);
  if (usual !== undefined && random.happens(0.1)) return usual;
  if (Array.isArray(examples) && random.happens(0.5)) return random.pick(examples);
  const make = (part: unknown): unknown => generate(document, part, random, depth + 1);
  switch (typeOf(flat, random)) {
    case 'object':
      return depth > DEEPEST ? {} : makeObject(flat, { make, random, depth });
    case 'array':
      return depth > DEEPEST ? [] : makeArray(flat, { make, random, depth });
    case 'integer':
    case 'number':
      return makeNumber(flat, random);
    case 'boolean':
      return random.happens(0.5);
    case 'null':
      return null;
    default:
      return makeText(flat, random);
  }
}

/** Schemas with the branches chosen and the references followed: one with no other in it but those of its parts. */
function flatten(document: JSONSchema, schema: unknown, random: Random, depth = 0): JSONSchema {
  if (typeof schema !== 'object' || schema === null || depth > DEEPEST) return {};
  const { $ref, allOf, anyOf, oneOf, ...own } = schema as JSONSchema;
  const parts: unknown[] = typeof $ref === 'string' ? [resolveRef(document, $ref)] : [];
  if (Array.isArray(allOf)) parts.push(...(allOf as unknown[]));
  for (const branches of [anyOf, oneOf]) if (Array.isArray(branches)) parts.push(random.pick(branches));
  return parts.map((part) => flatten(document, part, random, depth + 1)).reduce(merge, own);
}

/** A schema of values that fit both. */
function merge(one: JSONSchema, other: JSONSchema): JSONSchema {
  const properties = { ...(one['properties'] as object), ...(other['properties'] as object) };
  const required = [...((one['required'] ?? []) as unknown[]), ...((other['required'] ?? []) as unknown[])];
  return { ...one, ...other, properties, required };
}

const KEYWORDS: readonly (readonly [keyword: string, type: string])[] = [
  ['items', 'array'],
  ['prefixItems', 'array'],
  ['minimum', 'number'],
  ['maximum', 'number'],
];

function typeOf(schema: JSONSchema, random: Random): unknown {
  const { type, properties } = schema;
  if (Array.isArray(type)) return random.pick(type);
  if (type !== undefined) return type;
  if (properties !== undefined && Object.keys(properties as object).length > 0) return 'object';
  return KEYWORDS.find(([keyword]) => keyword in schema)?.[1] ?? 'string';
}

interface Making {
  readonly make: (schema: unknown) => unknown;
  readonly random: Random;
  readonly depth: number;
}

function makeObject(schema: JSONSchema, { make, random, depth }: Making): object {
  const { properties = {}, required = [], additionalProperties, minProperties = 0 } = schema;
  const made = {};
  for (const [name, part] of Object.entries(properties as object)) {
    const isIn = (required as readonly unknown[]).includes(name) || (depth < DEEP && random.happens(0.6));
    if (isIn) setOwn(made, name, make(part));
  }
  const others = typeof additionalProperties === 'object' ? random.integer(Number(minProperties), 2) : 0;
  for (let index = 0; index < others && depth < DEEP; index++) setOwn(made, `name${index}`, make(additionalProperties));
  return made;
}

function makeArray(schema: JSONSchema, { make, random, depth }: Making): unknown[] {
  const { items, prefixItems = [], minItems = 0, maxItems = Infinity } = schema;
  const first = (prefixItems as readonly unknown[]).map(make);
  const least = Math.max(Number(minItems) - first.length, 0);
  const most = Math.min(Number(maxItems) - first.length, depth < DEEP ? least + 2 : least);
  const count = items === false ? 0 : random.integer(least, most);
  return [...first, ...Array.from({ length: count }, () => make(items))];
}
