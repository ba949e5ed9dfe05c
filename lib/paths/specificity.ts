import type { VariableTypes } from './converters';
import { parsePath } from './grammar';
import { alternativesOf, segmentsOf, type ExpressMajor, type Leaf } from './part';

/** Numbers that are compared one by one; the lower one sorts first. */
type Key = readonly number[];

/**
 * The specificity of a path: a key for each combination of its optional parts, the least specific one first. A path
 * never sorts before one that matches only some of the same requests (patterns of Express 4 and converters excepted,
 * since they cannot be compared).
 */
export type Specificity = readonly Key[];

// The kinds of segments, from a literal to a wildcard. Fractions rank segments of one kind.
const END = 0;
const TEXT = 1;
const MIXED = 2;
const VARIABLE = 4;
const WILDCARD = 5;

/** The width of a variable without type or pattern. */
const FREE = 2;

/** The rank of a segment, and how wide its variables are. */
interface Rank {
  readonly kind: number;
  readonly width: number;
  readonly isWide: boolean;
}

export function specificity(path: string, types: VariableTypes, major: ExpressMajor): Specificity {
  const keys = alternativesOf(parsePath(path, major)).map((parts) => keyOf(parts, types));
  return keys.sort((a, b) => compareKeys(b, a));
}

/** Compares for `sort`: negative if `a` is more specific, 0 if neither is. */
export function compareSpecificity(a: Specificity, b: Specificity): number {
  for (const [index, key] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const difference = compareKeys(key, other);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function compareKeys(a: Key, b: Key): number {
  for (const [index, number] of a.entries()) {
    const difference = number - (b[index] ?? number);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * A wildcard matches any number of segments. So the parts after it are compared only between paths with the same
 * minimum number of segments; otherwise the path with more segments is more specific. Variables just before a wildcard
 * count as after it: `/:a/*b` and `/*a/:b` match the same.
 */
function keyOf(parts: readonly Leaf[], types: VariableTypes): Key {
  if (parts.some((part) => part.kind === 'pattern' && part.source === '|')) return [WILDCARD];
  const segments = segmentsOf(parts);
  // Express ignores slashes at the end.
  const end = segments.findLastIndex((segment) => segment.length > 0) + 1;
  const begin = segments[0]?.length === 0 ? 1 : 0;
  const ranks = segments.slice(begin, end).map((segment) => rankOf(segment, types));
  const wide = ranks.findIndex(({ isWide }) => isWide);
  if (wide === -1) return [...ranks.flatMap(numbersOf), END];
  let start = wide;
  while (start > 0 && isFree(ranks[start]) && isFree(ranks[start - 1])) start--;
  const count = ranks.filter(({ isWide }) => isWide).length;
  return [
    ...ranks.slice(0, start).flatMap(numbersOf),
    ...[WILDCARD, -ranks.length],
    ...ranks.slice(start).flatMap(numbersOf),
    count,
  ];
}

function numbersOf({ kind, width }: Rank): readonly number[] {
  return [kind, width];
}

function isFree(rank: Rank | undefined): boolean {
  return rank?.kind === VARIABLE && rank.width === FREE;
}

function rankOf(segment: readonly Leaf[], types: VariableTypes): Rank {
  let length = 0;
  let width = 0;
  let isWide = false;
  for (const part of segment) {
    if (part.kind === 'text') length += part.text.length;
    if (part.kind === 'variable') isWide ||= part.isWide;
    if (part.kind === 'pattern') isWide ||= /[*./]|\\[DSW]|\[\^/.test(part.source);
    width = Math.max(width, widthOf(part, types));
  }
  const isText = segment.every(({ kind }) => kind === 'text');
  if (isText) return { kind: TEXT, width, isWide };
  // More literal characters match less: `/report-final-:year` is more specific than `/report-:year`, and this than
  // `/:name`.
  return { kind: length === 0 ? VARIABLE : MIXED + 1 / (length + 1), width, isWide };
}

/**
 * A pattern is narrower than a type, and this than a free variable. Wider types rank later, counted from the end, so
 * that built-in types rank the same in every `Routes`.
 */
function widthOf(part: Leaf, types: VariableTypes): number {
  if (part.kind !== 'variable') return 0;
  if (part.type === undefined) return part.pattern === '' || part.isWide ? FREE : 0;
  if (part.type === 'str' || part.type === 'path') return FREE;
  return 1 / (types.size - [...types.keys()].indexOf(part.type));
}
