import type { Request } from 'express';
import { FLAG, type OptionCheck, type OptionChecks } from '../diagnostics/options';
import { UsageError } from '../diagnostics/usage-error';
import { isEntityTag } from '../http/entity-tag';
import { createHeaders, type HeadersInit } from '../http/headers';
import { maxAgeSeconds, type Duration } from '../http/max-age';
import { checkInit, INIT_CHECKS, type ResponseInit } from './init';
import type { AnyResponse } from './response';

/** Creates the response for a missing file. */
export type FileFallback = (req: Request) => AnyResponse | Promise<AnyResponse>;

/** The file and how it is found and sent. Options that describe it have become headers. */
export interface FileBody {
  readonly path: string;
  /**
   * The folder that contains the file.
   *
   * @default the setting `mediaRoot`
   */
  readonly root?: string;
  /**
   * Whether `Range` requests are answered.
   *
   * @default true
   */
  readonly partial?: boolean;
  /**
   * Whether names that begin with a dot are served or are a 404.
   *
   * @default 'ignore'
   */
  readonly dotfiles?: 'ignore' | 'allow';
  /**
   * Whether symlinks may lead out of the root.
   *
   * @default false
   */
  readonly followSymlinks?: boolean;
  /**
   * Whether `ETag` is sent.
   *
   * @default the app's setting `etag`
   */
  readonly etag?: boolean;
  /**
   * Whether `Last-Modified` is sent.
   *
   * @default true
   */
  readonly lastModified?: boolean;
  /**
   * Whether `Cache-Control` is sent.
   *
   * @default true
   */
  readonly cacheControl?: boolean;
  /**
   * Sent where the file would be a 404, for whatever reason: the file at this path, which is found by the same rules,
   * or the response of this function.
   */
  readonly fallback?: string | FileFallback;
}

/** Options of a file. */
export interface FileInit<S extends number = number>
  extends ResponseInit<S>, Omit<FileBody, 'path' | 'etag' | 'lastModified'> {
  /**
   * The entity tag with its quotes; `false` for none.
   *
   * @default a strong tag of size and time, unless the app's setting `etag` is off
   */
  readonly etag?: boolean | string;
  /**
   * The value of `Last-Modified`; `false` for none.
   *
   * @default the time of the file
   */
  readonly lastModified?: boolean | Date;
  /**
   * The time that caches may keep it: milliseconds, or a string such as `'1d'`, as in `res.sendFile`; at most a year.
   *
   * @default 0
   */
  readonly maxAge?: number | Duration;
  /**
   * Adds `immutable` to `Cache-Control`: clients do not revalidate within `maxAge`.
   *
   * @default false
   */
  readonly immutable?: boolean;
}

// To add an option, add a line here and one to its interface.
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
    wanted: "milliseconds, or a string such as '10s', '5m', '1h', '30d', '1y'",
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
 * Splits the options of a File into those for finding and sending it, and an init in which the others are headers.
 *
 * @throws UsageError `ERR_RETURNS_INIT` for an option that is unknown, invalid, or also given as a header.
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
      `${className} got cacheControl: false together with maxAge or immutable, which set that header; give one of them.`,
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

  const implied: Record<string, string> = {};
  if (typeof etag === 'string') implied['ETag'] = etag;
  if (lastModified instanceof Date) implied['Last-Modified'] = lastModified.toUTCString();
  if (maxAge !== undefined || immutable === true)
    implied['Cache-Control'] =
      `public, max-age=${maxAgeSeconds(maxAge ?? 0) ?? 0}${immutable === true ? ', immutable' : ''}`;
  const headers = mergeHeaders(className, implied, rest.headers);
  return { body: Object.freeze(body), init: headers === undefined ? rest : { ...rest, headers } };
}

/** Merges the headers that options imply into the given ones. Rejects a header that is given twice. */
function mergeHeaders(
  className: string,
  implied: Readonly<Record<string, string>>,
  headers: HeadersInit | undefined,
): HeadersInit | undefined {
  const names = Object.keys(implied);
  if (headers === undefined) return names.length === 0 ? undefined : implied;
  const given = createHeaders({}, headers);
  for (const name of names) {
    if (!Object.hasOwn(given, name.toLowerCase())) continue;
    throw new UsageError(
      'ERR_RETURNS_INIT',
      `${className} got the header ${name} and also an option that sets it; give one of them.`,
    );
  }
  return createHeaders(given, implied);
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
