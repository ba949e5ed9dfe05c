import type { Members, Parts } from './kinds';

/** The cutter of a member; `null` if it is kept as it is, `undefined` if it is not declared. */
export type MemberCutter<Cutter> = Cutter | null | undefined;

/** The steps for the members of an object that has certain keys, in their order. */
export interface Plan<Cutter> {
  readonly steps: readonly Step<Cutter>[];
  /** Whether every member is kept as it is. */
  readonly isWhole: boolean;
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
  /** By the keys that the schema names. */
  readonly named: ReadonlyMap<string, Cutter | null>;
  /** Of any other key. */
  readonly others: (key: string) => MemberCutter<Cutter>;
  /** The last keys for each number of them, and their plan if they came twice: objects of a list mostly have the same. */
  readonly #last: ({ readonly keys: readonly string[]; plan?: Plan<Cutter> } | undefined)[] = [];

  /** `find` gives the cutter for values of some parts. */
  constructor(members: Members, find: (parts: Parts) => Cutter | undefined) {
    const cutterOf = (key: string): MemberCutter<Cutter> => {
      const parts = members.of(key);
      return parts === undefined ? undefined : (find(parts) ?? null);
    };
    this.named = new Map(Array.from(members.keys, (key) => [key, cutterOf(key) ?? null]));
    this.others = members.hasOthers ? cutterOf : () => undefined;
  }

  /**
   * The plan for an object with these keys; `undefined` if the object before had other ones. To compare keys is faster
   * than to look each up.
   */
  planOf(keys: readonly string[]): Plan<Cutter> | undefined {
    if (keys.length > MOST_KEYS) return undefined;
    const last = this.#last[keys.length];
    if (last !== undefined && isSame(last.keys, keys)) return (last.plan ??= this.#makePlan(keys));
    this.#last[keys.length] = { keys };
    return undefined;
  }

  #makePlan(keys: readonly string[]): Plan<Cutter> {
    const steps = keys.map((key) => this.stepOf(key));
    return { steps, isWhole: steps.every(({ cutter }) => cutter === null) };
  }

  stepOf(key: string): Step<Cutter> {
    const cutter = this.named.get(key);
    return { cutter: cutter === undefined ? this.others(key) : cutter, isNamed: cutter !== undefined };
  }
}

/** Whether two lists of the same length are the same. */
function isSame(keys: readonly string[], others: readonly string[]): boolean {
  for (let index = 0; index < keys.length; index++) if (keys[index] !== others[index]) return false;
  return true;
}
