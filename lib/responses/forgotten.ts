import { isAsyncIterable, isIterable, isOldStream, isThenable, OLD_STREAM_REMEDY } from '../streams/body';

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
export interface Found {
  readonly key: string | number;
  readonly value: object;
  readonly remedy: string;
}

/**
 * Finds an object whose content JSON loses. The data was written by `JSON.stringify`, so it has no cycle. A value with
 * toJSON() decides for itself; an Error is `{}` on purpose, so that its message is not sent.
 */
export function findForgotten(data: unknown): Found | undefined {
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
