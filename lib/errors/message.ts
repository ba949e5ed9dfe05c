import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { templateOf, type ErrorCode } from './error-code';
import { showValue } from './show-value';
import { renderTemplate, type Template } from './template';

/**
 * The message of a code with its values: an array is positions, a plain object names where the template has names,
 * anything else (a text, too) one value.
 *
 * @throws UsageError `ERR_RETURNS_MESSAGE_DATA` for a value that is missing or that the template has no place for.
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
    if (!template.keys.has(key)) throw wrong(`has no place for the value ${describe(key)}`);
  }
  return renderTemplate(template, (key) => {
    const value = values.get(key);
    // An undefined value is one that somebody forgot: a reply should not say "User 'undefined'".
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
    // What cannot be taken apart (a getter that throws, a Proxy) is one value.
  }
  return new Map([['0', messageData]]);
}

/** An object without a class: what `{}` and `JSON.parse` make, in any realm. Never throws. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  try {
    const prototype: unknown = Object.getPrototypeOf(value);
    return prototype === null || Object.getPrototypeOf(prototype) === null;
  } catch {
    return false; // A revoked Proxy.
  }
}
