import { types } from 'node:util';
import { describe } from '../diagnostics/describe';
import { ANY, type OptionChecks } from '../diagnostics/options';
import { UsageError } from '../diagnostics/usage-error';
import { errorStatus } from '../http/status';
import type { Erased } from '../responses/construct';
import { checkInit } from '../responses/init';
import { checkData } from '../responses/json-body';
import type { AnyResponse } from '../responses/response';
import type { CodeTable } from './code-table';
import { isExpected, type Code, type ErrorCode } from './error-code';
import { codeOfStatus, detailsOfCode, type CodedError } from './error-details';
import { envelope } from './error-reply';
import { isPlainObject, renderMessage } from './message';
import { showValue } from './show-value';
import {
  copyError,
  setDefaults,
  THROWABLE_CHECKS,
  ThrowableResponse,
  withoutStack,
  type ErrorInit,
  type ThrowableStatics,
} from './throwable';

const ERROR_CHECKS: OptionChecks = { data: ANY, ...THROWABLE_CHECKS };

/**
 * An error with a code of the app. It is a response and a real global Error: return it or throw it. Its message and
 * status come from the setting `errors` of the mount when it is written; `errors.error(...)` has them immediately,
 * checked by the compiler.
 *
 * ```ts
 * throw new Error(1101, 'jalil');
 * // 400 {"status":"error","code":1101,"message":"User 'jalil' does not exist"}
 * ```
 *
 * `instanceof Error` is true for every global error, so importing this class does not break existing code. A string
 * that is in no list (`new Error('some text')`) is the message of the error until it is written: then it is a
 * `UsageError`, a 500.
 */
export interface Error<C extends Code = Code, S extends number = number> extends ThrowableResponse {
  readonly code: C;
  /** The values of the message: an array for positions, a plain object for names, or a single value. */
  readonly messageData?: unknown;
  readonly data?: unknown;
  /** Known once a list has resolved the code: from `errors.error(...)`, and on errors that reach `next`. */
  readonly status: S | undefined;
  readonly statusCode: S | undefined;
  /** Created when the error is written, in the format of the mount. */
  readonly body: null;
}

/** An error with this code, also one whose status only the list of the mount knows. */
export interface ErrorOfCode<C extends Code> extends ThrowableResponse {
  readonly code: C;
  readonly body: null;
}

/** The constructor of Error. The status is known to the list that has the code. */
export interface ErrorClass extends ThrowableStatics<Error<Erased, Erased>> {
  new <C extends Code = Code>(code: C, messageData?: unknown, init?: ErrorInit): Error<C>;
  // Declared boolean, as in Response: with a predicate, other errors would be `never` in the else branch.
  [Symbol.hasInstance](value: unknown): boolean;
}

export const Error: ErrorClass = class Error<C extends Code> extends ThrowableResponse {
  readonly code: C;
  declare readonly messageData?: unknown;
  declare readonly data?: unknown;
  declare readonly status: undefined;
  declare readonly statusCode: undefined;
  declare readonly body: null;

  /**
   * @throws UsageError `ERR_RETURNS_ERROR_CODE` for a code that is neither an integer nor a string, `ERR_RETURNS_INIT`
   * for an unknown option, `ERR_RETURNS_BODY` for data that JSON cannot hold.
   */
  constructor(code: C, messageData?: unknown, init: ErrorInit = {}) {
    checkArguments(code, init);
    const { stackTraceLimit } = globalThis.Error;
    // A stack is for debugging: a 4xx needs none, and it is most of the time of an error reply (docs/performance.md).
    if (isExpected(code)) globalThis.Error.stackTraceLimit = 0;
    try {
      super(unresolvedMessage(code, messageData, init.data), init);
    } finally {
      globalThis.Error.stackTraceLimit = stackTraceLimit;
    }
    this.code = code;
    setData(this, messageData, init.data);
  }

  protected override toReply(): AnyResponse {
    return envelope(detailsOfCode(this));
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    if (this !== (Error as unknown)) return Function.prototype[Symbol.hasInstance].call(this, value);
    return value instanceof globalThis.Error || types.isNativeError(value);
  }

  static {
    setDefaults(this, { body: null });
  }
};

/** Creates the error of a code with its message and status. A 4xx, which needs no debugging, has no stack trace. */
export function createError<C extends Code, S extends number>(
  errorCode: ErrorCode<C, string, S>,
  messageData: unknown,
  init: ErrorInit = {},
): Error<C, S> {
  const { code, status } = errorCode;
  checkArguments(code, init);
  const message = renderMessage(errorCode, messageData);
  // Bypasses the constructor of Error, which would compose another message.
  const make = () => Reflect.construct(ThrowableResponse, [message, init], Error) as Error<C, S>;
  const error = withoutStack(make);
  if (status >= 500) globalThis.Error.captureStackTrace(error, createError);
  Object.assign(error, { code, ...resolution(status) });
  setData(error, messageData, init.data);
  return error;
}

/**
 * Creates an error of a status, with the code that an error of another package with this status has, so that it is
 * answered in the format of the mount. Without a stack trace: it is a fault of the request.
 */
export function createStatusError(status: number, message: string, init: ErrorInit = {}): Error<number> {
  const error = withoutStack(() => Reflect.construct(ThrowableResponse, [message, init], Error) as Error<number>);
  return Object.assign(error, { code: codeOfStatus(status), ...resolution(status) });
}

/** Returns a copy with the message and status of the code, for `next` and later error handlers. */
export function resolveError<E extends CodedError & globalThis.Error>(error: E, codes?: CodeTable): E {
  if (errorStatus(error.status) !== undefined) return error;
  const { message, status } = detailsOfCode(error, codes);
  const stack = error.stack?.replace(error.message, () => message);
  const copy = copyError(error, resolution(status));
  for (const [key, value] of Object.entries({ message, stack }))
    Object.defineProperty(copy, key, { value, enumerable: false, configurable: true, writable: true });
  return copy;
}

/** Properties that Express, http-errors and similar packages read. */
function resolution(status: number): Readonly<Record<string, unknown>> {
  return { status, statusCode: status };
}

function checkArguments(code: unknown, init: ErrorInit): void {
  // Any string passes: only the mount knows its lists.
  if (typeof code !== 'string' && !Number.isSafeInteger(code)) {
    throw new UsageError(
      'ERR_RETURNS_ERROR_CODE',
      `Error takes the code of an ErrorCode, such as new Error(1001); got ${describe(code)}. For a plain error, use new globalThis.Error(text).`,
    );
  }
  checkInit('Error', init, ERROR_CHECKS);
  if (init.data !== undefined) checkData('The data of Error', init.data);
}

/** Contains code and data, because `toEqual` compares errors by their messages only. */
function unresolvedMessage(code: Code, messageData: unknown, data: unknown): string {
  return [
    `${code}`,
    ...(messageData === undefined ? [] : [`(${showValue(messageData)})`]),
    ...(data === undefined ? [] : [showValue(data)]),
  ].join(' ');
}

function setData(error: object, messageData: unknown, data: unknown): void {
  if (messageData !== undefined) Object.assign(error, { messageData: frozenCopy(messageData) });
  if (data !== undefined) Object.assign(error, { data: frozenCopy(data) });
}

/** Copies and freezes arrays and plain objects, one level deep; keeps other values. */
function frozenCopy(value: unknown): unknown {
  try {
    if (Array.isArray(value)) return Object.freeze([...(value as unknown[])]);
    return isPlainObject(value) ? Object.freeze({ ...value }) : value;
  } catch {
    return value; // A getter that throws, a revoked Proxy: reported when the value is shown.
  }
}
