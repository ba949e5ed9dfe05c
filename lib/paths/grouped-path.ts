import { Router } from 'express';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { singlePaths, type RoutePath, type SinglePath } from './path';
import { toExpressPath } from './typed-variables';

/**
 * A RegExp for what comes after a prefix. To compose it of texts would not be exact (`^` in the middle, the bare
 * prefix, which is `/` inside), and what an authorisation does not match is open.
 */
class GroupedRegExp extends RegExp {
  readonly #prefix: string;
  readonly #inner: RegExp;

  constructor(prefix: string, inner: RegExp) {
    // What is shown, and Express reads the names of the groups from it.
    super(prefix.replace(/[/\\^$.*+?()[\]{}|]/g, '\\$&') + inner.source, inner.flags);
    this.#prefix = prefix;
    this.#inner = inner;
  }

  /** As if the RegExp was in a Router mounted at the prefix, of whose case Express by default takes no notice. */
  override exec(path: string): RegExpExecArray | null {
    const { length } = this.#prefix;
    const isInside = path.slice(0, length).toLowerCase() === this.#prefix.toLowerCase();
    if (!isInside || !['/', ''].includes(path.charAt(length))) return null;
    return this.#inner.exec(path.slice(length) || '/');
  }
}

/** @throws UsageError `ERR_RETURNS_PATH` for what is no prefix: plain segments and variables, or nothing. */
export function checkPrefix(prefix: unknown): string {
  if (typeof prefix === 'string' && /^(?:\/(?:[^/<>*?+(){}[\]\\!|]|<[^<>/]+>)+)*$/.test(prefix)) return prefix;
  throw new UsageError(
    'ERR_RETURNS_PATH',
    `routes.group() takes a prefix such as '/admin', '/:team', '/<id:int>' or ''; got ${describe(prefix)}.`,
  );
}

/**
 * The path of a route within a prefix.
 *
 * @throws UsageError `ERR_RETURNS_PATH` for one that cannot be there.
 */
export function groupedPath(prefix: string, path: RoutePath, isFence: boolean): RoutePath {
  if (prefix === '') return path;
  const regexp = Array.isArray(path) && path.find((single) => single instanceof RegExp);
  // Of several paths Express 4 makes one RegExp, of their sources.
  if (regexp) throw wrong(prefix, regexp, 'give a RegExp a route of its own.');
  const paths = singlePaths(path).flatMap((single) => grouped(prefix, single, isFence));
  return paths.length === 1 ? (paths[0] ?? prefix) : paths;
}

function grouped(prefix: string, path: SinglePath, isFence: boolean): readonly SinglePath[] {
  if (path instanceof RegExp) {
    if (!/[:<]/.test(prefix)) return [new GroupedRegExp(prefix, path)];
    throw wrong(prefix, path, 'a RegExp cannot stand behind variables.');
  }
  if (path === '/' || path === '') return [prefix];
  if (!/^[/{]/.test(path)) throw wrong(prefix, path, `write ${describe(`/${path}`)}.`);
  const twice = variableNames(prefix).find((name) => variableNames(path).includes(name));
  if (twice !== undefined) throw wrong(prefix, path, `both have a variable ${twice}.`);

  // "/*" of Express 4 matches "/", but "/admin/*" not "/admin": a fence must stand there, too.
  const isOpen = isFence && matches(path, '/') && !matches(prefix + path, prefix.replace(VARIABLE, '1'));
  return isOpen ? [prefix + path, prefix] : [prefix + path];
}

const VARIABLE = /<(\w+)[^>]*>|[:*](\w+)/g;

function variableNames(path: string): readonly string[] {
  return Array.from(path.matchAll(VARIABLE), ([, typed, plain]) => typed ?? plain ?? '');
}

interface Layer {
  match(path: string): unknown;
}

/** Whether Express matches a path; what it refuses matches nothing, and is told of when it is mounted. */
function matches(path: string, url: string): boolean {
  try {
    const router = Router();
    router.route(toExpressPath(path, 'process_params' in router));
    return Boolean((router.stack as unknown as Layer[])[0]?.match(url));
  } catch {
    return false;
  }
}

function wrong(prefix: string, path: SinglePath, fact: string): UsageError {
  return new UsageError('ERR_RETURNS_PATH', `The path ${String(path)} in the group ${describe(prefix)}: ${fact}`);
}
