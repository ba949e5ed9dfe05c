import { describe } from '../diagnostics/describe';

/**
 * Formats a value for a message: strings as they are, other data as JSON, values that JSON cannot hold by their type.
 * Never throws.
 */
export function showValue(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? describe(value) : String(value);
  try {
    const text = globalThis.JSON.stringify(value, (_key, item: unknown) =>
      typeof item === 'bigint' ? String(item) : item,
    ) as string | undefined;
    // Dates and URLs are strings in JSON and need no quotes here. A Map or an Error is an empty {} in JSON.
    if (text?.startsWith('"') === true) return globalThis.JSON.parse(text) as string;
    return text === undefined || text === '{}' ? describe(value) : text;
  } catch {
    return describe(value);
  }
}
