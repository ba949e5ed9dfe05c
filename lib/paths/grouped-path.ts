import { Router } from 'express';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { OWN_MAJOR, parsePath } from './grammar';
import { segmentsOf, sourceOf, startsSegment, variablesOf, type Leaf } from './part';
import { singlePaths, type RoutePath, type SinglePath } from './path';
import { toExpressPath } from './typed-variables';

/**
 * A RegExp for the path after a prefix. A RegExp composed of both sources would not be exact (`^` in the middle; the
 * bare prefix, which is `/` inside), and a path that an authorisation misses is open.
 */
class GroupedRegExp extends RegExp {
  readonly #prefix: string;
  readonly #inner: RegExp;

  constructor(prefix: string, inner: RegExp) {
    // The source is for messages, and Express reads the names of groups from it.
    super(prefix.replace(/[/\\^$.*+?()[\]{}|]/g, '\\$&') + inner.source, inner.flags);
    this.#prefix = prefix;
    this.#inner = inner;
  }

  /**
   * Matches like the RegExp in a Router mounted at the prefix, which Express compares case-insensitively by default.
   */
  override exec(path: string): RegExpExecArray | null {
    const { length } = this.#prefix;
    const isInside = path.slice(0, length).toLowerCase() === this.#prefix.toLowerCase();
    if (!isInside || !['/', ''].includes(path.charAt(length))) return null;
    return this.#inner.exec(path.slice(length) || '/');
  }
}

/**
 * Returns a valid prefix: texts and variables, each segment one or more characters long; or ''.
 *
 * @throws UsageError `ERR_RETURNS_PATH` for any other value.
 */
export function checkPrefix(prefix: unknown): string {
  if (typeof prefix === 'string' && isPrefix(prefix)) return prefix;
  throw new UsageError(
    'ERR_RETURNS_PATH',
    `routes.group() takes a prefix such as '/admin', '/:team', '/<id:int>' or ''; got ${describe(prefix)}.`,
  );
}

function isPrefix(prefix: string): boolean {
  const leaves = parsePath(prefix).filter((part) => part.kind !== 'group');
  const [before = [], ...segments] = segmentsOf(leaves);
  const isWhole = leaves.map(sourceOf).join('') === prefix;
  return isWhole && leaves.every(isPlain) && before.length === 0 && segments.every(({ length }) => length > 0);
}

function isPlain(leaf: Leaf): boolean {
  if (leaf.kind === 'text') return !/[\\<!|]/.test(leaf.source);
  return leaf.kind === 'variable' && (leaf.type !== undefined || (!leaf.isWide && leaf.pattern === ''));
}

/**
 * Returns the path of a route within a prefix.
 *
 * @throws UsageError `ERR_RETURNS_PATH` for a path that cannot follow it.
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
    if (variablesOf(parsePath(prefix)).length === 0) return [new GroupedRegExp(prefix, path)];
    throw wrong(prefix, path, 'a RegExp cannot stand behind variables.');
  }
  if (path === '/' || path === '') return [prefix];
  const parts = parsePath(path);
  if (!startsSegment(parts)) {
    const isOptional = parts[0]?.kind === 'group';
    throw wrong(prefix, path, isOptional ? 'start each optional part with a slash.' : `write ${describe(`/${path}`)}.`);
  }
  const names = variablesOf(parts).map(({ name }) => name);
  const twice = variablesOf(parsePath(prefix)).find(({ name }) => names.includes(name))?.name;
  if (twice !== undefined) throw wrong(prefix, path, `both have a variable ${twice}.`);

  // "/*" of Express 4 matches "/", but "/admin/*" not "/admin": a fence must stand there, too.
  const isOpen = isFence && matches(path, '/') && !matches(prefix + path, sampleOf(prefix));
  return isOpen ? [prefix + path, prefix] : [prefix + path];
}

/** A request path that a prefix matches. */
function sampleOf(prefix: string): string {
  return parsePath(prefix)
    .map((part) => (part.kind === 'text' ? part.text : '1'))
    .join('');
}

interface Layer {
  match(path: string): unknown;
}

/** Whether Express matches a request path. A path that it refuses matches nothing; mounting reports it. */
function matches(path: string, url: string): boolean {
  try {
    const router = Router();
    router.route(toExpressPath(path, OWN_MAJOR));
    return Boolean((router.stack as unknown as Layer[])[0]?.match(url));
  } catch {
    return false;
  }
}

function wrong(prefix: string, path: SinglePath, fact: string): UsageError {
  return new UsageError('ERR_RETURNS_PATH', `The path ${String(path)} in the group ${describe(prefix)}: ${fact}`);
}
