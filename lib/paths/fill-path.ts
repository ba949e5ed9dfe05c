import { describe } from '../diagnostics/describe';
import type { VariableType } from './converter';
import { plainText, type VariableTypes } from './converters';

/** A path with its variables filled in: the path of a URL, and the decoded text of each variable in it. */
export interface FilledPath {
  readonly url: string;
  readonly texts: ReadonlyMap<string, string>;
}

/** What to put in for the variables of a path, by their names. */
export type Params = Readonly<Record<string, unknown>>;

interface Variable {
  readonly name: string;
  readonly type: VariableType | undefined;
  /** Whether its text may have several segments. */
  readonly isWide: boolean;
  readonly isOptional: boolean;
}

type Part = string | Variable | readonly Part[];

/**
 * Fills in the variables of a path, in the grammar of either Express major. What it makes of paths that are no more
 * than regular expressions (`/ab?cd`) is for the layer of the route to refuse.
 *
 * @throws RangeError with the reason, where a value is missing, unknown or cannot stand there.
 */
export function fillPath(path: string, types: VariableTypes, params: Params): FilledPath {
  const texts = new Map<string, string>();
  const url = fill(parse(path, types), params, texts);
  const unknown = Object.keys(params).find((name) => params[name] !== undefined && !texts.has(name));
  if (unknown !== undefined) throw new RangeError(`it has no variable ${unknown}.`);
  return { url, texts };
}

const TOKEN = /\\([^])|<(\w+)(?::(\w+))?>(\?)?|([:*])(?:(\w+)|"([^"]*)")(?:\([^)]*\))?([?*+])?|\([^)]*\)|[^]/gu;

function parse(path: string, types: VariableTypes): readonly Part[] {
  const groups: Part[][] = [[]];
  let unnamed = 0;
  for (const [token, escaped, typed, typeName = 'str', typedOptional, kind, name, quoted, modifier] of path.matchAll(
    TOKEN,
  )) {
    const group = groups.at(-1) ?? [];
    if (escaped !== undefined) group.push(escaped);
    else if (typed !== undefined) {
      const isOptional = typedOptional !== undefined;
      group.push({ name: typed, type: types.get(typeName), isWide: typeName === 'path', isOptional });
    } else if (kind !== undefined) {
      const isWide = kind === '*' || modifier === '*' || modifier === '+';
      group.push({ name: name ?? quoted ?? '', type: undefined, isWide, isOptional: modifier === '?' });
    } else if (token === '*' || token.length > 1) {
      group.push({ name: String(unnamed++), type: undefined, isWide: true, isOptional: false });
    } else if (token === '{') {
      const inner: Part[] = [];
      group.push(inner);
      groups.push(inner);
    } else if (token === '}') {
      groups.pop();
    } else {
      group.push(token);
    }
  }
  return groups[0] ?? [];
}

function fill(parts: readonly Part[], params: Params, texts: Map<string, string>): string {
  let url = '';
  for (const part of parts) {
    if (typeof part === 'string') {
      url += part;
    } else if (isGroup(part)) {
      if (hasValue(part, params)) url += fill(part, params, texts);
    } else if (part.isOptional && params[part.name] === undefined) {
      // In Express 4 the separator before an optional variable goes with it.
      url = url.replace(/[/.]$/, '');
    } else {
      const segments = segmentsOf(part, params[part.name]);
      texts.set(part.name, segments.join('/'));
      url += segments.map(encode).join('/');
    }
  }
  return url;
}

function isGroup(part: Variable | readonly Part[]): part is readonly Part[] {
  return Array.isArray(part);
}

/** An optional part is there for the sake of its variables. */
function hasValue(parts: readonly Part[], params: Params): boolean {
  return parts.some((part) => {
    if (typeof part === 'string') return false;
    return isGroup(part) ? hasValue(part, params) : params[part.name] !== undefined;
  });
}

function segmentsOf({ name, type, isWide }: Variable, value: unknown): readonly string[] {
  if (value === undefined) throw new RangeError(`it needs the variable ${name}.`);
  const text: unknown = type === undefined ? plainText(value) : type.format(value);
  // Express 5 has the segments of a wildcard as an array, since each may have slashes of its own.
  const segments: readonly unknown[] = isWide ? (typeof text === 'string' ? text.split('/') : [text].flat()) : [text];
  if (
    segments.length > 0 &&
    segments.every(isText) &&
    (type === undefined || isSame(type.parse(segments.join('/')), value))
  )
    return segments;
  throw new RangeError(`the variable ${name} cannot be ${describe(value)}.`);
}

/** Whether what a text stands for is what it was made of. Of two objects nobody can tell. */
function isSame(parsed: unknown, value: unknown): boolean {
  return parsed !== undefined && (typeof value === 'object' || String(parsed) === String(value));
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function encode(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    throw new RangeError(`${describe(text)} is no well-formed text: it has half of a surrogate pair.`);
  }
}
