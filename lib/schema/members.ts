import { resolveRef } from './json-ref';
import { compileTest } from './constants';
import { isRecord, type JSONSchema } from './json-schema';
import {
  combineKinds,
  either,
  eitherBranch,
  isMembers,
  join,
  wholeOf,
  type FixedKind,
  type Kind,
  type Members,
  type Parts,
} from './kinds';

/** How the members of a value are declared, if it is an object, and if it is an array. */
export interface Shape {
  readonly object: Kind;
  readonly array: FixedKind;
}

const NEVER: Shape = { object: 'none', array: 'none' };
const ANY: Shape = { object: 'open', array: 'open' };

/** Reads the declared members out of one JSON Schema document. */
export class MemberReader {
  readonly #document: JSONSchema;
  readonly #known = new Map<object, Shape>();
  readonly #open = new Set<object>();

  constructor(document: JSONSchema) {
    this.#document = document;
  }

  /** The shape of a value that is as any of the parts says. */
  shapeOf(parts: Parts): Shape {
    const branches = [...parts].map((part) => ({ ...this.#read(part), mayTake: compileTest(this.#document, part) }));
    return {
      object: eitherBranch(branches.map(({ object, mayTake }) => ({ kind: object, mayTake }))),
      array: either(branches.map(({ array }) => array)),
    };
  }

  #read(schema: unknown): Shape {
    if (schema === false) return NEVER;
    if (!isRecord(schema)) return ANY;
    const known = this.#known.get(schema);
    if (known !== undefined) return known;
    // A schema that refers to itself in its own place adds nothing.
    if (this.#open.has(schema)) return NEVER;

    this.#open.add(schema);
    const shape = this.#intersection(this.#applied(schema));
    this.#open.delete(schema);
    this.#known.set(schema, shape);
    return shape;
  }

  /** The shapes of all that a schema requires of the same value. */
  #applied(schema: JSONSchema): readonly Shape[] {
    const { $ref, allOf, anyOf, oneOf, then, else: otherwise, dependentSchemas } = schema;
    const conditional = [then, otherwise, ...entriesOf(dependentSchemas).map(([, part]) => part)];
    return [
      ownShape(schema),
      ...(typeof $ref === 'string' ? [this.#read(resolveRef(this.#document, $ref))] : []),
      ...listOf(allOf).map((part) => this.#read(part)),
      ...[anyOf, oneOf].filter(Array.isArray).map((branches) => this.shapeOf(new Set<unknown>(branches))),
      // Which of them applies is left to the validator: each may declare a member, and none rules a value out.
      ...conditional
        .map((part) => this.#read(part))
        .map(({ object, array }) => ({
          object: object === 'none' ? 'open' : object,
          array: array === 'none' ? 'open' : array,
        })),
    ];
  }

  #intersection(shapes: readonly Shape[]): Shape {
    return {
      object: combineKinds(
        shapes.map(({ object }) => object),
        (kinds) => this.#both(kinds),
      ),
      array: this.#both(shapes.map(({ array }) => array)),
    };
  }

  #both(kinds: readonly FixedKind[]): FixedKind {
    if (kinds.includes('none')) return 'none';
    const closed = kinds.filter(isMembers);
    return closed.length === 0 ? 'open' : join(closed, (parts) => this.#withoutOpen(parts));
  }

  /** Leaves out the parts that take any value: beside one that does not they add nothing. */
  #withoutOpen(parts: Parts): Parts {
    const rest = [...parts].filter((part) => {
      const { object, array } = this.#read(part);
      return wholeOf(object) !== 'open' || array !== 'open';
    });
    return rest.length === 0 ? parts : new Set(rest);
  }
}

/** The members that a schema itself declares, without those that it refers to. */
function ownShape(schema: JSONSchema): Shape {
  const { properties, patternProperties, prefixItems, items } = schema;
  const others = schema['additionalProperties'] ?? schema['unevaluatedProperties'];
  const isListed = prefixItems !== undefined || items !== undefined;
  const isNamed = properties !== undefined || patternProperties !== undefined || others !== undefined;
  return {
    object: !takes(schema, 'object', isRecord)
      ? 'none'
      : isNamed
        ? members({ named: entriesOf(properties), patterned: entriesOf(patternProperties), others: others ?? false })
        : 'open',
    array: !takes(schema, 'array', Array.isArray)
      ? 'none'
      : isListed
        ? members({
            named: listOf(prefixItems).map((part, index) => [String(index), part]),
            patterned: [],
            others: items ?? true,
          })
        : 'open',
  };
}

/** Whether a schema takes values of a type. */
function takes(schema: JSONSchema, name: string, isOfType: (value: unknown) => boolean): boolean {
  const { type } = schema;
  if (type !== undefined && ![type].flat().includes(name)) return false;
  if ('const' in schema) return isOfType(schema['const']);
  return !Array.isArray(schema['enum']) || schema['enum'].some(isOfType);
}

type Entries = readonly (readonly [key: string, part: unknown])[];

/** The parts of members: by key, by pattern, and of all others; `false` for none. */
interface Declared {
  readonly named: Entries;
  readonly patterned: Entries;
  readonly others: unknown;
}

function members({ named, patterned, others }: Declared): Members {
  const byKey = new Map(named);
  const patterns = patterned.map(([pattern, part]) => [toRegExp(pattern), part] as const);
  const rest = others === false ? undefined : new Set([others]);
  return {
    keys: new Set(byKey.keys()),
    others: patterns.length > 0 ? 'by key' : rest,
    of: (key) => {
      const parts = patterns.filter(([pattern]) => pattern.test(key)).map(([, part]) => part);
      if (byKey.has(key)) parts.push(byKey.get(key));
      return parts.length > 0 ? new Set(parts) : rest;
    },
  };
}

/** A pattern of JSON Schema; validators also give the source of a RegExp that is valid without the flag only. */
function toRegExp(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return new RegExp(pattern);
  }
}

function entriesOf(value: unknown): Entries {
  return isRecord(value) ? Object.entries(value) : [];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
