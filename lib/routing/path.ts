import type { Request } from 'express';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { checkTypedVariables } from './typed-variables';

/** One path: in the grammar of the app's own Express, or a RegExp. */
export type SinglePath = string | RegExp;

/** The path of a route: one, or several of which any may match. */
export type RoutePath = SinglePath | readonly SinglePath[];

/** What `req.params` holds where the path does not say: as in Express's own types. */
type AnyParams = Request['params'];

/**
 * The type of `req.params` for a path literal of plain `:name` segments; anything with groups, wildcards or optional
 * parts has the type that Express gives.
 */
export type PathParams<Path> = Path extends string
  ? string extends Path
    ? AnyParams
    : Path extends `${string}<${string}`
      ? TypedPathParams<Path>
      : Path extends `${string}${'*' | '{' | '(' | '?' | '+' | '\\'}${string}`
        ? AnyParams
        : Record<ParamNames<Path>, string>
  : AnyParams;

/** Parts that may be missing make every variable one that may be missing. */
type TypedPathParams<Path extends string> = Path extends `${string}${'{' | '?'}${string}`
  ? { [Name in keyof AllParams<Path>]?: AllParams<Path>[Name] }
  : { [Name in keyof AllParams<Path>]: AllParams<Path>[Name] };

type AllParams<Path extends string> = TypedParams<Path> & Record<ParamNames<WithoutTyped<Path>>, string>;

type TypedParams<Path extends string> = Path extends `${string}<${infer Variable}>${infer Rest}`
  ? (Variable extends `${infer Name}:${infer Type}`
      ? Record<Name, Type extends 'int' | 'float' ? number : string>
      : Record<Variable, string>) &
      TypedParams<Rest>
  : unknown;

type WithoutTyped<Path extends string> = Path extends `${infer Before}<${string}>${infer Rest}`
  ? `${Before}${WithoutTyped<Rest>}`
  : Path;

type ParamNames<Path extends string> = Path extends `${string}:${infer Rest}`
  ? Rest extends `${infer Name}${'/' | '-' | '.' | ':'}${infer More}`
    ? NameOf<Rest, Name> | ParamNames<Rest extends `${NameOf<Rest, Name>}${infer After}` ? After : More>
    : Rest
  : never;

/** The shortest of the names that a delimiter could end: `a-b/c` is `a`. */
type NameOf<Rest extends string, Name extends string> = Name extends `${infer Shorter}${'/' | '-' | '.' | ':'}${string}`
  ? NameOf<Rest, Shorter>
  : Name;

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

/** Equal for paths that match the same requests whatever their variables are called. */
export function pathKey(path: SinglePath): string {
  if (path instanceof RegExp) return String(path);
  return path
    .replace(/<\w+(?::(\w+))?>/g, (_text, type = 'str') => (type === 'str' ? ':' : `<${type}>`))
    .replace(/:\w+/g, ':');
}
