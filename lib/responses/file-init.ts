import type { Request } from 'express';
import { FLAG, type OptionCheck, type OptionChecks } from '../diagnostics/options';
import { UsageError } from '../diagnostics/usage-error';
import { isEntityTag } from '../http/entity-tag';
import { createHeaders, type HeadersInit } from '../http/headers';
import { maxAgeSeconds, type Duration } from '../http/max-age';
import { checkInit, INIT_CHECKS, type ResponseInit } from './init';
import type { AnyResponse } from './response';

/** Makes the response in place of a file that is not there. */
export type FileFallback = (req: Request) => AnyResponse | Promise<AnyResponse>;

/** How a file is looked for and sent; what is said of it stands in the headers. */
export interface FileBody {
  readonly path: string;
  /** The folder that the path is relative to and may not leave. Default: the setting `mediaRoot`. */
  readonly root?: string;
  /** Whether parts of it may be asked for (`Range`). Default true. */
  readonly partial?: boolean;
  /** Whether names that begin with a dot are files like any other, or not there. Default `'ignore'`. */
  readonly dotfiles?: 'ignore' | 'allow';
  /** Whether a symlink may lead out of the root. Default false. */
  readonly followSymlinks?: boolean;
  /** Whether there is an `ETag`. Default: as the app's setting `etag` says. */
  readonly etag?: boolean;
  /** Whether there is a `Last-Modified`. Default true. */
  readonly lastModified?: boolean;
  /** Whether there is a `Cache-Control`. Default true. */
  readonly cacheControl?: boolean;
  /**
   * Sent where the file would be a 404, for whatever reason: the file at this path, which is found by the same rules, or
   * the response of this function.
   */
  readonly fallback?: string | FileFallback;
}

/** What can be said of a file beside its path. */
export interface FileInit<S extends number = number>
  extends ResponseInit<S>, Omit<FileBody, 'path' | 'etag' | 'lastModified'> {
  /**
   * The entity tag, with its quotes; false for none. Default: a strong one, of size and time of the
   * file, unless the app's setting `etag` is off.
   */
  readonly etag?: boolean | string;
  /** When it was last modified; false to say nothing of it. Default: the time of the file. */
  readonly lastModified?: boolean | Date;
  /**
   * How long caches may use it without asking: milliseconds, or a text such as `'1d'`, as `res.sendFile` has it; at
   * most a year. Default 0.
   */
  readonly maxAge?: number | Duration;
  /** Whether it never changes under this URL, so that nobody need ask within `maxAge`. Default false. */
  readonly immutable?: boolean;
}

// An option is a line here and a line in its interface.
const CHECKS: Readonly<Record<Exclude<keyof FileInit, keyof ResponseInit>, OptionCheck>> = {
  root: { wanted: 'the path of a folder', isRight: (value) => typeof value === 'string' && value !== '' },
  partial: FLAG,
  etag: {
    wanted: `true, false or an entity tag with its quotes, such as '"v7"'`,
    isRight: (value) => isFlag(value) || (isText(value) && isEntityTag(value)),
  },
  lastModified: { wanted: 'true, false or a valid Date', isRight: (value) => isFlag(value) || isValidDate(value) },
  cacheControl: FLAG,
  maxAge: {
    wanted: "milliseconds, or a text such as '10s', '5m', '1h', '30d', '1y'",
    isRight: (value) => maxAgeSeconds(value) !== undefined,
  },
  immutable: FLAG,
  dotfiles: { wanted: "'ignore' or 'allow'", isRight: (value) => value === 'ignore' || value === 'allow' },
  followSymlinks: FLAG,
  fallback: {
    wanted: 'the path of a file, or a function that returns a response',
    isRight: (value) => isText(value) || typeof value === 'function',
  },
};

const FILE_CHECKS: OptionChecks = { ...CHECKS, ...INIT_CHECKS };

/**
 * The options of a File: those that are about finding and sending it, and an init in which the others have become
 * headers.
 *
 * @throws UsageError `ERR_RETURNS_INIT` for an option that is unknown, wrong, or given twice over.
 */
export function fileOptions<S extends number>(
  className: string,
  path: string,
  init: FileInit<S> | undefined,
): { readonly body: FileBody; readonly init: ResponseInit<S> } {
  if (init === undefined) return { body: Object.freeze({ path }), init: {} };
  checkInit(className, init, FILE_CHECKS);
  const { maxAge, immutable, root, partial, dotfiles, followSymlinks, fallback, ...others } = init;
  const { etag, lastModified, cacheControl, ...rest } = others;
  if (cacheControl === false && (maxAge !== undefined || immutable === true)) {
    throw new UsageError(
      'ERR_RETURNS_INIT',
      `${className} got cacheControl: false and also maxAge or immutable, which are said there; give one or the other.`,
    );
  }
  const body = {
    path,
    ...(root !== undefined && { root }),
    ...(partial !== undefined && { partial }),
    ...(dotfiles !== undefined && { dotfiles }),
    ...(followSymlinks !== undefined && { followSymlinks }),
    ...(fallback !== undefined && { fallback }),
    ...(isFlag(etag) && { etag }),
    ...(isFlag(lastModified) && { lastModified }),
    ...(cacheControl !== undefined && { cacheControl }),
  };

  const said: Record<string, string> = {};
  if (typeof etag === 'string') said['ETag'] = etag;
  if (lastModified instanceof Date) said['Last-Modified'] = lastModified.toUTCString();
  if (maxAge !== undefined || immutable === true)
    said['Cache-Control'] =
      `public, max-age=${maxAgeSeconds(maxAge ?? 0) ?? 0}${immutable === true ? ', immutable' : ''}`;
  const headers = join(className, said, rest.headers);
  return { body: Object.freeze(body), init: headers === undefined ? rest : { ...rest, headers } };
}

/** What options and headers say together; never the same thing twice, of which one would be lost without a word. */
function join(
  className: string,
  said: Readonly<Record<string, string>>,
  headers: HeadersInit | undefined,
): HeadersInit | undefined {
  const names = Object.keys(said);
  if (headers === undefined) return names.length === 0 ? undefined : said;
  const given = createHeaders({}, headers);
  for (const name of names) {
    if (!Object.hasOwn(given, name.toLowerCase())) continue;
    throw new UsageError(
      'ERR_RETURNS_INIT',
      `${className} got the header ${name} and also an option that writes it; give one of them.`,
    );
  }
  return createHeaders(given, said);
}

function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isValidDate(value: unknown): boolean {
  return value instanceof Date && !Number.isNaN(value.getTime());
}
