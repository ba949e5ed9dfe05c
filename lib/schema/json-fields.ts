import { setOwn } from './own-properties';
import { itemShape, joinObjects, propertyShape, type TextShape } from './text-shape';

/**
 * Returns the fields of a form with those parsed that are JSON: texts of an object or a list where the schema takes one
 * and no text. Any other text is left for the schema to refuse.
 */
export function parseJSONFields({ objects }: TextShape, form: Readonly<Record<string, unknown>>): object {
  if (objects.length === 0) return form;
  const object = joinObjects(objects);
  const parsed = {};
  for (const [name, field] of Object.entries(form))
    setOwn(parsed, name, parseField(propertyShape(object, name), field));
  return parsed;
}

function parseField(shape: TextShape, field: unknown): unknown {
  const { text, list, objects } = shape;
  if (Array.isArray(field)) {
    return list === undefined ? field : field.map((item, index) => parseField(itemShape(list, index), item));
  }
  if (typeof field !== 'string' || text) return field;
  if (OBJECT.test(field) && objects.length > 0) return parse(field);
  if (list === undefined) return field;
  const item = itemShape(list, 0);
  if (LIST.test(field) && !item.text) return parse(field);
  return OBJECT.test(field) ? [parseField(item, field)] : field;
}

const OBJECT = /^\s*\{/;
const LIST = /^\s*\[/;

function parse(text: string): unknown {
  try {
    return globalThis.JSON.parse(text);
  } catch {
    return text;
  }
}
