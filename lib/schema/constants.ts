import { resolveRef } from './json-ref';
import { isRecord, type JSONSchema } from './json-schema';

type Test = (object: object) => boolean;

/**
 * Compiles the test whether a schema may take an object, by the properties that have constants, such as the `kind` of a
 * discriminated union. A property that is missing, or that is no text, number, boolean or null, rules nothing out.
 * `undefined` for a schema that has no such properties.
 */
export function compileTest(document: JSONSchema, schema: unknown): Test | undefined {
  return new ConstantReader(document).testOf(schema);
}

class ConstantReader {
  readonly #document: JSONSchema;
  readonly #open = new Set<object>();

  constructor(document: JSONSchema) {
    this.#document = document;
  }

  testOf(part: unknown): Test | undefined {
    return this.#once(part, (schema) => {
      const { properties } = schema;
      const own = isRecord(properties) ? Object.entries(properties) : [];
      const required = [
        ...own.map(([name, property]) => testOfProperty(name, this.#constantsOf(property))),
        ...this.#partsOf(schema).map((one) => this.testOf(one)),
        ...unionsOf(schema).map((branches) => someTest(branches.map((branch) => this.testOf(branch)))),
      ].filter((test) => test !== undefined);
      return required.length === 0 ? undefined : (object) => required.every((test) => test(object));
    });
  }

  /** The only values that a schema takes; `undefined` if it takes others. */
  #constantsOf(part: unknown): readonly unknown[] | undefined {
    return this.#once(part, (schema) => {
      if ('const' in schema) return [schema['const']];
      if (schema['type'] === 'null') return [null];
      if (Array.isArray(schema['enum'])) return schema['enum'] as unknown[];
      const [found] = [
        ...this.#partsOf(schema).map((one) => this.#constantsOf(one)),
        ...unionsOf(schema).map((branches) => allConstants(branches.map((branch) => this.#constantsOf(branch)))),
      ].filter((constants) => constants !== undefined);
      return found;
    });
  }

  /** Schemas that hold beside a schema. */
  #partsOf({ $ref, allOf: all }: JSONSchema): readonly unknown[] {
    return [
      ...(typeof $ref === 'string' ? [resolveRef(this.#document, $ref)] : []),
      ...(Array.isArray(all) ? (all as unknown[]) : []),
    ];
  }

  /** Reads a schema, which says nothing where it refers to itself. */
  #once<T>(schema: unknown, read: (schema: JSONSchema) => T | undefined): T | undefined {
    if (!isRecord(schema) || this.#open.has(schema)) return undefined;
    this.#open.add(schema);
    const result = read(schema);
    this.#open.delete(schema);
    return result;
  }
}

function testOfProperty(name: string, constants: readonly unknown[] | undefined): Test | undefined {
  if (constants === undefined) return undefined;
  const accepted = new Set(constants);
  return (object) => {
    if (!Object.hasOwn(object, name)) return true;
    const value = (object as Readonly<Record<string, unknown>>)[name];
    return !isPrimitive(value) || accepted.has(value);
  };
}

/** Whether JSON has a value as it is. */
function isPrimitive(value: unknown): boolean {
  return value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

function unionsOf(schema: JSONSchema): readonly (readonly unknown[])[] {
  return [schema['anyOf'], schema['oneOf']].filter(Array.isArray);
}

/** The test of a union; `undefined` if a branch has none. */
function someTest(tests: readonly (Test | undefined)[]): Test | undefined {
  const known = tests.filter((test) => test !== undefined);
  return known.length < tests.length ? undefined : (object) => known.some((test) => test(object));
}

/** The constants of a union; `undefined` if a branch takes others. */
function allConstants(constants: readonly (readonly unknown[] | undefined)[]): readonly unknown[] | undefined {
  const known = constants.filter((one) => one !== undefined);
  return known.length < constants.length ? undefined : known.flat();
}
