import { parseHTTPDate } from '../http/http-date';
import { splitList } from '../http/list-field';
import { parseJSONFields } from './json-fields';
import type { JSONSchema } from './json-schema';
import { readBigInt } from './read-bigint';
import { readDate } from './read-date';
import { ShapeReader } from './read-shape';
import { compileNesting } from './nest-names';
import { isPlainObject, setOwn } from './own-properties';
import {
  acceptsValue,
  ANY,
  itemShape,
  joinObjects,
  propertyShape,
  type ListShape,
  type ObjectShape,
  type TextShape,
} from './text-shape';

/** Converts text of a request: a text, a list or an object of them. Returns other values as they are. Never throws. */
export type TextConverter = (value: unknown) => unknown;

// Parsers of queries stop earlier. A value that is deeper is left as it is.
const DEEPEST = 32;

const DECIMAL = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const INDEX = /^\d{1,4}$/;
const INTEGER = /^-?\d+$/;

/**
 * Compiles a converter for params, query, headers or cookies, whose values are texts, by the JSON Schema of what is
 * wanted.
 *
 * - A text stays a text wherever the schema accepts it as one. Only where it does not is it read: as an ISO date, as a
 *   decimal number, as `true` or `false`, as `null`, as a BigInt; each where the schema accepts that value.
 * - If none of them is accepted, but a list is, the text becomes a list of one, whose item is converted in turn.
 * - Any other text is left for the schema to refuse: `''` and `'x'` never become 0 or NaN, nor an integer another one.
 * - Objects and lists are copied, with their parts converted. Of a union of objects only those branches count whose
 *   constants fit. An object whose names are indexes becomes a list where only a list is wanted: parsers of queries
 * make
 *   them of long lists.
 */
export function compileConverter(jsonSchema: JSONSchema): TextConverter {
  const shape = new ShapeReader(jsonSchema).read(jsonSchema);
  return (value) => convert(shape, value, 0);
}

/**
 * Compiles a converter for a query, which is the same value whatever the query parser of the app: Express 4 makes
 * objects and lists of `a[b]=1`, `a[]=1` and `a[0]=1`, Express 5 leaves these names as they are. Here they are nested,
 * unless the schema has a property of that very name.
 */
export function compileQueryConverter(jsonSchema: JSONSchema): TextConverter {
  const shape = new ShapeReader(jsonSchema).read(jsonSchema);
  const nest = nestingFor(shape);
  return (value) => {
    if (!isPlainObject(value)) return convert(shape, value, 0);
    const names = Object.keys(value); // Once: those of a parsed query are slow to read.
    const nested = nest(value, names);
    return convert(shape, nested, 0, nested === value ? names : undefined);
  };
}

/**
 * Compiles a converter for a form, whose names are nested as those of a query. An object, and a list of what is no
 * text, may also be JSON, which is the default of OpenAPI for objects.
 */
export function compileFormConverter(jsonSchema: JSONSchema): TextConverter {
  const shape = new ShapeReader(jsonSchema).read(jsonSchema);
  const nest = nestingFor(shape);
  return (value) => convert(shape, isPlainObject(value) ? parseJSONFields(shape, nest(value)) : value, 0);
}

/** Compiles a converter that only nests the names of a query or a form, whose texts stay texts. */
export function compileNestingAlone(jsonSchema: JSONSchema | undefined): TextConverter {
  const nest = jsonSchema === undefined ? compileNesting([]) : nestingFor(new ShapeReader(jsonSchema).read(jsonSchema));
  return (value) => (isPlainObject(value) ? nest(value) : value);
}

function nestingFor({ objects }: TextShape): ReturnType<typeof compileNesting> {
  return compileNesting(objects.flatMap(({ properties }) => [...properties.keys()]));
}

/**
 * Compiles a converter for headers: a text where the schema takes a list and no text is the list of its elements (RFC
 * 9110 section 5.6.1), to which Node joins headers of one name, too. A Date may also be an HTTP-date (section 5.6.7).
 */
