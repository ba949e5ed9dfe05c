import { describe } from '../diagnostics/describe';
import { ANY, checkOptions, type OptionCheck, type OptionChecks } from '../diagnostics/options';
import { UsageError } from '../diagnostics/usage-error';
import { createHeaders, type HeaderRecord, type HeadersInit, type HeadersPatch } from '../http/headers';
import { hasNoBody } from '../http/status';
import type { BodyKind } from './brand';
import type { CookieInit } from './cookie';
import { checksOfKind, KEPT_CHECKS } from './writer-options';

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
