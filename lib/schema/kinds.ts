/** Schemas that one value has together: it may be as any of them says. Parts of a JSON Schema, or booleans. */
export type Parts = ReadonlySet<unknown>;

/** The declared members of an object by name, or of an array by index. */
export interface Members {
  readonly keys: ReadonlySet<string>;
  /**
   * The schemas of every key that is not among `keys`; 'by key' where its text decides, `undefined` if there are none.
   */
  readonly others: Parts | 'by key' | undefined;
  /** The schemas of a member; `undefined` for one that is not declared. */
  of(key: string): Parts | undefined;
}

/** Whether a value is none of the schema, has any members, or the declared ones only. */
export type FixedKind = 'none' | 'open' | Members;

/** A kind that depends on the object, such as that of a union whose branches have constants. */
export interface Choice {
  /** The kind of an object that no branch takes. */
  readonly whole: FixedKind;
  for(object: object): FixedKind;
}

export type Kind = FixedKind | Choice;

/** One branch of a union. */
export interface Branch {
  readonly kind: Kind;
  /** Whether the branch may take an object, by its constants; missing if it has none. */
  readonly mayTake: ((object: object) => boolean) | undefined;
}

/** The kind without regard to an object. */
export function wholeOf(kind: Kind): FixedKind {
  return isChoice(kind) ? kind.whole : kind;
}

/** The kind for one object. */
export function kindFor(kind: Kind, object: object): FixedKind {
  return isChoice(kind) ? kind.for(object) : kind;
}

/** Whether a kind depends on the object. */
export function isChoice(kind: Kind): kind is Choice {
  return typeof kind === 'object' && 'whole' in kind;
}

type Combine = (kinds: readonly FixedKind[]) => FixedKind;

/** Combines kinds; the result depends on the object where one of them does. */
export function combineKinds(kinds: readonly Kind[], combine: Combine): Kind {
  const whole = combine(kinds.map(wholeOf));
  if (!kinds.some(isChoice)) return whole;
  const combined = remember(combine);
  return { whole, for: (object) => combined(kinds.map((kind) => kindFor(kind, object))) };
}

/** The kind of a union: of the branches that may take the object, and of all if none may. */
export function eitherBranch(branches: readonly Branch[]): Kind {
  const possible = branches.filter(({ kind }) => kind !== 'none');
  const isDivided = possible.some(({ mayTake }) => mayTake !== undefined);
  const kinds = possible.map(({ kind }) => kind);
  if (!isDivided || possible.length === 1 || kinds.every((kind) => kind === 'open')) return combineKinds(kinds, either);

  const fitting = combineKinds(possible.map(onlyWhereTaken), either);
  const whole = wholeOf(fitting);
  return {
    whole,
    for: (object) => {
      const kind = kindFor(fitting, object);
      return kind === 'none' ? whole : kind;
    },
  };
}

function onlyWhereTaken({ kind, mayTake }: Branch): Kind {
  if (mayTake === undefined) return kind;
  return { whole: wholeOf(kind), for: (object) => (mayTake(object) ? kindFor(kind, object) : 'none') };
}

/** The combination of some kinds, and those of these kinds with another one. */
interface Combination {
  kind?: FixedKind;
  readonly next: Map<FixedKind, Combination>;
}

/** The function with one result for the same kinds, so that what is made of the result is made once. */
function remember(combine: Combine): Combine {
  const none: Combination = { next: new Map() };
  return (kinds) => {
    let found = none;
    for (const kind of kinds) {
      let longer = found.next.get(kind);
      if (longer === undefined) found.next.set(kind, (longer = { next: new Map() }));
      found = longer;
    }
    return (found.kind ??= combine(kinds));
  };
}

/** The kind of a value that is as any of several say. */
export function either(kinds: readonly FixedKind[]): FixedKind {
  if (kinds.includes('open')) return 'open';
  const closed = kinds.filter(isMembers);
  return closed.length === 0 ? 'none' : join(closed, (parts) => parts);
}

/** The members that any of several declare. */
export function join(all: readonly Members[], combine: (parts: Parts) => Parts): Members {
  const [only] = all;
  if (only !== undefined && all.length === 1) return only;
  return {
    keys: new Set(all.flatMap(({ keys }) => [...keys])),
    others: all.some(({ others }) => others === 'by key')
      ? 'by key'
      : joinParts(
          all.map(({ others }) => others as Parts | undefined),
          combine,
        ),
    of: (key) =>
      joinParts(
        all.map((each) => each.of(key)),
        combine,
      ),
  };
}

function joinParts(all: readonly (Parts | undefined)[], combine: (parts: Parts) => Parts): Parts | undefined {
  const found = all.filter((parts) => parts !== undefined);
  return found.length === 0 ? undefined : combine(new Set(found.flatMap((parts) => [...parts])));
}

/** Whether a kind has declared members only. */
export function isMembers(kind: FixedKind): kind is Members {
  return typeof kind === 'object';
}