export function compileHeaderConverter(jsonSchema: JSONSchema): TextConverter {
  const shape = new ShapeReader(jsonSchema).read(jsonSchema);
  return (value) => {
    if (!isPlainObject(value) || shape.objects.length === 0) return convert(shape, value, 0);
    const object = joinObjects(shape.objects);
    const read = Object.entries(value).map(([name, field]) => [name, readField(propertyShape(object, name), field)]);
    return convert(shape, Object.fromEntries(read), 0);
  };
}

function readField({ list, date, text }: TextShape, field: unknown): unknown {
  if (typeof field !== 'string' || text) return field;
  const time = date ? parseHTTPDate(field) : undefined;
  if (time !== undefined) return new Date(time);
  return list === undefined ? field : splitList(field);
}

/** `names` are those of an object, where they are known. */
function convert(shape: TextShape, value: unknown, depth: number, names?: readonly string[]): unknown {
  if (typeof value === 'string') return convertText(shape, value);
  if (shape === ANY || depth > DEEPEST) return value;
  if (Array.isArray(value)) return shape.list === undefined ? value : convertList(shape.list, value, depth);
  if (!isPlainObject(value)) return value;
  if (shape.objects.length > 0)
    return convertObject(fittingObject(shape.objects, value), value, names ?? Object.keys(value), depth);
  return shape.list !== undefined && hasIndexesOnly(value)
    ? convertList(shape.list, Object.values(value), depth)
    : value;
}

function convertText(shape: TextShape, text: string): unknown {
  const scalar = convertScalar(shape, text);
  if (shape.list === undefined || acceptsValue(shape, scalar)) return scalar;
  return [convertScalar(itemShape(shape.list, 0), text)];
}

function convertScalar(shape: TextShape, text: string): unknown {
  if (acceptsValue(shape, text)) return text;
  const read = (shape.date ? readDate(text) : undefined) ?? literalOf(text);
  if (read !== undefined && acceptsValue(shape, read)) return read;
  return (shape.bigint ? readBigInt(text) : undefined) ?? text;
}

/** Returns the number, boolean or null that a text is; `undefined` if it is none. */
function literalOf(text: string): number | boolean | null | undefined {
  if (text === 'true') return true;
  if (text === 'false') return false;
  if (text === 'null') return null;
  return DECIMAL.test(text) ? decimalOf(text) : undefined;
}

function decimalOf(text: string): number | undefined {
  const number = Number(text);
  if (!Number.isFinite(number)) return undefined;
  // Digits would be lost, and another record be found by the id.
  if (!Number.isSafeInteger(number) && INTEGER.test(text) && String(number) !== text) return undefined;
  return number === 0 ? 0 : number; // No -0.
}

function convertList(list: ListShape, items: readonly unknown[], depth: number): unknown[] {
  return items.map((item, index) => convert(itemShape(list, index), item, depth + 1));
}

function hasIndexesOnly(object: object): boolean {
  const names = Object.keys(object);
  return names.length > 0 && names.every((name) => INDEX.test(name));
}

function convertObject(shape: ObjectShape, object: object, names: readonly string[], depth: number): object {
  const converted = {};
  for (const name of names) {
    const value = (object as Readonly<Record<string, unknown>>)[name];
    setOwn(converted, name, convert(propertyShape(shape, name), value, depth + 1));
  }
  return converted;
}

/** Returns the shape of the branches of a union that an object may fit, by their constants; of all, if it fits none. */
export function fittingObject(branches: readonly ObjectShape[], object: object): ObjectShape {
  if (branches.length === 1) return joinObjects(branches);
  const fitting = branches.filter((branch) =>
    Object.entries(object).every(([name, value]) => mayFit(branch, name, value)),
  );
  return joinObjects(fitting.length > 0 ? fitting : branches);
}

function mayFit(branch: ObjectShape, name: string, value: unknown): boolean {
  const shape = branch.properties.get(name)?.();
  if (shape === undefined || typeof value !== 'string') return true;
  return shape.list !== undefined || acceptsValue(shape, convertText(shape, value));
}
