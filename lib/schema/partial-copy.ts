import { setOwn } from './own-properties';

/** A copy of the first members of an object. */
export function firstOf(value: object, keys: readonly string[], count: number): object {
  const copy = {};
  let index = 0;
  for (const key of keys) {
    if (index++ === count) break;
    setMember(copy, key, (value as Record<string, unknown>)[key]);
  }
  return copy;
}

/**
 * A copy of the first items of an array. Not by slice(), which would make an instance of a subclass, with its toJSON().
 */
export function itemsOf(value: readonly unknown[], count: number): unknown[] {
  const copy: unknown[] = [];
  for (let index = 0; index < count; index++) copy.push(value[index]);
  return copy;
}

/** A copy of an array, or of the own members of an object. */
export function copyOf(value: object): object {
  if (Array.isArray(value)) return itemsOf(value, value.length);
  const keys = Object.keys(value);
  return firstOf(value, keys, keys.length);
}

/** Sets a member of a copy. JSON leaves out functions; in a copy, one named toJSON would be called. */
export function setMember(copy: object, key: string, value: unknown): void {
  if (typeof value !== 'function') setOwn(copy, key, value);
}

export function hasToJSON(value: object): boolean {
  return typeof (value as { readonly toJSON?: unknown }).toJSON === 'function';
}
