import { types } from 'node:util';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { isStream, isThenable } from './body';
import { brandOf } from './brand';

/**
 * Refuses a JSON body that JSON cannot hold and that `JSON.stringify` would turn into something else without a word.
 * A cycle or a BigInt inside is found when it is written, before anything is sent.
 *
 * @throws UsageError `ERR_RETURNS_BODY`
 */
export function checkJSON(className: string, body: unknown): void {
  const remedy = remedyFor(body);
  if (remedy === undefined) return;
  throw new UsageError('ERR_RETURNS_BODY', `${className} cannot hold ${describe(body)}. ${remedy}`);
}

/**
 * The same for what is only a part of a JSON body, and so is not streamed.
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
  if (brandOf(body) !== undefined) return 'It is a response itself: return it, or give its body.';
  if (isCollection(body)) return 'Give Object.fromEntries(map) or [...set].';
  return isThenable(body) ? 'Await it first.' : undefined;
}

/** A Map, a Set and their weak kin of any realm, which JSON.stringify writes as {}. */
export function isCollection(value: object): boolean {
  // They all have has(): what has none needs no look from Node, which costs more than the rest of the check.
  if (typeof (value as { readonly has?: unknown }).has !== 'function') return false;
  return types.isMap(value) || types.isSet(value) || types.isWeakMap(value) || types.isWeakSet(value);
}
