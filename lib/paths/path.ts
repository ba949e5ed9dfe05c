import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { OWN_MAJOR, parsePath } from './grammar';
import type { ExpressMajor, Part } from './part';
import { checkTypedVariables } from './typed-variables';

/** A path in the syntax of the app's own Express, or a RegExp. */
export type SinglePath = string | RegExp;

/** The path of a route: one path, or an array of alternatives. */
export type RoutePath = SinglePath | readonly SinglePath[];

/**
 * Returns a frozen copy of a path.
 *
 * @throws UsageError `ERR_RETURNS_PATH` for a path that can never match, or would miss requests.
 */
export function checkPath(path: unknown): RoutePath {
  if (Array.isArray(path)) {
    if (path.length === 0) throw new UsageError('ERR_RETURNS_PATH', 'A route needs a path; got an empty array.');
    return Object.freeze(path.map(checkSinglePath));
  }
  return checkSinglePath(path);
}

function checkSinglePath(path: unknown): SinglePath {
  if (path instanceof RegExp) {
    if (path.global || path.sticky) {
      throw new UsageError(
        'ERR_RETURNS_PATH',
        `The path ${String(path)} keeps the position of its last match, so it misses every other request: remove the flags g and y.`,
      );
    }
    return path;
  }
  if (typeof path !== 'string') {
    throw new UsageError(
      'ERR_RETURNS_PATH',
      `A path is a string, a RegExp or an array of these; got ${describe(path)}.`,
    );
  }
  const parts = parsePath(path);
  if (!canMatch(parts)) {
    throw new UsageError(
      'ERR_RETURNS_PATH',
      `The path ${describe(path)} can never match, since every request path starts with a slash: write ${describe(`/${path}`)}.`,
    );
  }
  checkTypedVariables(path, parts);
  return path;
}

/** Whether a path can match a request path, all of which start with a slash. */
function canMatch([first]: readonly Part[]): boolean {
  if (first === undefined || first.kind === 'group') return true;
  if (first.kind === 'text') return first.text.startsWith('/');
  return '*({'.includes(first.source.charAt(0));
}

/** The single paths of a path. */
export function singlePaths(path: RoutePath): readonly SinglePath[] {
  return path instanceof RegExp || typeof path === 'string' ? [path] : path;
}

/** Returns a path as a string for messages. */
export function pathText(path: RoutePath): string {
  return singlePaths(path).map(String).join(', ');
}

/**
 * Returns a key that is equal for paths which match the same requests, whatever their variables are called; `typeKey`
 * tells types of the same name apart.
 */
export function pathKey(
  path: SinglePath,
  major: ExpressMajor = OWN_MAJOR,
  typeKey: (name: string) => unknown = String,
): string {
  if (path instanceof RegExp) return String(path);
  // In Express 4 the escapes before a variable change what it matches: `/a.:x` has no dot in x, `/a\.:x` may have one.
  const isEscapeKept = major === 4;
  const keyOf = (parts: readonly Part[]): string => parts.map(keyOfPart).join('');
  const keyOfPart = (part: Part, index: number, parts: readonly Part[]): string => {
    const isLast = index === parts.length - 1;
    if (part.kind === 'text') return isEscapeKept && !isLast ? part.source : part.text.replace(/[^\w/]/g, '\\$&');
    if (part.kind === 'group') return `{${keyOf(part.parts)}}`;
    if (part.kind === 'pattern') return `[${part.source}]`;
    const { type = 'str', isWide, pattern } = part;
    if (type !== 'str' && type !== 'path') return `<${String(typeKey(type))}>`;
    return (isWide ? '*' : ':') + pattern;
  };
  return keyOf(parsePath(path, major));
}
