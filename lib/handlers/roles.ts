import { types } from 'node:util';
import type { NextFunction, Request, Response as ExpressResponse } from 'express';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { Binary } from '../responses/binary';
import { isBlob, isBytes, isStream, type Body } from '../streams/body';
import { JSON as JSONResponse } from '../responses/json';
import { remedyForForgotten } from '../responses/json-body';
import type { ResponseInit } from '../responses/init';
import { isResponse, type AnyResponse } from '../responses/response';
import { Text } from '../responses/text';
import { fromWebResponse, isWebResponse } from '../responses/web-response';
import { mayAnswer } from './parameters';
import { isPassed, passedByOther, type Passed } from './pass';

/** A user's function as Express calls it. */
export type RouteFunction = (req: Request, res: ExpressResponse, next: NextFunction) => unknown;

/**
 * The meaning of a result: a response to write, "continue", also with properties for `req`, or "the function uses `res`
 * or `next` itself".
 */
export type Verdict = AnyResponse | Passed | 'pass on' | 'answers itself';

/** Turns the result of a function into a verdict; `status` is that of `res`. May throw a usage error. */
export type Role = (result: unknown, fn: RouteFunction, status: number) => Verdict;

/** The role of the last function of a route: every result is a reply. */
export const asHandler: Role = (result, fn, status) => {
  if (result !== undefined) return toResponse(result, status);
  if (mayAnswer(fn)) return 'answers itself';
  throw new UsageError(
    'ERR_RETURNS_NO_RESULT',
    'the handler returned undefined, so the request would never be answered. Return a response (null is JSON null), or declare (req, res) if it answers through res.',
  );
};

/**
 * The role of a guard: a response stops, `undefined` and `pass()` continue. Any other value is refused, since `false`
 * hardly means "continue".
 */
export const asGuard: Role = (result) => {
  if (result === undefined) return 'pass on';
  const response = isPassed(result) ? result : givenResponse(result);
  if (response !== undefined) return response;
  throw new UsageError(
    'ERR_RETURNS_RESULT',
    `the guard returned ${describe(result)}. Return a response to stop, or undefined to continue. pass({ name: value }) gives the handler req.name.`,
  );
};

/**
 * The role of any other middleware, which continues only by `next()`. Its `undefined` has no meaning: an async wrapper
 * may resolve before its 401 is written.
 */
export const asMiddleware: Role = (result) => {
  if (isPassed(result)) throw passedByOther();
  return givenResponse(result) ?? 'answers itself';
};

function givenResponse(result: unknown): AnyResponse | undefined {
  if (isResponse(result)) return result;
  return isWebResponse(result) ? fromWebResponse(result) : undefined;
}

/**
 * Returns the response for a returned value. A response has its own status; any other value is sent with the status of
 * `res`, such as 404 after `res.status(404)`.
 *
 * @throws UsageError `ERR_RETURNS_RESULT` for a value that cannot be turned into a response; a returned Error is thrown
 * as it is.
 */
function toResponse(value: unknown, status: number): AnyResponse {
  const given = givenResponse(value);
  if (given !== undefined) return given;
  // A test double of `res` may have the status 0, or none.
  const init = status === 200 || !status ? undefined : { status };
  switch (typeof value) {
    case 'string':
      return new Text(value, init);
    case 'number':
    case 'boolean':
      return new JSONResponse(value, init);
    case 'object':
      return fromObject(value, init);
    case 'bigint':
    case 'symbol':
    case 'function':
    case 'undefined':
      throw wrongResult(value, 'Return a response, an object, a string, a number, a boolean or null.');
  }
}

function fromObject(value: object | null, init: ResponseInit | undefined): AnyResponse {
  if (value === null) return new JSONResponse(null, init);
  if (isBytes(value) || isBlob(value) || isStream(value)) return new Binary(value as Body, init);
  // As JSON it would be a 200 with {}. A returned error is treated like a thrown one.
  if (value instanceof globalThis.Error || types.isNativeError(value)) throw value;
  const remedy = remedyForForgotten(value);
  if (remedy !== undefined) throw wrongResult(value, `JSON would be {}. ${remedy}`);
  if (typeof (value as { readonly pipe?: unknown }).pipe === 'function') {
    throw wrongResult(value, 'Return a readable stream.');
  }
  return new JSONResponse(value, init);
}

function wrongResult(value: unknown, remedy: string): UsageError {
  return new UsageError(
    'ERR_RETURNS_RESULT',
    `the handler returned ${describe(value)}, which cannot be turned into a response. ${remedy}`,
  );
}
