import type { CookieOptions } from 'express';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';

/** A cookie on a response: the arguments of `res.cookie` as one object. */
export interface Cookie extends CookieOptions {
  readonly name: string;
  /** A string, or anything else for `res.cookie` to write as `j:` and JSON. */
  readonly value: unknown;
}

const KEYS: ReadonlySet<string> = new Set([
  ...['name', 'value', 'maxAge', 'signed', 'expires', 'httpOnly', 'path', 'domain'],
  ...['secure', 'encode', 'sameSite', 'priority', 'partitioned'],
]);
const SAME_SITE: ReadonlySet<unknown> = new Set([true, false, 'lax', 'strict', 'none']);
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const ATTRIBUTE = /^[\x20-\x3a\x3c-\x7e]*$/;

/**
 * A frozen copy of a cookie.
 *
 * @throws UsageError `ERR_RETURNS_COOKIE` for an unknown option (a misspelled `httpOnly` would be a hole), a name that
 * is no token, or a path or domain that would end the attribute (RFC 6265 section 4.1.1).
 */
export function createCookie(given: Cookie): Cookie {
  if (typeof given !== 'object' || (given as unknown) === null) {
    throw new UsageError('ERR_RETURNS_COOKIE', `A cookie is { name, value, ...options }; got ${describe(given)}.`);
  }
  const wrong = (what: string) => new UsageError('ERR_RETURNS_COOKIE', `The cookie ${describe(given.name)} ${what}`);

  if (typeof given.name !== 'string' || !TOKEN.test(given.name))
    throw wrong('needs a name of letters, digits, hyphens or underscores.');
  if (given.value === undefined)
    throw wrong('has no value. To clear a cookie give it the value "" and `expires: new Date(1)`.');
  for (const key of Object.keys(given)) {
    if (!KEYS.has(key)) throw wrong(`has the unknown option ${describe(key)}; known are ${[...KEYS].join(', ')}.`);
  }
  for (const key of ['path', 'domain'] as const) {
    const value: unknown = given[key];
    if (value !== undefined && (typeof value !== 'string' || !ATTRIBUTE.test(value)))
      throw wrong(`has the ${key} ${describe(value)}, which cannot be sent.`);
  }
  const sameSite = typeof given.sameSite === 'string' ? given.sameSite.toLowerCase() : given.sameSite;
  if (sameSite !== undefined && !SAME_SITE.has(sameSite))
    throw wrong(`has the sameSite ${describe(sameSite)}; give true, false, 'lax', 'strict' or 'none'.`);

  return Object.freeze({ ...given });
}

/** The cookies of both lists; one of the second replaces its namesake for the same domain and path. */
export function mergeCookies(base: readonly Cookie[], given: readonly Cookie[]): readonly Cookie[] {
  const cookies = new Map<string, Cookie>();
  for (const cookie of base) cookies.set(cookieKey(cookie), cookie);
  for (const cookie of Array.from(given, createCookie)) cookies.set(cookieKey(cookie), cookie);
  return Object.freeze([...cookies.values()]);
}

function cookieKey(cookie: Cookie): string {
  return [cookie.name, cookie.domain ?? '', cookie.path ?? '/'].join(';');
}
