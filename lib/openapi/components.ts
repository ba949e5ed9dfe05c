import { UsageError } from '../diagnostics/usage-error';
import type { SchemaDirection } from '../schema/json-schema';
import { setOwn } from '../schema/own-properties';
import type { Building, JSONObject } from './types';

/** One schema with a name. */
interface Component {
  readonly schema: unknown;
  /** The schema as text, with names in the references. */
  readonly text: string;
  /** The place where it was found first, for messages. */
  readonly place: string;
  /** The names that it refers to. */
  readonly refs: ReadonlySet<string>;
}

type Variants = Partial<Record<SchemaDirection, Component>>;

interface Reference {
  readonly node: Building;
  readonly name: string;
  readonly direction: SchemaDirection;
}

/**
 * The schemas with names of one document. A schema that takes other values than it gives is two components, `UserInput`
 * and `User`. Whether it does is known in the end only; until then references are incomplete.
 */
export class Components {
  readonly #variants = new Map<string, Variants>();
  readonly #references: Reference[] = [];
  #openRefs: Set<string> | undefined;

  /** Returns a reference to a component. */
  refer(name: string, direction: SchemaDirection): JSONObject {
    const node: Building = { $ref: name };
    this.#references.push({ node, name, direction });
    this.#openRefs?.add(name);
    return node;
  }

  /**
   * Adds a component.
   *
   * @throws UsageError `ERR_RETURNS_DESCRIPTION` if another schema has this name.
   */
  add(name: string, direction: SchemaDirection, place: string, make: () => unknown): void {
    const outer = this.#openRefs;
    const refs = (this.#openRefs = new Set<string>());
    const schema = make();
    this.#openRefs = outer;

    const text = stableText(schema);
    const variants = this.#variants.get(name) ?? {};
    const known = variants[direction];
    if (known === undefined) this.#variants.set(name, { ...variants, [direction]: { schema, text, place, refs } });
    else if (known.text !== text) throw clash(name, known.place, place);
  }

  /** Completes all references, and returns the components by their names. */
  finish(): Readonly<Record<string, unknown>> {
    const split = this.#differing();
    const nameOf = (name: string, direction: SchemaDirection): string =>
      direction === 'input' && split.has(name) ? `${name}Input` : name;
    for (const { node, name, direction } of this.#references) {
      node['$ref'] = `#/components/schemas/${nameOf(name, direction)}`;
    }
    const schemas: Record<string, unknown> = {};
    for (const [name, variants] of this.#variants) {
      const inputName = `${name}Input`;
      const other = this.#variants.get(inputName);
      if (split.has(name) && other !== undefined)
        throw clash(inputName, (other.input ?? other.output)?.place ?? '', variants.input?.place ?? '');
      const { output, input } = variants;
      if (output !== undefined) setOwn(schemas, name, output.schema);
      if (input !== undefined && (output === undefined || split.has(name)))
        setOwn(schemas, nameOf(name, 'input'), input.schema);
    }
    return schemas;
  }

  /** The names whose schemas differ by direction, or refer to one that does. */
  #differing(): ReadonlySet<string> {
    const both = [...this.#variants].filter(([, { input, output }]) => input !== undefined && output !== undefined);
    const split = new Set<string>();
    let before = -1;
    while (split.size > before) {
      before = split.size;
      for (const [name, { input, output }] of both) {
        const refersToSplit = [...(input?.refs ?? []), ...(output?.refs ?? [])].some((ref) => split.has(ref));
        if (input?.text !== output?.text || refersToSplit) split.add(name);
      }
    }
    return split;
  }
}

function clash(name: string, first: string, second: string): UsageError {
  return new UsageError(
    'ERR_RETURNS_DESCRIPTION',
    `Two different schemas are named ${name}: one of ${first} and one of ${second}. Give one of them another id or title.`,
  );
}

/** Returns JSON whose names are sorted. */
export function stableText(value: unknown): string {
  return globalThis.JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)));
  });
}
