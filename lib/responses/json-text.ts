import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { findForgotten } from './forgotten';

/** The app setting `json replacer`, for `JSON.stringify`. */
export type Replacer = ((key: string, value: unknown) => unknown) | undefined;

/**
 * Returns the result of `JSON.stringify`, which may be `undefined`. An object whose content JSON loses is `{}` in the
 * text, so the data is searched only if the text has a `{}`. It is not searched with a replacer of the app, which may
 * handle a Map or a promise.
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
    `the JSON body ${place} ${describe(value)}, which JSON writes as {}. ${remedy}`,
  );
}

/** Creates the error for data without a JSON text, which would be an empty reply of type JSON. */
export function noJSONText(data: unknown): UsageError {
  return new UsageError(
    'ERR_RETURNS_BODY',
    `the JSON body ${describe(data)} has no JSON text: its toJSON() or the app setting "json replacer" returned nothing. Return null for no value.`,
  );
}
