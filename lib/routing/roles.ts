import { types } from 'node:util';
import type { NextFunction, Request, Response as ExpressResponse } from 'express';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { Binary } from '../responses/binary';
import { isBlob, isBytes, isStream, type Body } from '../responses/body';
import { JSON as JSONResponse } from '../responses/json';
import { isCollection } from '../responses/json-stream';
import { isResponse, type AnyResponse } from '../responses/response';
import { Text } from '../responses/text';
import { fromWebResponse, isWebResponse } from '../responses/web-response';

/** A function of the user's as it is called. */
export type UserFunction = (req: Request, res: ExpressResponse, next: NextFunction) => unknown;

/** What a result means: a response to write, "go on to the next function", or "it sees to the rest itself". */
export type Verdict = AnyResponse | 'pass on' | 'nothing';

/** How the result of a function is understood. May throw: an error of the developer. */
export type Role = (result: unknown, fn: UserFunction) => Verdict;

/** The last function of a route: everything it returns is an answer. */
export const asHandler: Role = (result, fn) => {
  if (result !== undefined) return toResponse(result);
  if (fn.length >= 2) return 'nothing';
  throw new UsageError(
    'ERR_RETURNS_NO_RESULT',
    'the handler returned undefined, so nobody would ever answer. Return a response (null is JSON null), or declare (req, res) if it answers through res.',
  );
};

/**
 * A return-style guard: a response stops, nothing goes on. Everything else is refused, since a guard that returns
 * `false` hardly means "go on".
 */
export const asGuard: Role = (result, fn) => {
  if (result === undefined) return 'pass on';
  const verdict = asMiddleware(result, fn);
  if (verdict !== 'nothing') return verdict;
  throw new UsageError(
    'ERR_RETURNS_RESULT',
    `the guard returned ${describe(result)}. Return a response to stop, or undefined to go on.`,
  );
};

/**
 * Any other middleware: it goes on by `next()` only. Its `undefined` means nothing: a wrapped async middleware
 * resolves before its own 401 is written.
 */
export const asMiddleware: Role = (result) => {
  if (isResponse(result)) return result;
  return isWebResponse(result) ? fromWebResponse(result) : 'nothing';
};

/**
 * The response that a returned value stands for.
 *
 * @throws UsageError `ERR_RETURNS_RESULT` for a value that stands for none; an Error, as it was returned.
 */
export function toResponse(value: unknown): AnyResponse {
  if (isResponse(value)) return value;
  switch (typeof value) {
    case 'string':
      return new Text(value);
    case 'number':
    case 'boolean':
      return new JSONResponse(value);
    case 'object':
      return fromObject(value);
    case 'bigint':
    case 'symbol':
    case 'function':
    case 'undefined':
      throw wrongResult(value, 'Return a response, an object, a string, a number, a boolean or null.');
  }
}

function fromObject(value: object | null): AnyResponse {
  if (value === null) return new JSONResponse(null);
  if (isWebResponse(value)) return fromWebResponse(value);
  if (isBytes(value) || isBlob(value) || isStream(value)) return new Binary(value as Body);
  if (isCollection(value))
    throw wrongResult(value, 'JSON does not know it: return Object.fromEntries(map) or [...set].');
  // As JSON it would be a 200 with {}. Whoever returns an error means what throwing it means.
  if (value instanceof globalThis.Error || types.isNativeError(value)) throw value;
  if (typeof (value as { readonly pipe?: unknown }).pipe === 'function')
    throw wrongResult(value, 'Return a readable stream.');
  return new JSONResponse(value);
}

function wrongResult(value: unknown, remedy: string): UsageError {
  return new UsageError(
    'ERR_RETURNS_RESULT',
    `the handler returned ${describe(value)}, which stands for no response. ${remedy}`,
  );
}
