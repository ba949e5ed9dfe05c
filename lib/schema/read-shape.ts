import { isRecord, IS_BIGINT, IS_DATE, type JSONSchema } from './json-schema';
import { resolveRef } from './json-ref';
import { ANY, intersection, lazy, NEVER, union, type LazyShape, type ListShape, type TextShape } from './text-shape';

/** Reads shapes out of one JSON Schema document. Each part is read once, when it is needed. */
export class ShapeReader {
  readonly #document: JSONSchema;
  readonly #known = new Map<object, TextShape>();
  readonly #open = new Set<object>();

  constructor(document: JSONSchema) {
    this.#document = document;
  }

  /** Returns the shape of a part. Never throws. */
  read(schema: unknown): TextShape {
    if (schema === false) return NEVER;
    // A schema that is only a reference to itself says nothing.
    if (!isRecord(schema) || this.#open.has(schema)) return ANY;
    const known = this.#known.get(schema);
    if (known !== undefined) return known;

    this.#open.add(schema);
    const shape = this.#readParts(schema).reduce(intersection, ANY);
    this.#open.delete(schema);
    this.#known.set(schema, shape);
    return shape;
  }

  #readParts(schema: JSONSchema): readonly TextShape[] {
    const { $ref, anyOf, oneOf, allOf } = schema;
    const parts = [this.#readTypes(schema)];
    if (typeof $ref === 'string') parts.push(this.read(resolveRef(this.#document, $ref)));
    for (const branches of [anyOf, oneOf]) {
      if (Array.isArray(branches)) parts.push(branches.map((branch) => this.read(branch)).reduce(union, NEVER));
    }
    if (Array.isArray(allOf)) parts.push(...allOf.map((part) => this.read(part)));
    return parts;
  }

  #readTypes(schema: JSONSchema): TextShape {
    const constants = constantsOf(schema);
    if (constants !== undefined) return shapeOfConstants(constants);

    const { type } = schema;
    const types = new Set<unknown>(Array.isArray(type) ? type : type === undefined ? ALL_TYPES : [type]);
    const isPlain = type === undefined && !DESCRIBES_PARTS.some((name) => name in schema);
    if (isPlain) return ANY;
    return {
      text: types.has('string') && schema[IS_DATE] !== true,
      date: schema[IS_DATE] === true,
      number: (types.has('number') || types.has('integer')) && schema[IS_BIGINT] !== true,
      bigint: schema[IS_BIGINT] === true,
      values: new Set([...(types.has('boolean') ? [true, false] : []), ...(types.has('null') ? [null] : [])]),
      list: types.has('array') ? this.#readList(schema) : undefined,
      objects: types.has('object') ? [this.#readObject(schema)] : [],
    };
  }

  #readList({ prefixItems, items }: JSONSchema): ListShape {
    return {
      first: Array.isArray(prefixItems) ? prefixItems.map((item) => this.#later(item)) : [],
      rest: this.#later(items),
    };
  }

  #readObject({ properties, patternProperties, additionalProperties }: JSONSchema): TextShape['objects'][number] {
    const own = isRecord(properties) ? Object.entries(properties) : [];
    const patterned = isRecord(patternProperties) ? Object.values(patternProperties) : [];
    return {
      properties: new Map(own.map(([name, schema]) => [name, this.#later(schema)])),
      // Which pattern a name matches is left to the validator: a property may be what any of them says.
      rest: lazy(() => [additionalProperties, ...patterned].map((schema) => this.read(schema)).reduce(union, NEVER)),
    };
  }

  #later(schema: unknown): LazyShape {
    return lazy(() => this.read(schema));
  }
}

const ALL_TYPES = ['string', 'number', 'boolean', 'null', 'array', 'object'];
const DESCRIBES_PARTS = ['properties', 'patternProperties', 'additionalProperties', 'prefixItems', 'items'];

function constantsOf(schema: JSONSchema): readonly unknown[] | undefined {
  if ('const' in schema) return [schema['const']];
  return Array.isArray(schema['enum']) ? (schema['enum'] as unknown[]) : undefined;
}

function shapeOfConstants(constants: readonly unknown[]): TextShape {
  return {
    ...NEVER,
    values: new Set(constants),
    list: constants.some(Array.isArray) ? ANY.list : undefined,
    objects: constants.some(isRecord) ? ANY.objects : [],
  };
}
