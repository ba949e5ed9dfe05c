import type { CookieOptions } from 'express';
import { describe } from '../diagnostics/describe';
import { unknownOption } from '../diagnostics/options';
import { UsageError } from '../diagnostics/usage-error';
import { checkCookieOptions, COOKIE_OPTIONS } from './cookie-options';
import { stringifyJSON } from './json-body';

/** A cookie of a response: the arguments of `res.cookie` as one object. */
export interface Cookie extends CookieOptions {
  readonly name: string;
  /** A string; `res.cookie` writes other values as `j:` and JSON. */
  readonly value: unknown;
}

/**
 * A cookie to clear: sent empty and expired, as by `res.clearCookie` of Express 5. It needs the `path` and `domain`
 * with which the cookie was set, `secure` for the prefixes `__Secure-` and `__Host-`, and `partitioned` for a
 * partitioned cookie. `maxAge`, `expires` and `signed` are ignored, so the options of the set cookie can be reused.
 */
export interface ClearedCookie extends CookieOptions {
  readonly name: string;
  readonly clear: true;
  readonly value?: undefined;
}

/** A cookie to set or to clear. */
export type CookieInit = Cookie | ClearedCookie;

const KEYS: readonly string[] = ['name', 'value', 'clear', ...COOKIE_OPTIONS];
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const VALUE = /^("?)[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*\1$/;

/**
 * Creates a frozen copy of a cookie without `undefined` options. Rejects everything that `res.cookie` of any Express
 * from 4.17 to 5 would reject or send differently.
 *
 * @throws UsageError `ERR_RETURNS_COOKIE` for an unknown option (a misspelled `httpOnly` would be a security hole), a
 * name that is not a token, and a value or option that cannot be sent (RFC 6265 section 4.1.1).
 */
export function createCookie(init: CookieInit): Cookie {
  if (typeof init !== 'object' || (init as unknown) === null) {
    throw new UsageError('ERR_RETURNS_COOKIE', `A cookie is { name, value, ...options }; got ${describe(init)}.`);
  }
  const wrong = (fact: string, cause?: unknown): UsageError =>
    new UsageError(
      'ERR_RETURNS_COOKIE',
      `The cookie ${describe(init.name)} ${fact}`,
      cause === undefined ? {} : { cause },
    );

  if (typeof init.name !== 'string' || !TOKEN.test(init.name))
    throw wrong('needs a name of letters, digits, hyphens or underscores.');
  const given = (init as { readonly clear?: unknown }).clear === undefined ? init : expired(init, wrong);
  if (given.value === undefined) throw wrong('has no value. To clear a cookie give `clear: true`.');

  const cookie = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  for (const key of Object.keys(cookie)) {
    if (!KEYS.includes(key)) throw unknownOption(`The cookie ${describe(init.name)}`, key, KEYS, 'ERR_RETURNS_COOKIE');
  }
  checkCookieOptions(cookie, wrong);
  checkValue(cookie as unknown as Cookie, wrong);
  // A Date is mutable, even in a frozen object.
  if (given.expires !== undefined) cookie['expires'] = new Date(given.expires);
  return Object.freeze(cookie) as unknown as Cookie;
}

/** Turns a cookie to clear into one to set: empty, unsigned, and expired at the date that `res.clearCookie` uses. */
function expired(init: CookieInit, wrong: (fact: string) => UsageError): Cookie {
  const { clear, value, maxAge, signed, encode, ...options } = init as Cookie & { readonly clear: unknown };
  if (clear !== true) throw wrong(`has the clear ${describe(clear)}; give true, or leave it out.`);
  if (value !== undefined) throw wrong(`has \`clear: true\` and the value ${describe(value)}; give one of them.`);
  checkCookieOptions({ ...options, maxAge, signed, encode }, wrong);
  return { ...options, value: '', expires: new Date(1) };
}

/** Rejects a value that `res.cookie` cannot write. */
function checkValue({ value, encode }: Cookie, wrong: (fact: string, cause?: unknown) => UsageError): void {
  if (typeof value === 'symbol' || typeof value === 'function')
    throw wrong(`has the value ${describe(value)}; give a string, or data that JSON can hold.`);
  let sent: unknown;
  try {
    const text = typeof value === 'object' ? stringifyJSON(value) : String(value);
    if (text === undefined) throw new TypeError('its toJSON() returned nothing');
    sent = (encode ?? encodeURIComponent)(typeof value === 'object' ? `j:${text}` : text);
  } catch (cause) {
    throw wrong(`has the value ${describe(value)}, which cannot be encoded. Give a string that can.`, cause);
  }
  if (typeof sent !== 'string' || !VALUE.test(sent))
    throw wrong(
      `has the value ${describe(value)}, which its encode made ${describe(sent)}; spaces, quotation marks, commas, semicolons, backslashes and non-ASCII characters cannot be sent.`,
    );
}

/** Merges two lists. A cookie of the second replaces that with the same name, domain and path. */
export function mergeCookies(base: readonly Cookie[], given: readonly CookieInit[]): readonly Cookie[] {
  const cookies = new Map<string, Cookie>();
  for (const cookie of base) cookies.set(cookieKey(cookie), cookie);
  for (const cookie of Array.from(given, createCookie)) cookies.set(cookieKey(cookie), cookie);
  return Object.freeze([...cookies.values()]);
}

function cookieKey(cookie: Cookie): string {
  return [cookie.name, cookie.domain ?? '', cookie.path ?? '/'].join(';');
}
