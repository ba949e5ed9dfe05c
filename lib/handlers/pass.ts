import { IncomingMessage } from 'node:http';
import type { Request } from 'express';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';

// A registry symbol, so that copies of the package take each other's values.
const GIVEN: unique symbol = Symbol.for('express-returns.pass') as never;

/** The result of a guard that lets a request pass and gives the handler properties of `req`. */
export interface Passed<Given extends object = object> {
  readonly [GIVEN]: Given;
}

// Properties of a request that Express, its parsers and this library read.
const OWNED: ReadonlySet<string> = new Set([
  ...['app', 'baseUrl', 'body', 'cookies', 'file', 'files', 'next', 'originalUrl', 'params', 'query', 'res', 'route'],
  ...['secret', 'session', 'signedCookies', 'accepts', 'acceptsCharset', 'acceptsCharsets', 'acceptsEncoding'],
  ...['acceptsEncodings', 'acceptsLanguage', 'acceptsLanguages', 'fresh', 'get', 'header', 'host', 'hostname', 'ip'],
  ...['ips', 'is', 'param', 'path', 'protocol', 'range', 'secure', 'stale', 'subdomains', 'xhr'],
  ...['url', 'method', 'headers', 'socket', 'connection', 'complete', 'aborted', 'rawHeaders', 'trailers'],
]);

/**
 * Lets a request pass a guard and gives the handler properties of `req`, typed by what they are:
 *
 * ```ts
 * const signedIn = guard((req) => (req.get('X-User') ? pass({ user: req.get('X-User') }) : errors.error(1100)));
 * ```
 *
 * @throws UsageError `ERR_RETURNS_RESULT` for a value that is not an object, and for a name that Express uses itself.
 */
export function pass<Given extends object>(given: Given): Passed<Given> {
  if (typeof given !== 'object' || (given as unknown) === null || Array.isArray(given))
    throw wrong(`takes an object of properties for req, such as pass({ user }); got ${describe(given)}.`);
  const owned = Object.keys(given).find((name) => OWNED.has(name) || name in IncomingMessage.prototype);
  if (owned !== undefined) throw wrong(`cannot set req.${owned}, which Express uses itself. Give it another name.`);
  return Object.freeze(Object.defineProperty({ [GIVEN]: { ...given } }, 'toJSON', { value: refuseJSON }));
}

/** Whether a value is a result of `pass()`, of any copy of this package. */
export function isPassed(value: unknown): value is Passed {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, GIVEN);
}

/** Gives a request the properties of a result of `pass()`. */
export function give(req: Request, { [GIVEN]: given }: Passed): void {
  Object.assign(req, given);
}

/** Creates the error for a result of `pass()` from a function that is not a guard. */
export function passedByOther(): UsageError {
  return wrong('was returned by a function that is not a guard. Wrap the function in guard().');
}

// A handler that returned it would otherwise reply with {}.
function refuseJSON(): never {
  throw passedByOther();
}

function wrong(fact: string): UsageError {
  return new UsageError('ERR_RETURNS_RESULT', `pass() ${fact}`);
}
