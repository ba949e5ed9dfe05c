import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { templateOf, type ErrorCode } from './error-code';
import { showValue } from './show-value';
import { renderTemplate, type Template } from './template';

/**
 * Fills the message of a code with values: an array for positions, a plain object if the template has names, or a
 * single value.
 *
 * @throws UsageError `ERR_RETURNS_MESSAGE_DATA` for a missing value, and for one without a placeholder.
 */
export function renderMessage(errorCode: ErrorCode, messageData: unknown): string {
  const template = templateOf(errorCode);
  const values = valuesOf(template, messageData);
  const wrong = (fact: string) =>
    new UsageError(
      'ERR_RETURNS_MESSAGE_DATA',
      `The message ${describe(errorCode.message)} of the error ${describe(errorCode.code)} ${fact}; its data is ${describe(messageData)}.`,
    );
  for (const key of values.keys()) {
    if (!template.keys.has(key)) throw wrong(`has no placeholder for the value ${describe(key)}`);
  }
  return renderTemplate(template, (key) => {
    const value = values.get(key);
    // Probably forgotten: a reply should not say "User 'undefined'".
    if (value === undefined) throw wrong(`needs the value ${describe(key)}`);
    return showValue(value);
  });
}

function valuesOf(template: Template, messageData: unknown): ReadonlyMap<string, unknown> {
  if (messageData === undefined) return new Map();
  try {
    if (Array.isArray(messageData)) return new Map(messageData.map((value: unknown, index) => [String(index), value]));
    if (!template.isPositional && isPlainObject(messageData)) return new Map(Object.entries(messageData));
  } catch {
    // An object that cannot be read (a getter that throws, a Proxy) is a single value.
  }
  return new Map([['0', messageData]]);
}

/** Whether a value is an object without a class, of any realm, as `{}` and `JSON.parse` create. Never throws. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  try {
    const prototype: unknown = Object.getPrototypeOf(value);
    return prototype === null || Object.getPrototypeOf(prototype) === null;
  } catch {
    return false; // A revoked Proxy.
  }
}
