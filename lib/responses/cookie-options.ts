import { types } from 'node:util';
import type { CookieOptions } from 'express';
import { describe } from '../diagnostics/describe';
import { FLAG, FUNCTION, type OptionCheck } from '../diagnostics/options';
import type { UsageError } from '../diagnostics/usage-error';

// Semicolons end the attribute (RFC 6265 section 4.1.1); `<` is rejected by the cookie package of Express 4.20 to 5.
const PATH = /^[\x20-\x3a\x3d-\x7e]*$/;
const DOMAIN = /^(?:\.?[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?)*)?$/i;
const EARLIEST = Date.UTC(1601, 0, 1);
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59);

const CHECKS: Readonly<Record<keyof CookieOptions, OptionCheck>> = {
  maxAge: {
    wanted: 'a number of milliseconds',
    isRight: (value) => typeof value === 'number' && isCookieTime(Date.now() + value),
  },
  signed: FLAG,
  expires: {
    wanted: 'a valid Date of the years 1601 to 9999',
    isRight: (value) => types.isDate(value) && isCookieTime(value.getTime()),
  },
  httpOnly: FLAG,
  path: { wanted: 'an ASCII string without ";" and "<"', isRight: (value) => isMatch(PATH, value) },
  domain: { wanted: 'a host name in ASCII', isRight: (value) => isMatch(DOMAIN, value) },
  secure: FLAG,
  encode: FUNCTION,
  sameSite: {
    wanted: "true, false, 'lax', 'strict' or 'none'",
    isRight: (value) => typeof value === 'boolean' || isMatch(/^(?:lax|strict|none)$/i, value),
  },
  priority: { wanted: "'low', 'medium' or 'high'", isRight: (value) => isMatch(/^(?:low|medium|high)$/i, value) },
  partitioned: FLAG,
};

/** The names of the options of `res.cookie`. */
export const COOKIE_OPTIONS: readonly string[] = Object.keys(CHECKS);

/** Rejects an option that Express would reject when the cookie is sent, or would send differently. */
export function checkCookieOptions(
  options: Readonly<Record<string, unknown>>,
  wrong: (fact: string) => UsageError,
): void {
  for (const [name, { wanted, isRight }] of Object.entries(CHECKS)) {
    const value = options[name];
    if (value === undefined || isRight(value)) continue;
    throw wrong(`has the ${name} ${describe(value)}; give ${wanted}.`);
  }
}

/** Whether clients can read the date that Express writes: its year has four digits (RFC 6265 sections 4.1.1, 5.1.1). */
function isCookieTime(milliseconds: number): boolean {
  return milliseconds >= EARLIEST && milliseconds <= LATEST;
}

function isMatch(form: RegExp, value: unknown): boolean {
  return typeof value === 'string' && form.test(value);
}
