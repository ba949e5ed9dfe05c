import { describe } from '../diagnostics/describe';
import { plainText, type VariableTypes } from './converters';
import { variablesOf, type Group, type Part, type Variable } from './part';

/** The path of a URL, and the decoded string of each variable in it. */
export interface FilledPath {
  readonly url: string;
  readonly texts: ReadonlyMap<string, string>;
}

/** The values of variables, by their names. */
export type Params = Readonly<Record<string, unknown>>;

/**
 * Fills in the variables of a path. An optional part is kept if one of its variables has a value.
 *
 * @throws RangeError with the reason, if a value is missing, unknown or impossible.
 */
export function fillPath(parts: readonly Part[], types: VariableTypes, params: Params): FilledPath {
  const texts = new Map<string, string>();
  const fill = (part: Part): string => {
    if (part.kind === 'text') return part.text;
    if (part.kind === 'group') return hasValue(part, params) ? part.parts.map(fill).join('') : '';
    if (part.kind === 'pattern')
      throw new RangeError(`its part ${describe(part.source)} is a regular expression, which has no single value.`);
    const segments = toSegments(part, types, params[part.name]);
    texts.set(part.name, segments.join('/'));
    return segments.map(encode).join('/');
  };
  const url = parts.map(fill).join('');
  const unknown = Object.keys(params).find((name) => params[name] !== undefined && !texts.has(name));
  if (unknown !== undefined) throw new RangeError(`it has no variable ${unknown}.`);
  return { url, texts };
}

function hasValue({ parts }: Group, params: Params): boolean {
  return variablesOf(parts).some(({ name }) => params[name] !== undefined);
}

function toSegments(variable: Variable, types: VariableTypes, value: unknown): readonly string[] {
  const { name, isWide } = variable;
  const type = variable.type === undefined ? undefined : types.get(variable.type);
  if (value === undefined) throw new RangeError(`it needs the variable ${name}.`);
  const text: unknown = type === undefined ? plainText(value) : type.format(value);
  // Express 5 represents a wildcard as an array of segments, each of which may contain slashes.
  const segments: readonly unknown[] = isWide ? (typeof text === 'string' ? text.split('/') : [text].flat()) : [text];
  if (
    segments.length > 0 &&
    segments.every(isText) &&
    (type === undefined || isSame(type.parse(segments.join('/')), value))
  )
    return segments;
  throw new RangeError(`the variable ${name} cannot be ${describe(value)}.`);
}

/** Whether parsing the text returned the value. Objects cannot be compared and always pass. */
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
    throw new RangeError(`${describe(text)} is not a well-formed string: it has half of a surrogate pair.`);
  }
}
