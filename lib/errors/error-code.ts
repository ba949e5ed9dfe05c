import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { markClass } from './known-class';
import { parseTemplate, type Template } from './template';

/**
 * An error that an app declares once: a number that clients know it by, a message template and a status. Frozen.
 *
 * ```ts
 * new ErrorCode(1101, "User '{}' does not exist", Status.BAD_REQUEST)
 * ```
 *
 * In the template `{}` is the next value, `{0}` the value at a position, `{name}` a named one; `{{` and `}}` are braces.
 */
export class ErrorCode<C extends number = number, M extends string = string, S extends number = number> {
  readonly code: C;
  /** The message template. */
  readonly message: M;
  readonly status: S;

  /**
   * @throws UsageError `ERR_RETURNS_ERROR_CODE` for a code that is no positive integer or a status of HTTP, a message
   * that is no template, a status outside 400 to 599.
   */
  constructor(code: C, message: M, status: S) {
    const owner = `The error code ${describe(code)}`;
    const wrong = (fact: string) => new UsageError('ERR_RETURNS_ERROR_CODE', `${owner} ${fact}`);
    if (!Number.isSafeInteger(code) || code < 1) throw wrong('must be a positive integer, such as 1101.');
    if (code >= 400 && code < 600)
      throw wrong('is a status of HTTP, which errors without a code of their own are known by; take 1100 or above.');
    if (typeof message !== 'string' || message === '')
      throw wrong(`needs a message, such as "User '{}' does not exist"; got ${describe(message)}.`);
    if (!Number.isInteger(status) || status < 400 || status > 599)
      throw wrong(`needs a status from 400 to 599; got ${describe(status)}.`);

    this.code = code;
    this.message = message;
    this.status = status;
    templates.set(this, parseTemplate(message, owner));
    Object.freeze(this);
  }
}

/** Whether a value is an ErrorCode, of this copy of the package or another. */
export const isErrorCode = markClass(ErrorCode, 'error-code');

// Beside the value, so that two codes with the same parts are equal.
const templates = new WeakMap<ErrorCode, Template>();

/** The template of a code, which may come from another copy of this package. */
export function templateOf(code: ErrorCode): Template {
  let template = templates.get(code);
  if (template === undefined)
    templates.set(code, (template = parseTemplate(code.message, `The error code ${describe(code.code)}`)));
  return template;
}
