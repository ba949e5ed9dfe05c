import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import type { Uninferred } from '../responses/declaration';
import { createTable, type BaseCode, type CodeTable } from './code-table';
import { createError, type Error as ErrorResponse } from './error';
import { isErrorCode, type Code, type ErrorCode } from './error-code';
import { markClass } from './known-class';
import type { MessageData } from './message-data';
import type { ErrorInit } from './throwable';

/** The ErrorCode of a list with this code; any of the list if its codes are not literal types. */
type CodeOf<Codes extends readonly ErrorCode[], C> = number extends Codes[number]['code']
  ? ErrorCode
  : string extends Codes[number]['code']
    ? ErrorCode
    : Extract<Codes[number] | BaseCode, { readonly code: C }>;

/** The arguments after the code: one value for each placeholder of its message, then the data, if declared. */
type ErrorArguments<M extends string, D> = unknown extends D
  ? undefined extends MessageData<M>
    ? readonly [messageData?: MessageData<M>, init?: ErrorInit]
    : readonly [messageData: MessageData<M>, init?: ErrorInit]
  : readonly [messageData: MessageData<M>, init: ErrorInit & { readonly data: D }];

/** The error of a code, which the compiler takes from the argument alone, not from the place of the error. */
type ErrorOf<C extends Code, S extends number> = Uninferred<ErrorResponse<C, S>, C>;

/** The data that a code declares; `unknown` for one that declares none. */
type DataOf<Declared> = Declared extends ErrorCode<Code, string, number, infer D> ? D : never;

/**
 * The errors of an app, declared once. Pass it to the mount (`routes.router({ errors })`) and to `errorHandler`.
 * Immutable: two apps in one process do not share codes.
 *
 * ```ts
 * const errors = new ErrorList(
 *   new ErrorCode(1100, 'Authorization error', Status.UNAUTHORIZED),
 *   new ErrorCode(1101, "User '{}' does not exist", Status.BAD_REQUEST),
 * );
 * throw errors.error(1101, 'jalil');
 * // 400 {"status":"error","code":1101,"message":"User 'jalil' does not exist"}
 * ```
 *
 * @throws UsageError `ERR_RETURNS_ERROR_CODE` for a value that is not an ErrorCode, and for a code defined twice.
 */
export class ErrorList<const Codes extends readonly ErrorCode[] = readonly ErrorCode[]> implements Iterable<ErrorCode> {
  readonly codes: Codes;

  constructor(...codes: Codes) {
    for (const code of codes as readonly unknown[]) {
      if (isErrorCode(code)) continue;
      throw new UsageError('ERR_RETURNS_ERROR_CODE', `An ErrorList takes ErrorCode objects; got ${describe(code)}.`);
    }
    this.codes = Object.freeze(codes);
    tables.set(this, createTable(codes));
    Object.freeze(this);
  }

  /**
   * Creates the error of a code of this list, or of a built-in code, with its message and status. An error below 500
   * has no stack trace: it is a normal reply, not a fault.
   *
   * @throws UsageError `ERR_RETURNS_ERROR_CODE` for an unknown code, `ERR_RETURNS_MESSAGE_DATA` for values that do not
   * fit the message.
   */
  error<C extends (Codes[number] | BaseCode)['code']>(
    code: C,
    ...rest: ErrorArguments<CodeOf<Codes, C>['message'], DataOf<CodeOf<Codes, C>>>
  ): ErrorOf<C, CodeOf<Codes, C>['status']> {
    const [messageData, init] = rest as readonly [unknown?, ErrorInit?];
    return createError(find(this, code), messageData, init);
  }

  /**
   * The declaration of a code: of this list, or of those that every app has.
   *
   * @throws UsageError `ERR_RETURNS_ERROR_CODE` for an unknown code.
   */
  get<C extends (Codes[number] | BaseCode)['code']>(code: C): CodeOf<Codes, C> {
    return find(this, code) as CodeOf<Codes, C>;
  }

  [Symbol.iterator](): Iterator<Codes[number]> {
    return this.codes[Symbol.iterator]();
  }
}

// Not a private member: that would make the types of two copies of this package incompatible.
const tables = new WeakMap<object, CodeTable>();

function find(list: object, code: Code): ErrorCode {
  const table = tables.get(list);
  const found = table?.get(code);
  if (found !== undefined) return found;
  const known = [...(table?.keys() ?? [])].map(describe).join(', ');
  throw new UsageError('ERR_RETURNS_ERROR_CODE', `The list has no error code ${describe(code)}; it has ${known}.`);
}

/** Whether a value is an ErrorList of any copy of this package. */
export const isErrorList = markClass(ErrorList, 'error-list');

/** The errors of an app: one list or several. */
export type ErrorLists = ErrorList | readonly ErrorList[];

/**
 * Returns the table of the codes of one list or several.
 *
 * @throws UsageError `ERR_RETURNS_ERROR_CODE` for a value that is not a list, and for a code defined twice.
 */
export function codesOf(errors: ErrorLists): CodeTable {
  const lists: readonly unknown[] = Array.isArray(errors) ? errors : [errors];
  for (const list of lists) {
    if (isErrorList(list)) continue;
    throw new UsageError(
      'ERR_RETURNS_ERROR_CODE',
      `The setting errors must be an ErrorList or an array of them; got ${describe(list)}.`,
    );
  }
  return createTable((lists as readonly ErrorList[]).flatMap((list) => list.codes));
}
