import type { VariableTypes } from './converters';
import { typeNameIn } from './typed-variables';

/**
 * How explicit a path is, one number for each of its segments, the lower the more explicit. Two paths are compared from
 * the left, and the first segment that differs decides.
 */
export type Specificity = readonly number[];

// What a segment matches, from one text to anything. Numbers between these grade what is of one kind.
const END = 0;
const TEXT = 1;
const MIXED = 2;
const CONSTRAINED = 3;
const VARIABLE = 4;
const WILDCARD = 5;
/** `/a/*rest/b` matches less than `/a/*rest`: after a wildcard the end is the widest of all. */
const END_AFTER_WILDCARD = 6;
/** What may be missing matches more than the same that must be there, and less than the next kind. */
const OPTIONAL = 0.5;

/** Reads both grammars, that of Express 4 and that of Express 5: what one of them refuses is never mounted there. */
export function specificity(path: string, types: VariableTypes): Specificity {
  const ranks = segmentsOf(path).map(({ text, isOptional }) => rankOf(text, types) + (isOptional ? OPTIONAL : 0));
  const hasWildcard = ranks.some((rank) => rank >= WILDCARD);
  return [...ranks, hasWildcard ? END_AFTER_WILDCARD : END];
}

/** For `sort`: negative if `a` is the more explicit one, 0 if neither is. */
export function compareSpecificity(a: Specificity, b: Specificity): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

interface Segment {
  text: string;
  isOptional: boolean;
}

/** Splits at slashes: not in the pattern of a variable, and noting which slash is in the braces of an optional part. */
function segmentsOf(path: string): Segment[] {
  const segments: Segment[] = [];
  let braces = 0;
  let parentheses = 0;
  let current: Segment = { text: '', isOptional: false };
  const close = (): void => {
    if (current.text !== '') segments.push(current);
  };
  for (const [character] of path.matchAll(/\\?[^]/g)) {
    if (character === '(') parentheses++;
    if (character === ')') parentheses--;
    if (character === '/' && parentheses === 0) {
      close();
      current = { text: '', isOptional: braces > 0 };
    } else if (character === '{') {
      braces++;
    } else if (character === '}') {
      braces--;
    } else {
      // An escaped character is a text like any other.
      current.text += character.length > 1 ? '_' : character;
      current.isOptional ||= braces > 0;
    }
  }
  close();
  return segments;
}

/** A variable of Express, with the pattern that Express 4 allows; or such a pattern alone. */
const VARIABLES = /:(?:\w+|"[^"]*")(?:\([^)]*\))?[?*+]?|<[^>]*>\??|\([^)]*\)[?*+]?/g;

function rankOf(text: string, types: VariableTypes): number {
  const literal = text.replace(VARIABLES, '');
  const type = typeNameIn(text);
  if (type === 'path') return WILDCARD;
  if (literal.includes('*') || /[.\]]\s*[*+]|\)[*+]|:\w+[*+]/.test(text)) return WILDCARD;
  const optional = /[\w")>]\?/.test(text) ? OPTIONAL : 0;
  if (literal === text) return TEXT + optional;
  // More text, fewer matches: `/report-:year` is more explicit than `/:name`, and less than `/report-final-:year`.
  if (literal !== '') return MIXED + 1 / (literal.length + 1) + optional;
  if (type !== undefined && type !== 'str') return CONSTRAINED + widthOf(type, types) + optional;
  return (text.includes('(') ? CONSTRAINED : VARIABLE) + optional;
}

/**
 * Below OPTIONAL, the wider the type the more. By the place from the end, where the built-in types are, so that they have
 * the same for each Routes.
 */
function widthOf(type: string, types: VariableTypes): number {
  return 1 / (types.size - [...types.keys()].indexOf(type));
}
