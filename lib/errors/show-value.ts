import { describe } from '../diagnostics/describe';

/**
 * A value as text inside a message. Strings as they are, other data as JSON, and what JSON does not know by what it
 * is. Never throws, whatever the value's own methods do.
 */
export function showValue(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? describe(value) : String(value);
  try {
    const text = globalThis.JSON.stringify(value, (_key, item: unknown) =>
      typeof item === 'bigint' ? String(item) : item,
    ) as string | undefined;
    // Dates and URLs are texts in JSON, and need no quotes here. A Map, an Error and their like are an empty {}.
    if (text?.startsWith('"') === true) return globalThis.JSON.parse(text) as string;
    return text === undefined || text === '{}' ? describe(value) : text;
  } catch {
    return describe(value);
  }
}
