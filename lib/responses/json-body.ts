import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { isAsyncIterable, isIterable, isOldStream, isStream, isThenable, OLD_STREAM_REMEDY } from '../streams/body';
import { discardBody } from '../streams/source';
import { brandOf } from './brand';

/**
 * Rejects a body that JSON cannot hold or that `JSON.stringify` would silently change. Values inside it (a cycle, a
 * BigInt, a promise) are checked when it is written, before anything is sent.
 *
 * @throws UsageError `ERR_RETURNS_BODY`
 */
export function checkJSON(className: string, body: unknown): void {
  const remedy = remedyFor(body);
  if (remedy === undefined) return;
  discardBody(body);
  throw new UsageError('ERR_RETURNS_BODY', `${className} cannot hold ${describe(body)}. ${remedy}`);
}

/**
 * Rejects data inside an envelope, which is not streamed.
 *
 * @throws UsageError `ERR_RETURNS_BODY`
 */
export function checkData(className: string, data: unknown): void {
  checkJSON(className, data);
  if (!isStream(data)) return;
  throw new UsageError(
    'ERR_RETURNS_BODY',
    `${className} cannot hold ${describe(data)}: its data is not streamed. Return new JSON(...) for that.`,
  );
}

function remedyFor(body: unknown): string | undefined {
  switch (typeof body) {
    case 'string':
    case 'number':
    case 'boolean':
      return undefined;
    case 'object':
      return body === null ? undefined : remedyForObject(body);
    case 'bigint':
    case 'symbol':
    case 'function':
    case 'undefined':
      return 'Give an object, an array, a string, a number, a boolean or null.';
  }
}

function remedyForObject(body: object): string | undefined {
  if (brandOf(body) !== undefined) return 'It is already a response: return it, or give its body.';
  const remedy = remedyForForgotten(body);
  return remedy === undefined || isStream(body) ? undefined : remedy;
}

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

const REMEDIES: Readonly<Record<string, string>> = {
  ...named(['Map', 'Set', 'WeakMap', 'WeakSet'], 'Give Object.fromEntries(map) or [...set].'),
  ...named(['URLSearchParams', 'FormData', 'Headers'], 'Give Object.fromEntries(...) of it.'),
  ...named(['RegExp'], 'Give its source.'),
  ...named(
    ['WeakRef', 'ArrayBuffer', 'SharedArrayBuffer', 'DataView', 'Blob', 'File', 'Request', 'Response'],
    'Give its content as plain data.',
  ),
};

function named(tags: readonly string[], remedy: string): Readonly<Record<string, string>> {
  return Object.fromEntries(tags.map((tag) => [tag, remedy]));
}

/**
 * Returns a remedy for an object whose content `JSON.stringify` loses and writes as `{}`; `undefined` for other values.
 */
export function remedyForForgotten(value: object): string | undefined {
  if (isThenable(value)) return 'Await it first.';
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === Array.prototype || prototype === null) return undefined;
  return Array.isArray(value) || hasToJSON(value) ? undefined : remedyForInstance(value);
}

function remedyForInstance(value: object): string | undefined {
  if (isOldStream(value)) return OLD_STREAM_REMEDY;
  // By its tag, since each realm and each fetch package has its own classes.
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  if (Object.hasOwn(REMEDIES, tag)) return REMEDIES[tag];
  if (hasFields(value)) return undefined;
  if (tag === 'Error') return 'Return or throw it, or give its message.';
  return isIterable(value) || isAsyncIterable(value) ? 'Give an array of its items.' : undefined;
}

function hasFields(value: object): boolean {
  for (const name in value) if (Object.hasOwn(value, name)) return true;
  return false;
}

function hasToJSON(value: object): boolean {
  return typeof (value as { readonly toJSON?: unknown }).toJSON === 'function';
}

/** An object inside a body and its key: a name, or an index in an array. */
interface Found {
  readonly key: string | number;
  readonly value: object;
  readonly remedy: string;
}

/**
 * Finds an object whose content JSON loses. The data was written by `JSON.stringify`, so it has no cycle. A value with
 * toJSON() decides for itself; an Error is `{}` on purpose, so that its message is not sent.
 */
function findForgotten(data: unknown): Found | undefined {
  const values = [data];
  const keys: (string | number)[] = [''];
  // Not recursive: data may be as deep as JSON.stringify supports.
  while (values.length > 0) {
    const value = values.pop();
    const key = keys.pop() ?? '';
    if (typeof value !== 'object' || value === null || hasToJSON(value)) continue;
    const remedy = remedyForForgotten(value);
    if (remedy !== undefined && !(value instanceof globalThis.Error)) return { key, value, remedy };
    const names = Array.isArray(value) ? value.keys() : Object.keys(value);
    for (const name of names) {
      values.push((value as Readonly<Record<string | number, unknown>>)[name]);
      keys.push(name);
    }
  }
  return undefined;
}
