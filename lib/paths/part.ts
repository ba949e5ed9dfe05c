/** The Express major whose path syntax applies: 4 has that of path-to-regexp 0.1, 5 that of path-to-regexp 8. */
export type ExpressMajor = 4 | 5;

/** A literal string of request paths. */
export interface Text {
  readonly kind: 'text';
  /** The string without escapes. */
  readonly text: string;
  /** The string as it is written in the path. */
  readonly source: string;
}

/** A named or numbered param: `:id`, `:"my id"`, `<id:int>`, `*rest`, and in Express 4 `*` and `(\d+)`. */
export interface Variable {
  readonly kind: 'variable';
  /** The key in `req.params`. */
  readonly name: string;
  /** The name of the type of a typed variable; `undefined` for the variables of Express. */
  readonly type: string | undefined;
  /** Whether the value may contain slashes. */
  readonly isWide: boolean;
  /** The regular expression after the name, in Express 4 only: `(\d+)`; '' if there is none. */
  readonly pattern: string;
  readonly source: string;
}

/** An optional part: `{/:page}`, in Express 4 `/:page?`. */
export interface Group {
  readonly kind: 'group';
  readonly parts: readonly Part[];
  /** The syntax around the parts: `{` and `}`, in Express 4 '' and `?`. */
  readonly open: string;
  readonly close: string;
}

/**
 * Regular expression syntax of Express 4 that is not a param, such as `a+`, `[ab]`, `|` and `/(a|b)`; and syntax
 * errors, which Express refuses when the path is mounted.
 */
export interface Pattern {
  readonly kind: 'pattern';
  /** The variables inside of it. */
  readonly variables: readonly Variable[];
  readonly source: string;
}

/** One part of a path. The parts in their order, each as its source, are the path. */
export type Part = Leaf | Group;

/** A part without parts of its own. */
export type Leaf = Text | Variable | Pattern;

/** Optional parts beyond this number of combinations count as required, as Express 5 refuses such a path. */
const MOST_ALTERNATIVES = 256;

/** Adds a part; a text is joined to the text before it. */
export function addPart(parts: Part[], part: Part): void {
  const last = parts.at(-1);
  if (last?.kind !== 'text' || part.kind !== 'text') parts.push(part);
  else parts[parts.length - 1] = { kind: 'text', text: last.text + part.text, source: last.source + part.source };
}

export function sourceOf(part: Part): string {
  return part.kind === 'group' ? part.open + part.parts.map(sourceOf).join('') + part.close : part.source;
}

/** The variables of a path in their order, those in optional parts included. */
export function variablesOf(parts: readonly Part[]): readonly Variable[] {
  return parts.flatMap((part) => {
    if (part.kind === 'variable') return [part];
    if (part.kind === 'group') return variablesOf(part.parts);
    return part.kind === 'pattern' ? part.variables : [];
  });
}

/** The only request path of a path without variables and optional parts, as text; `undefined` for other paths. */
export function literalOf(parts: readonly Part[]): string | undefined {
  if (!parts.every((part) => part.kind === 'text')) return undefined;
  return parts.map(({ text }) => text).join('');
}

/** The paths without optional parts that a path stands for: `/a{/:b}` stands for `/a/:b` and `/a`. */
export function alternativesOf(parts: readonly Part[]): readonly (readonly Leaf[])[] {
  let alternatives: (readonly Leaf[])[] = [[]];
  for (const part of parts) {
    if (part.kind !== 'group') {
      alternatives = alternatives.map((before) => [...before, part]);
      continue;
    }
    const inner = alternativesOf(part.parts);
    const present = alternatives.flatMap((before) => inner.map((parts) => [...before, ...parts]));
    alternatives = [...present, ...alternatives].slice(0, MOST_ALTERNATIVES);
  }
  return alternatives;
}

/**
 * Cuts parts without optional ones at the slashes of their texts. The segment before the first slash is the first one.
 */
export function segmentsOf<Kind extends Leaf>(parts: readonly Kind[]): readonly (Kind | Text)[][] {
  const segments: (Kind | Text)[][] = [[]];
  for (const part of parts) {
    if (part.kind !== 'text') {
      segments.at(-1)?.push(part);
      continue;
    }
    part.text.split('/').forEach((text, index) => {
      if (index > 0) segments.push([]);
      if (text !== '') segments.at(-1)?.push({ kind: 'text', text, source: text });
    });
  }
  return segments;
}

/** Whether every string that the parts match is empty or begins with a slash. */
export function startsSegment([first, ...rest]: readonly Part[]): boolean {
  if (first === undefined) return true;
  if (first.kind === 'group') return startsSegment(first.parts) && startsSegment(rest);
  return first.kind === 'text' && first.text.startsWith('/');
}
