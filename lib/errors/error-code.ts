import { describe } from '../diagnostics/describe';
import { checkOptions, type OptionChecks } from '../diagnostics/options';
import { UsageError } from '../diagnostics/usage-error';
import { isStandardSchema, type StandardSchema } from '../schema/standard-schema';
import { markClass } from './known-class';
import { parseTemplate, type Template } from './template';

/** The code of an error: a number, or a string without white space such as `'invalid_client'`. */
export type Code = number | string;

/** Options of an error code. */
export interface ErrorCodeInit<D = unknown> {
  /** The schema of the data of the error, for any validator that implements Standard Schema. */
  readonly data?: StandardSchema<unknown, D>;
}

const INIT_CHECKS: OptionChecks = {
  data: { wanted: 'a schema that implements Standard Schema', isRight: isStandardSchema },
};

/**
 * An error that an app declares once: a code for clients, a message template and a status. Frozen.
 *
 * ```ts
 * new ErrorCode(1101, "User '{}' does not exist", Status.BAD_REQUEST)
 * new ErrorCode('invalid_client', 'Client authentication failed', Status.UNAUTHORIZED)
 * ```
 *
 * With `{ data: schema }`, `errors.error()` asks for data of the schema, and documents and clients know it.
 *
 * Placeholders are `{}` for the next value, `{0}` for a position and `{name}` for a name; `{{` and `}}` are literal
 * braces.
 *
 * @throws UsageError `ERR_RETURNS_ERROR_CODE` for a code that is not a positive integer or a string without white
 * space, or is an HTTP status; for an invalid template; for a status outside 400 to 599; for data that is not a schema.
 */
export class ErrorCode<C extends Code = Code, M extends string = string, S extends number = number, D = unknown> {
  readonly code: C;
  /** The message template. */
  readonly message: M;
  readonly status: S;
  /** The schema of the data; missing if it is not declared. */
  declare readonly data?: StandardSchema<unknown, D>;

  constructor(code: C, message: M, status: S, init: ErrorCodeInit<D> = {}) {
    const owner = `The error code ${describe(code)}`;
    const wrong = (fact: string) => new UsageError('ERR_RETURNS_ERROR_CODE', `${owner} ${fact}`);
    const fault = faultOf(code);
    if (fault !== undefined) throw wrong(fault);
    if (typeof message !== 'string' || message === '')
      throw wrong(`needs a message, such as "User '{}' does not exist"; got ${describe(message)}.`);
    if (!Number.isInteger(status) || status < 400 || status > 599)
      throw wrong(`needs a status from 400 to 599; got ${describe(status)}.`);

    checkOptions(`the error code ${describe(code)}`, init, INIT_CHECKS, 'ERR_RETURNS_ERROR_CODE');

    this.code = code;
    this.message = message;
    this.status = status;
    if (init.data !== undefined) this.data = init.data;
    // A message without braces cannot be wrong: it is parsed when it is first used.
    if (message.includes('{') || message.includes('}')) templates.set(this, parseTemplate(message, owner));
    if (status >= 500 || !expected.has(code)) expected.set(code, status < 500);
    Object.freeze(this);
  }
}

/** The codes of this process: whether all errors with a code have a status below 500. */
const expected = new Map<Code, boolean>();

/** Whether an error with this code is a normal reply: every list of the process that has the code gives it a 4xx. */
export function isExpected(code: unknown): boolean {
  return expected.get(code as Code) === true;
}

/** Returns why a value cannot be a code, `undefined` if it can. */
function faultOf(code: unknown): string | undefined {
  if (typeof code === 'string') return faultOfText(code);
  if (typeof code !== 'number' || !Number.isSafeInteger(code) || code < 1)
    return "must be a positive integer, such as 1101, or a string, such as 'invalid_client'.";
  if (code >= 400 && code < 600)
    return 'is an HTTP status, which is the code of errors without an ErrorCode; use 1100 or above.';
  return undefined;
}

function faultOfText(code: string): string | undefined {
  // A lone surrogate is invalid in a URI, of which the code is a part in problem details.
  if (!/^[^\s\p{C}]+$/u.test(code)) return 'must be a string without white space, such as "invalid_client".';
  // In a URI it would equal the number.
  return /^\d+$/.test(code) ? `must be a positive integer, such as 1101; write a number without quotes.` : undefined;
}

/** Whether a value is an ErrorCode of any copy of this package. */
export const isErrorCode = markClass<ErrorCode>(ErrorCode, 'error-code');

// Not a property: two codes with the same properties are then equal.
const templates = new WeakMap<ErrorCode, Template>();

/** Returns the template of a code, which may come from another copy of this package. */
export function templateOf(code: ErrorCode): Template {
  let template = templates.get(code);
  if (template === undefined)
    templates.set(code, (template = parseTemplate(code.message, `The error code ${describe(code.code)}`)));
  return template;
}
