import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { checkTypedVariables } from './typed-variables';

/** One path: in the grammar of the app's own Express, or a RegExp. */
export type SinglePath = string | RegExp;

/** The path of a route: one, or several of which any may match. */
export type RoutePath = SinglePath | readonly SinglePath[];

/**
 * A copy of a path that nobody can change any more.
 *
 * @throws UsageError `ERR_RETURNS_PATH` for what can never match, or would not match what it seems to.
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
        `The path ${String(path)} remembers where it last matched, so that it misses every other request: leave out the flags g and y.`,
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
  if (path !== '' && !'/*({'.includes(path.charAt(0))) {
    throw new UsageError(
      'ERR_RETURNS_PATH',
      `The path ${describe(path)} can never match, since every request path starts with a slash: write ${describe(`/${path}`)}.`,
    );
  }
  checkTypedVariables(path);
  return path;
}

/** The single paths of a path. */
export function singlePaths(path: RoutePath): readonly SinglePath[] {
  return path instanceof RegExp || typeof path === 'string' ? [path] : path;
}

/** A path as text, for messages. */
export function pathText(path: RoutePath): string {
  return singlePaths(path).map(String).join(', ');
}

/**
 * Equal for paths that match the same requests whatever their variables are called; `typeKey` tells types of the same
 * name apart.
 */
export function pathKey(path: SinglePath, typeKey: (name: string) => unknown = String): string {
  if (path instanceof RegExp) return String(path);
  return path
    .replace(/<\w+(?::(\w+))?>/g, (_text, type = 'str') =>
      type === 'str' ? ':' : `<${String(typeKey(type as string))}>`,
    )
    .replace(/:\w+/g, ':');
}
