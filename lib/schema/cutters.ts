import { types } from 'node:util';
import type { JSONSchema } from './json-schema';
import { isChoice, wholeOf, type Choice, type FixedKind, type Kind, type Members, type Parts } from './kinds';
import { MemberTable, type Step } from './member-table';
import { MemberReader } from './members';
import { copyOf, firstOf, hasToJSON, itemsOf, setMember } from './partial-copy';

/** Receives the path of a member that was left out, such as `users[].password`. */
export type OnDropped = (path: string) => void;

/** A place in a value, for messages. Only where dropped members are reported. */
interface Place {
  readonly path: string;
  readonly onDropped: OnDropped;
}

/** The cutters of one schema, one for each set of parts. Made when a value needs them: schemas may be recursive. */
export class Cutters {
  readonly #reader: MemberReader;
  readonly #numbers = new Map<unknown, number>();
  readonly #known = new Map<string, Cutter | undefined>();

  constructor(schema: JSONSchema) {
    this.#reader = new MemberReader(schema);
  }

  /** The cutter for values of these parts; `undefined` if they are kept as they are. */
  of(parts: Parts): Cutter | undefined {
    const name = [...parts]
      .map((part) => this.#numberOf(part))
      .sort((one, other) => one - other)
      .join();
    const known = this.#known.get(name);
    if (known !== undefined || this.#known.has(name)) return known;

    const { object, array } = this.#reader.shapeOf(parts);
    const cutter = new Cutter(object, array, this);
    // Known before its items, which may be of the same parts.
    this.#known.set(name, cutter);
    if (typeof object === 'string' && this.#keepsItems(array)) this.#known.set(name, undefined);
    return this.#known.get(name);
  }

  /** Whether the items of an array are kept as they are, such as texts. */
  #keepsItems(array: FixedKind): boolean {
    if (typeof array === 'string') return true;
    return array.keys.size === 0 && typeof array.others === 'object' && this.of(array.others) === undefined;
  }

  #numberOf(part: unknown): number {
    const known = this.#numbers.get(part);
    if (known !== undefined) return known;
    this.#numbers.set(part, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}

/** Leaves out of a value what the schema of its place does not declare. */
export class Cutter {
  /** The kind of objects, without regard to the choice if there is one. */
  readonly #object: FixedKind;
  readonly #choice: Choice | undefined;
  readonly #array: FixedKind;
  readonly #cutters: Cutters;
  readonly #tables = new Map<Members, MemberTable<Cutter>>();
  /** The table that was used last: mostly there is one. */
  #table: MemberTable<Cutter> | undefined;

  constructor(object: Kind, array: FixedKind, cutters: Cutters) {
    this.#object = wholeOf(object);
    this.#choice = isChoice(object) ? object : undefined;
    this.#array = array;
    this.#cutters = cutters;
  }

  /** The cutter of items; for a schema of no array its own, so that a list of what was declared is cut, too. */
  get itemCutter(): Cutter | undefined {
    if (this.#array === 'open') return undefined;
    return this.#array === 'none' ? this : (this.#tableOf(this.#array).others('') ?? undefined);
  }

  cut(value: unknown, key: string | number, place: Place | undefined): unknown {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return value;
    const { toJSON } = value as { readonly toJSON?: unknown };
    if (typeof toJSON !== 'function') return typeof value === 'object' ? this.#cutMembers(value, place) : value;

    const json: unknown = toJSON.call(value, String(key));
    if (typeof json !== 'object' || json === null) return value;
    const cut = this.#cutMembers(json, place);
    // JSON does not call toJSON() of what toJSON() gave.
    return cut === json && json !== value && hasToJSON(json) ? copyOf(json) : cut;
  }

  #cutMembers(value: object, place: Place | undefined): unknown {
    if (Array.isArray(value)) {
      return this.#array === 'open' ? value : this.#cutArray(value, this.#array, place);
    }
    const kind = this.#choice === undefined ? this.#object : this.#choice.for(value);
    if (kind === 'open') return value;
    return kind === 'none' ? this.#cutSingle(value, place) : this.#cutObject(value, this.#tableOf(kind), place);
  }

  /** An object where only arrays are declared is cut like an item of one. */
  #cutSingle(value: object, place: Place | undefined): unknown {
    const seen = new Set<Cutter>();
    let cutter = this.itemCutter;
    // The items may be arrays again, without end in a recursive schema.
    while (cutter !== undefined && cutter.#object === 'none' && !seen.has(cutter)) {
      seen.add(cutter);
      cutter = cutter.itemCutter;
    }
    return cutter === undefined || cutter.#object === 'none' ? value : cutter.#cutMembers(value, place);
  }

  #cutObject(value: object, table: MemberTable<Cutter>, place: Place | undefined): unknown {
    const { keys, steps, keeps } = table.planOf(value);
    if (keeps === 'all') return value;
    if (keeps === 'some') return copyKept(value, steps, place);
    let copy: object | undefined;
    let index = -1;
    for (const key of keys) {
      const step = steps[++index] ?? table.stepOf(key);
      if (step.cutter === undefined) {
        if (key === '0' && types.isStringObject(value)) return value; // Its characters are properties.
        copy ??= firstOf(value, keys, index);
        place?.onDropped(pathOf(place.path, key));
        continue;
      }
      if (step.cutter === null && copy === undefined) continue;
      const member = (value as Record<string, unknown>)[key];
      const kept = keptOf(member, key, step, place);
      if (copy === undefined && kept !== member) copy = firstOf(value, keys, index);
      if (copy !== undefined) setMember(copy, key, kept);
    }
    return copy ?? value;
  }

  /** A list where only an object is declared is cut item by item. */
  #cutArray(value: readonly unknown[], members: Members | 'none', place: Place | undefined): readonly unknown[] {
    const { named, others } = members === 'none' ? { named: NO_ITEMS, others: () => this } : this.#tableOf(members);
    const rest = others('');
    if (named.size === 0 && rest === null) return value;
    let copy: unknown[] | undefined;
    for (let index = 0; index < value.length; index++) {
      const item = value[index];
      const cutter = index < named.size ? named.get(String(index)) : rest;
      if (cutter === undefined) {
        copy ??= itemsOf(value, index);
        place?.onDropped(`${place.path}[]`);
        continue;
      }
      const kept = cutter === null ? item : cutter.cut(item, index, place && { ...place, path: `${place.path}[]` });
      if (copy === undefined && kept !== item) copy = itemsOf(value, index);
      copy?.push(kept);
    }
    return copy ?? value;
  }

