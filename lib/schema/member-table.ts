import type { Members, Parts } from './kinds';

/** The cutter of a member; `null` if it is kept as it is, `undefined` if it is not declared. */
export type MemberCutter<Cutter> = Cutter | null | undefined;

/** The steps for the members of an object that has certain keys. */
export interface Plan<Cutter> {
  /** The keys of the object, in its order. */
  readonly keys: readonly string[];
  /** The steps for these keys; empty if no object before had these keys. */
  readonly steps: readonly Step<Cutter>[];
  /** Which members are kept as they are, or cut: all as they are, certainly not all, or it depends on the object. */
  readonly keeps: 'all' | 'some' | 'unknown';
}

/** The step for one member; `isNamed` if the schema names its key. */
export interface Step<Cutter> {
  readonly cutter: MemberCutter<Cutter>;
  readonly isNamed: boolean;
}

/** Objects with more keys, such as records, hardly have those of the one before. */
const MOST_KEYS = 32;

/** The cutters of the members of one place. */
export class MemberTable<Cutter> {
  readonly members: Members;
  /** The cutters of the keys that the schema names. */
  readonly named: ReadonlyMap<string, Cutter | null>;
  /** The cutter of any other key. */
  readonly others: (key: string) => MemberCutter<Cutter>;
  /** The plan of the last object whose keys came twice: objects of a list mostly have the same. */
  #last: Plan<Cutter> | undefined;
  /** The last plan for each number of keys: some may be optional. */
  readonly #ofCount: (Plan<Cutter> | undefined)[] = [];

  /** `find` gives the cutter for values of some parts. */
  constructor(members: Members, find: (parts: Parts) => Cutter | undefined) {
    const cutterOf = (parts: Parts | undefined): MemberCutter<Cutter> =>
      parts === undefined ? undefined : (find(parts) ?? null);
    this.members = members;
    this.named = new Map(Array.from(members.keys, (key) => [key, cutterOf(members.of(key)) ?? null]));
    const rest = members.others === 'by key' ? undefined : cutterOf(members.others);
    this.others = members.others === 'by key' ? (key) => cutterOf(members.of(key)) : () => rest;
  }

  /** The plan for an object. To compare its keys with those of the object before is faster than to look each up. */
  planOf(value: object): Plan<Cutter> {
    if (this.#last !== undefined && hasKeysOf(this.#last, value)) return this.#last;
    const keys = Object.keys(value);
    const known = this.#ofCount[keys.length];
    if (known === undefined || !isSame(known.keys, keys)) {
      const plan: Plan<Cutter> = { keys, steps: [], keeps: 'unknown' };
      if (keys.length <= MOST_KEYS) this.#ofCount[keys.length] = plan;
      return plan;
    }
    this.#last = known.steps.length < keys.length ? this.#makePlan(keys) : known;
    this.#ofCount[keys.length] = this.#last;
    return this.#last;
  }

  #makePlan(keys: readonly string[]): Plan<Cutter> {
    const steps = keys.map((key) => this.stepOf(key));
    const isWhole = steps.every(({ cutter }) => cutter === null);
    // The characters of a String are members, from 0 on.
    const isCut = steps.some(({ cutter }) => cutter === undefined) && keys[0] !== '0';
    return { keys, steps, keeps: isWhole ? 'all' : isCut ? 'some' : 'unknown' };
  }

  stepOf(key: string): Step<Cutter> {
    const cutter = this.named.get(key);
    return { cutter: cutter === undefined ? this.others(key) : cutter, isNamed: cutter !== undefined };
  }
}

/** Whether an object has the keys of a plan, in the same order; not by `Object.keys`, which makes a list. */
function hasKeysOf<Cutter>({ keys, keeps }: Plan<Cutter>, value: object): boolean {
  let index = 0;
  for (const key in value) if (key !== keys[index++]) return false;
  // Inherited keys come last. Of an object that is kept as it is they do not matter.
  return index === keys.length && (keeps === 'all' || Object.hasOwn(value, keys[index - 1] ?? ''));
}

/** Whether two lists of the same length are the same. */
function isSame(keys: readonly string[], others: readonly string[]): boolean {
  for (let index = 0; index < keys.length; index++) if (keys[index] !== others[index]) return false;
  return true;
}
