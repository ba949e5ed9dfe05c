import { noJSONText } from './json-body';

/**
 * Adds `data` to an object. If toJSON() of the data returns nothing, writing throws instead of omitting it silently.
 */
export function withData<E extends object, D>(envelope: E, data: D): E & { readonly data: D } {
  const whole = { ...envelope, data };
  // Not enumerable, so the object is equal to one without toJSON.
  return hasToJSON(data) ? Object.defineProperty(whole, 'toJSON', { value: dataToJSON }) : whole;
}

function dataToJSON(this: { readonly data: { toJSON(key: string): unknown } }): object {
  const data = this.data.toJSON('data');
  if (data === undefined || typeof data === 'function' || typeof data === 'symbol') throw noJSONText(this.data);
  return { ...this, data };
}

function hasToJSON(data: unknown): boolean {
  return (
    typeof data === 'object' && data !== null && typeof (data as { readonly toJSON?: unknown }).toJSON === 'function'
  );
}
