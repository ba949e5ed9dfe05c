import { resolveRef, unescapeToken } from '../schema/json-ref';
import { IS_BIGINT, IS_DATE, type JSONSchema, type SchemaDirection } from '../schema/json-schema';
import { setOwn } from '../schema/own-properties';
import type { Components } from './components';
import type { Building } from './types';

/** Where a schema is copied from, and for what. */
export interface CopyContext {
  /** The document in which references are resolved. */
  readonly document: JSONSchema;
  readonly direction: SchemaDirection;
  /** The name of a part that needs one and has none. */
  readonly name: string;
  /** The place, for messages. */
  readonly place: string;
  readonly components: Components;
}

/** A schema that is being copied. */
interface Open {
  isRecursive: boolean;
  readonly name: string;
}

const ONE_SCHEMA = new Set([
  ...['items', 'additionalProperties', 'propertyNames', 'contains', 'not', 'if', 'then', 'else'],
  ...['unevaluatedItems', 'unevaluatedProperties', 'contentSchema'],
]);
const LIST_OF_SCHEMAS = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const SCHEMAS_BY_NAME = new Set(['properties', 'patternProperties', 'dependentSchemas']);
const LEFT_OUT = new Set(['$schema', '$defs', 'definitions', '$id', 'id', '$ref', IS_DATE, IS_BIGINT]);

// Names that validators make up: they change with every edit of the schema.
const GENERATED = /^(?:__schema\d+|[a-z]*\d+)$/;
const NAME = /^[A-Za-z_][\w.-]*$/;

/** The components that were copied out of a document already, so that each is copied once. */
const copied = new WeakMap<Components, WeakMap<JSONSchema, Set<string>>>();

/**
 * Copies a schema into an OpenAPI document: definitions with a name of the user's become components, others are put
 * where they are used, and those that contain themselves become components under the name of the place.
 */
export class SchemaCopier {
  readonly #context: CopyContext;
  readonly #open = new Map<object, Open>();
  #named = 0;

  constructor(context: CopyContext) {
    this.#context = context;
  }

  /** Copies the whole document. A title that can be a name, of an object, names a component. */
  copyRoot(): unknown {
    const { document, components, direction } = this.#context;
    const { title, type } = document;
    if (typeof title !== 'string' || !NAME.test(title) || type !== 'object') return this.#expand(document);
    this.#addNamed(title, document);
    return components.refer(title, direction);
  }

  /** Copies a part of the document. */
  copy(schema: unknown): unknown {
    if (typeof schema !== 'object' || schema === null) return schema;
    const { $ref } = schema as JSONSchema;
    const own = this.#copyKeywords(schema as JSONSchema);
    if (typeof $ref !== 'string') return own;
    const target = $ref.startsWith('#') ? this.#resolve($ref) : { $ref };
    return join(target, own);
  }

  #copyKeywords(schema: JSONSchema): Building {
    const copy: Building = {};
    for (const [keyword, value] of Object.entries(schema)) {
      if (!LEFT_OUT.has(keyword) && value !== undefined && !isSafeBound(keyword, value))
        copy[keyword] = this.#copyValue(keyword, value);
    }
    return copy;
  }

  #copyValue(keyword: string, value: unknown): unknown {
    if (ONE_SCHEMA.has(keyword)) return this.copy(value);
    if (LIST_OF_SCHEMAS.has(keyword) && Array.isArray(value)) return value.map((part) => this.copy(part));
    if (!SCHEMAS_BY_NAME.has(keyword) || typeof value !== 'object' || value === null) return value;
    const parts = {};
    for (const [name, part] of Object.entries(value)) setOwn(parts, name, this.copy(part));
    return parts;
  }

  #resolve(ref: string): unknown {
    const { document, components, direction } = this.#context;
    const target = resolveRef(document, ref);
    if (typeof target !== 'object' || target === null) return target === false ? false : {};
    const name = nameOf(ref, target as JSONSchema);
    if (name === undefined) return this.#expand(target as JSONSchema);
    this.#addNamed(name, target as JSONSchema);
    return components.refer(name, direction);
  }

  #addNamed(name: string, schema: JSONSchema): void {
    const { document, components, direction, place } = this.#context;
    const byDocument = copied.get(components) ?? new WeakMap<JSONSchema, Set<string>>();
    copied.set(components, byDocument);
    const known = byDocument.get(document) ?? new Set<string>();
    byDocument.set(document, known);
    if (known.has(name)) return;
    known.add(name);
    const copier = new SchemaCopier({ ...this.#context, name });
    components.add(name, direction, place, () => copier.#expand(schema));
  }

  /** Copies a schema where it is used, unless it contains itself. */
  #expand(schema: JSONSchema): unknown {
    const { components, direction, place, name } = this.#context;
    const known = this.#open.get(schema);
    if (known !== undefined) {
      known.isRecursive = true;
      return components.refer(known.name, direction);
    }
    const open: Open = { isRecursive: false, name: this.#named === 0 ? name : `${name}${this.#named + 1}` };
    this.#open.set(schema, open);
    this.#named += 1;
    const copy = this.copy(schema);
    this.#open.delete(schema);
    if (!open.isRecursive) {
      this.#named -= 1;
      return copy;
    }
    components.add(open.name, direction, place, () => copy);
    return components.refer(open.name, direction);
  }
}

/** Whether a bound is that of every integer of JavaScript, which zod gives: no reader learns from it. */
function isSafeBound(keyword: string, value: unknown): boolean {
  return (keyword === 'minimum' || keyword === 'maximum') && Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER;
}

/** The name of a definition that its author gave. */
function nameOf(ref: string, { title }: JSONSchema): string | undefined {
  const [, token] = /^#\/(?:\$defs|definitions)\/([^/]+)$/.exec(ref) ?? [];
  if (token === undefined) return undefined;
  const name = unescapeToken(token);
  if (!GENERATED.test(name)) return name.replace(/[^\w.-]/g, '_');
  return typeof title === 'string' && NAME.test(title) ? title : undefined;
}

/** Joins a schema and the keywords beside a reference to it. */
function join(target: unknown, own: Building): unknown {
  if (Object.keys(own).length === 0) return target;
  if (typeof target !== 'object' || target === null) return target;
  const isApart = Object.keys(own).every((keyword) => !Object.hasOwn(target, keyword));
  return isApart && !('$ref' in target) ? { ...target, ...own } : { allOf: [target], ...own };
}
