import { textOf } from './text-of';

/** The values of the variables of a path, by name; those of `*` in Express 4 by number. */
export type PathValues = Readonly<Record<string, unknown>>;

// An escaped character; an optional part, which may have one in it; `<name:type>`, `:name(pattern)` or `*name`.
const PART = /\\(.)|\{((?:[^{}]|\{[^{}]*\})*)\}|(\/?)(?:<(\w+):?(\w*)>|:(\w+)(?:\(.*?\)(?![+*)]))?|\*(\w*))(\??)/g;

/** The groups of a match; there is a slash, or `''`, where there is a variable. */
type PartMatch = [
  match: string,
  escaped: string | undefined,
  group: string | undefined,
  slash: string,
  typed: string | undefined,
  type: string | undefined,
  plain: string | undefined,
  wide: string | undefined,
  optional: string,
];

/**
 * Fills in the variables of a path as it is written in the route, in the syntax of Express 4 or 5. An optional part is
 * kept if one of its variables has a value.
 *
 * @throws TypeError for a value that is missing, and for one that would lead to another path: `''`, `'.'` and `'..'`.
 */
export function fillPath(path: string, given?: PathValues): string {
  const values: PathValues = { __proto__: null, ...given };
  let stars = 0;
  const fill = (text: string): string =>
    text.replace(PART, (...match: PartMatch): string => {
      const [, escaped, group, slash, typed, type, plain, wide, optional] = match;
      if (escaped) return escaped;
      if (group) {
        const names = [...group.matchAll(/[<:*](\w+)/g)] as unknown as [match: string, name: string][];
        return names.some(([, each]) => values[each] !== undefined) ? fill(group) : '';
      }
      const name = typed ?? plain ?? (wide || `${stars++}`);
      const value = values[name];
      if (value === undefined && optional) return '';
      const isSplit = typeof value === 'string' && (wide !== undefined || type === 'path');
      const segments = isSplit ? value.split('/') : [value].flat();
      return slash + (segments.map((segment) => encode(path, name, segment)).join('/') || encode(path, name, ''));
    });
  return fill(path);
}

function encode(path: string, name: string, value: unknown): string {
  const text = textOf(value ?? '');
  if (/^\.?\.?$/.test(text)) throw new TypeError(`${path}: ${name} cannot be '${text}'`);
  return encodeURIComponent(text);
}
