import { fittingObject } from './convert-text';
import { IS_BIGINT, IS_DATE, type JSONSchema } from './json-schema';
import { isPlainObject, setOwn } from './own-properties';
import { readBigInt } from './read-bigint';
import { readDate } from './read-date';
import { ShapeReader } from './read-shape';
import { itemShape, propertyShape, type TextShape } from './text-shape';

// As for text: what is deeper is left as it is.
const DEEPEST = 32;

/**
 * Compiles a converter for a JSON body, in which a Date can only be a text, and a BigInt a text or an integer: they are
 * converted where the schema takes a Date or a BigInt, and nothing that JSON has. Returns other values as they are, and
 * never throws. `undefined` for a schema without dates and BigInts.
 */
export function compileJSONConverter(jsonSchema: JSONSchema): ((value: unknown) => unknown) | undefined {
  const text = globalThis.JSON.stringify(jsonSchema);
  if (![IS_DATE, IS_BIGINT].some((keyword) => text.includes(`"${keyword}":true`))) return undefined;
  const shape = new ShapeReader(jsonSchema).read(jsonSchema);
  return (value) => convert(shape, value, 0);
}

function convert(shape: TextShape, value: unknown, depth: number): unknown {
  if (typeof value === 'string') return convertText(shape, value);
  // A number that is no safe integer has lost digits in JSON.parse().
  if (typeof value === 'number')
    return shape.bigint && !shape.number && Number.isSafeInteger(value) ? BigInt(value) : value;
  if (depth > DEEPEST) return value;
  if (Array.isArray(value)) {
    const { list } = shape;
    return list === undefined ? value : value.map((item, index) => convert(itemShape(list, index), item, depth + 1));
  }
  if (!isPlainObject(value) || shape.objects.length === 0) return value;
  const object = fittingObject(shape.objects, value);
  const converted = {};
  for (const [name, part] of Object.entries(value)) {
    setOwn(converted, name, convert(propertyShape(object, name), part, depth + 1));
  }
  return converted;
}

function convertText({ text, date, bigint }: TextShape, value: string): unknown {
  if (text) return value;
  return (date ? readDate(value) : undefined) ?? (bigint ? readBigInt(value) : undefined) ?? value;
}
