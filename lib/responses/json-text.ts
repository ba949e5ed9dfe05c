import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { findForgotten } from './forgotten';

/** The app setting `json replacer`, as `JSON.stringify` takes it. */
export type Replacer = ((key: string, value: unknown) => unknown) | undefined;

/**
 * What `JSON.stringify` gives, `undefined` included. What JSON forgets is an empty object in the text, so that a text
 * without one needs no look at the data. With a replacer of the app there is none either: what it does with a Map or a
 * promise is its own affair.
 *
 * @throws UsageError `ERR_RETURNS_BODY` for data with a promise, a Map or the like inside.
 */
export function stringifyJSON(data: unknown, replacer?: Replacer, spaces?: string | number): string | undefined {
  const text = globalThis.JSON.stringify(data, replacer, spaces) as string | undefined;
  if (!replacer && text?.includes('{}') === true) refuseForgotten(data);
  return text;
}

function refuseForgotten(data: unknown): void {
  const found = findForgotten(data);
  if (found === undefined) return;
  const { key, value, remedy } = found;
  const place = key === '' ? 'is' : `has under ${describe(key)}`;
  throw new UsageError(
    'ERR_RETURNS_BODY',
    `the JSON body ${place} ${describe(value)}, of which JSON writes nothing but {}. ${remedy}`,
  );
}

/** The error for data that has no JSON text at all: a client would get an empty reply of the type JSON. */
export function noJSONText(data: unknown): UsageError {
  return new UsageError(
    'ERR_RETURNS_BODY',
    `the JSON body ${describe(data)} has no text: its toJSON() or the app setting "json replacer" gave nothing. Give null where there is no value.`,
  );
}
