import { describe } from '../diagnostics/describe';
import { ANY, checkOptions, type OptionCheck, type OptionChecks } from '../diagnostics/options';
import { UsageError } from '../diagnostics/usage-error';
import { createHeaders, type HeaderRecord, type HeadersInit, type HeadersPatch } from '../http/headers';
import { hasNoBody } from '../http/status';
import type { BodyKind } from './brand';
import type { CookieInit } from './cookie';
import { checksOfKind, KEPT_CHECKS } from './writer-options';

/** Options of a response, the same for every class. */
export interface ResponseInit<S extends number = number> {
  /**
   * An integer from 200 to 599. 204, 205 and 304 have no body.
   *
   * @default 200
   */
  readonly status?: S;
  /** Headers. `Vary` and `Set-Cookie` are added to those set by middleware; others replace them. */
  readonly headers?: HeadersInit;
  /**
   * The content type; `null` for none. Not together with a `content-type` header.
   *
   * @default that of the class
   */
  readonly contentType?: string | null;
  /** Cookies, written by `res.cookie`. `{ name, clear: true }` clears a cookie. */
  readonly cookies?: readonly CookieInit[];
  /**
   * Offers the body for saving: `true` under the name of the file or the URL, a string under this name (RFC 6266,
   * 8187). In `with()`, `false` removes it. Not together with a `content-disposition` header.
   *
   * @default false
   */
  readonly download?: boolean | string;
  /**
   * Sends the head immediately and every chunk of a stream as it comes, also through compression.
   *
   * @default false
   */
  readonly flush?: boolean;
  /**
   * Compresses the body (br, zstd, gzip or deflate) for clients that accept it. Bodies under 1,024 bytes and types that
   * do not shrink are sent as they are.
   *
   * @default false
   */
  readonly compress?: boolean;
  /** A function that runs when the reply was sent or the client has left. Its errors go to the setting `log`. */
  readonly after?: AfterTask;
}

/** Work that runs after the reply. `afterTasks()` waits for it. */
export type AfterTask = (outcome: {
  /** Whether the whole reply was passed to the network. */
  readonly isComplete: boolean;
}) => unknown;

/** The changes of `with()`: the same options; a header that is `null` is removed. */
export interface ResponseChanges<S extends number = number> extends Omit<ResponseInit<S>, 'headers'> {
  readonly headers?: HeadersPatch;
}

/** The cookies of a response; each one is checked where it is created. */
export const COOKIES: OptionCheck = {
  wanted: 'an array of { name, value, ...options }',
  isRight: (value) => Array.isArray(value),
};

/** The options of every response. Status and headers are checked together with the body. */
export const INIT_CHECKS: OptionChecks = {
  status: ANY,
  headers: ANY,
  contentType: {
    wanted: "a media type such as 'text/csv'",
    isRight: (value) => value === null || (typeof value === 'string' && value.includes('/')),
  },
  cookies: COOKIES,
  download: {
    wanted: 'true, false or the name to save as',
    isRight: (value) => typeof value === 'boolean' || (typeof value === 'string' && value !== ''),
  },
  ...KEPT_CHECKS,
};

const EVENT_CHECKS: OptionChecks = { ...checksOfKind('events'), ...INIT_CHECKS };

/** The options of a response of this kind. */
export function initChecks(kind: BodyKind): OptionChecks {
  return kind === 'events' ? EVENT_CHECKS : INIT_CHECKS;
}

/**
 * Checks the init of a response.
 *
 * @throws UsageError `ERR_RETURNS_INIT`
 */
export function checkInit(className: string, init: object, checks: OptionChecks = INIT_CHECKS): void {
  checkOptions(className, init, checks, 'ERR_RETURNS_INIT');
}

const REDIRECTS: ReadonlySet<number> = new Set([300, 301, 302, 303, 307, 308]);

/**
 * Rejects status, headers and body that contradict each other, or that the writer would replace silently.
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
    if (!REDIRECTS.has(status)) throw wrong('give 300, 301, 302, 303, 307 or 308 for a redirect.');
    for (const name of ['content-type', 'location']) {
      if (!Object.hasOwn(headers, name)) continue;
      throw new UsageError(
        'ERR_RETURNS_INIT',
        `${className} cannot have the header ${describe(name)}: res.redirect writes it.`,
      );
    }
  } else if (hasNoBody(status) && body !== null && body !== '') {
    throw wrong(`this status has no body. Return new Response(null, { status: ${status} }).`);
  }
}

/** Adds a content type to an init without one. */
export function withContentType<S extends number>(init: ResponseInit<S>, contentType: string): ResponseInit<S> {
  if (init.contentType !== undefined) return init;
  if (init.headers === undefined) return { ...init, contentType };
  const headers = createHeaders({}, init.headers ?? {});
  return Object.hasOwn(headers, 'content-type') ? { ...init, headers } : { ...init, headers, contentType };
}
