import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { createHeaders, type HeaderRecord, type HeadersInit, type HeadersPatch } from '../http/headers';
import { hasNoBody } from '../http/status';
import type { BodyKind } from './brand';
import type { CookieInit } from './cookie';
import { KEPT_OPTIONS } from './writer-options';

/** What can be said of a response beside its body; the same for every class. */
export interface ResponseInit<S extends number = number> {
  /** An integer from 200 to 599. Default 200. 204, 205 and 304 take no body. */
  readonly status?: S;
  /** Extra headers. `Vary` and `Set-Cookie` join what middleware has set, all others replace it. */
  readonly headers?: HeadersInit;
  /** Replaces the content type of the class; `null` for none. Not together with a `content-type` header. */
  readonly contentType?: string | null;
  /** Written by `res.cookie`, so that signed cookies work. `{ name, clear: true }` clears one. */
  readonly cookies?: readonly CookieInit[];
  /**
   * Offers the body for saving: `true` under the name of the file or of the URL, a text under this name, in any script
   * (RFC 6266, 8187). In `with()`, `false` takes the offer back. Not together with a `content-disposition` header.
   *
   * @default false
   */
  readonly download?: boolean | string;
  /** For a streamed body: send the head at once and every chunk as it comes, also through compression. Default false. */
  readonly flush?: boolean;
  /**
   * Whether the body is compressed (br, zstd, gzip or deflate) for who accepts it: 1,024 bytes or more, of a type that gets
   * smaller. Default false.
   */
  readonly compress?: boolean;
  /** Runs when the reply is over: sent, or its client gone. What it throws never reaches a client. */
  readonly after?: AfterTask;
}

/** Work for when the reply is over; nobody waits for it but `afterTasks()`. */
export type AfterTask = (outcome: {
  /** Whether the reply was sent whole, as far as the server can know. */
  readonly isComplete: boolean;
}) => unknown;

/** What `with()` changes: the same parts, and `null` removes a header. */
export interface ResponseChanges<S extends number = number> extends Omit<ResponseInit<S>, 'headers'> {
  readonly headers?: HeadersPatch;
}

const KEYS = ['status', 'headers', 'contentType', 'cookies', 'download', ...KEPT_OPTIONS];

/**
 * Refuses what is no init. Classes with options of their own name them in `extra`, those without all of the others in
 * `common`.
 *
 * @throws UsageError `ERR_RETURNS_INIT`
 */
export function checkInit(
  className: string,
  init: object,
  extra: readonly string[] = [],
  common: readonly string[] = KEYS,
): void {
  if (typeof init !== 'object' || (init as unknown) === null || Array.isArray(init)) {
    throw new UsageError('ERR_RETURNS_INIT', `The options of ${className} must be an object; got ${describe(init)}.`);
  }
  for (const key of Object.keys(init)) {
    if (common.includes(key) || extra.includes(key)) continue;
    throw new UsageError(
      'ERR_RETURNS_INIT',
      `${className} has no option ${describe(key)}; it has ${[...extra, ...common].join(', ')}.`,
    );
  }

  const { contentType, cookies, download } = init as ResponseInit;
  if (contentType != null && (typeof contentType !== 'string' || !contentType.includes('/'))) {
    throw new UsageError(
      'ERR_RETURNS_INIT',
      `The contentType of ${className} must be a media type such as 'text/csv'; got ${describe(contentType)}.`,
    );
  }
  if (cookies !== undefined && !Array.isArray(cookies)) {
    throw new UsageError(
      'ERR_RETURNS_INIT',
      `The cookies of ${className} must be an array of { name, value, ...options }; got ${describe(cookies)}.`,
    );
  }
  if (download !== undefined && typeof download !== 'boolean' && (typeof download !== 'string' || download === '')) {
    throw new UsageError(
      'ERR_RETURNS_INIT',
      `The option download of ${className} must be true, false or the name to save as; got ${describe(download)}.`,
    );
  }
}

const REDIRECTS: ReadonlySet<number> = new Set([300, 301, 302, 303, 307, 308]);

/**
 * Refuses parts that do not go together, or that would be replaced without a word when they are written.
 *
 * @throws UsageError `ERR_RETURNS_STATUS` or `ERR_RETURNS_INIT`
 */
export function checkParts(
  className: string,
  kind: BodyKind,
  { body, status, headers }: { readonly body: unknown; readonly status: unknown; readonly headers: HeaderRecord },
): void {
  const wrong = (remedy: string) =>
    new UsageError('ERR_RETURNS_STATUS', `${className} cannot have the status ${describe(status)}: ${remedy}`);

  if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599) {
    throw wrong('give an integer from 200 to 599.');
  }
  if (kind === 'redirect') {
    if (!REDIRECTS.has(status)) throw wrong('a redirect has 300, 301, 302, 303, 307 or 308.');
    for (const name of ['content-type', 'location']) {
      if (!Object.hasOwn(headers, name)) continue;
      throw new UsageError(
        'ERR_RETURNS_INIT',
        `${className} cannot have the header ${describe(name)}: res.redirect writes it.`,
      );
    }
  } else if (hasNoBody(status) && body !== null && body !== '') {
    throw wrong(`it takes no body, and there is one. Return new Response(null, { status: ${status} }).`);
  }
}

/** The init with a content type where it names none. */
export function withContentType<S extends number>(init: ResponseInit<S>, contentType: string): ResponseInit<S> {
  if (init.contentType !== undefined) return init;
  if (init.headers === undefined) return { ...init, contentType };
  const headers = createHeaders({}, init.headers ?? {});
  return Object.hasOwn(headers, 'content-type') ? { ...init, headers } : { ...init, headers, contentType };
}
