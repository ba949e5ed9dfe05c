/** A value as text of a path, a query, a header or a form: dates as in JSON (ISO 8601). */
export function textOf(value: unknown): string {
  return String((value as Partial<Date> | null | undefined)?.toISOString?.() ?? value);
}
