import { types } from 'node:util';
import type { NextFunction, Request, Response as ExpressResponse } from 'express';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { Binary } from '../responses/binary';
import { isBlob, isBytes, isStream, type Body } from '../streams/body';
import { JSON as JSONResponse } from '../responses/json';
import { remedyForForgotten } from '../responses/forgotten';
import type { ResponseInit } from '../responses/init';
import { isResponse, type AnyResponse } from '../responses/response';
import { Text } from '../responses/text';
import { fromWebResponse, isWebResponse } from '../responses/web-response';
import { mayAnswer } from './parameters';

/** A function of the user's as it is called. */
export type RouteFunction = (req: Request, res: ExpressResponse, next: NextFunction) => unknown;

/** What a result means: a response to write, "go on to the next function", or "it answers through `res` or `next`". */
export type Verdict = AnyResponse | 'pass on' | 'answers itself';

/** How the result of a function is understood; `status` is what `res` has. May throw: an error of the developer. */
export type Role = (result: unknown, fn: RouteFunction, status: number) => Verdict;

/** The last function of a route: everything it returns is an answer. */
export const asHandler: Role = (result, fn, status) => {
  if (result !== undefined) return toResponse(result, status);
  if (mayAnswer(fn)) return 'answers itself';
  throw new UsageError(
    'ERR_RETURNS_NO_RESULT',
    'the handler returned undefined, so nobody would ever answer. Return a response (null is JSON null), or declare (req, res) if it answers through res.',
  );
};

/**
 * A return-style guard: it returns a response to stop here, or nothing to continue. Everything else is refused, since a guard that returns
 * `false` hardly means "go on".
 */
export const asGuard: Role = (result) => {
  if (result === undefined) return 'pass on';
  const response = givenResponse(result);
  if (response !== undefined) return response;
  throw new UsageError(
    'ERR_RETURNS_RESULT',
    `the guard returned ${describe(result)}. Return a response to stop, or undefined to go on.`,
  );
};

/**
 * Any other middleware: it goes on by `next()` only. Its `undefined` means nothing: a wrapped async middleware
 * resolves before its own 401 is written.
 */
export const asMiddleware: Role = (result) => givenResponse(result) ?? 'answers itself';

function givenResponse(result: unknown): AnyResponse | undefined {
  if (isResponse(result)) return result;
  return isWebResponse(result) ? fromWebResponse(result) : undefined;
}

/**
 * The response that a returned value stands for. A response has its own status; any other value says nothing of one,
 * and so leaves that of `res`: after `res.status(404)` an object is no 200.
 *
 * @throws UsageError `ERR_RETURNS_RESULT` for a value that stands for none; an Error, as it was returned.
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
  // As JSON it would be a 200 with {}. A returned error means what a thrown one means.
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
    `the handler returned ${describe(value)}, which stands for no response. ${remedy}`,
  );
}
