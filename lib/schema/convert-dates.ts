import { fittingObject } from './convert-text';
import { IS_DATE, type JSONSchema } from './json-schema';
import { isPlainObject, setOwn } from './own-properties';
import { readDate } from './read-date';
import { ShapeReader } from './read-shape';
import { itemShape, propertyShape, type TextShape } from './text-shape';

// As for text: what is deeper is left as it is.
const DEEPEST = 32;

/**
 * Compiles a converter for a JSON body, in which a Date can only be a text: the texts become a Date where the schema takes
 * a Date and no text. Returns other values as they are, and never throws. `undefined` for a schema without dates.
 */
export function compileDateConverter(jsonSchema: JSONSchema): ((value: unknown) => unknown) | undefined {
  if (!globalThis.JSON.stringify(jsonSchema).includes(`"${IS_DATE}":true`)) return undefined;
  const shape = new ShapeReader(jsonSchema).read(jsonSchema);
  return (value) => convert(shape, value, 0);
}

function convert(shape: TextShape, value: unknown, depth: number): unknown {
  if (typeof value === 'string') return shape.date && !shape.text ? (readDate(value) ?? value) : value;
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