  #tableOf(members: Members): MemberTable<Cutter> {
    if (this.#table?.members === members) return this.#table;
    const known = this.#tables.get(members);
    this.#table = known ?? new MemberTable(members, (parts) => this.#cutters.of(parts));
    if (known === undefined) this.#tables.set(members, this.#table);
    return this.#table;
  }
}

const NO_ITEMS: ReadonlyMap<string, Cutter | null> = new Map();

/** A copy of an object of which at least one member is left out. `for` reads members faster than by a list of keys. */
function copyKept(value: object, steps: readonly Step<Cutter>[], place: Place | undefined): object {
  const copy = {};
  let index = 0;
  for (const key in value) {
    const step = steps[index++];
    if (step === undefined) break; // Inherited members come last.
    if (step.cutter === undefined) place?.onDropped(pathOf(place.path, key));
    else setMember(copy, key, keptOf((value as Record<string, unknown>)[key], key, step, place));
  }
  return copy;
}

function keptOf(member: unknown, key: string, { cutter, isNamed }: Step<Cutter>, place: Place | undefined): unknown {
  return cutter ? cutter.cut(member, key, place && inside(place, isNamed ? key : '*')) : member;
}

function inside(place: Place, key: string): Place {
  return { ...place, path: pathOf(place.path, key) };
}

function pathOf(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
