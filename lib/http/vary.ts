/** A field name; `*` is of the same characters. */
const FIELD = /^[!#$%&'*+.^_`|~\w-]+$/;

/** One `Vary` of several: each field once, in any letter case, and `*` alone for all (RFC 9110 section 12.5.5). */
export function appendVary(...values: readonly (string | readonly string[] | undefined)[]): string {
  const fields = new Map<string, string>();
  // The elements of several lines are those of one list, empty ones count for nothing (sections 5.3 and 5.6.1.2).
  for (const field of values.flatMap((value) => value ?? []).flatMap((value) => value.split(','))) {
    const name = field.trim();
    if (name !== '' && !fields.has(name.toLowerCase())) fields.set(name.toLowerCase(), name);
  }
  return fields.has('*') ? '*' : [...fields.values()].join(', ');
}

/** Whether all that a `Vary` names are field names, or `*`. */
export function isVary(vary: string): boolean {
  return vary.split(',').every((field) => field.trim() === '' || FIELD.test(field.trim()));
}
