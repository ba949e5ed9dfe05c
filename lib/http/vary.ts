/** A field name, or `*`. */
const FIELD = /^[!#$%&'*+.^_`|~\w-]+$/;

/** Merges several `Vary` values: each field once, case-insensitively; `*` replaces all (RFC 9110 section 12.5.5). */
export function appendVary(...values: readonly (string | readonly string[] | undefined)[]): string {
  const fields = new Map<string, string>();
  // Several lines are one list; its empty elements are ignored (sections 5.3 and 5.6.1.2).
  for (const field of values.flatMap((value) => value ?? []).flatMap((value) => value.split(','))) {
    const name = field.trim();
    if (name !== '' && !fields.has(name.toLowerCase())) fields.set(name.toLowerCase(), name);
  }
  return fields.has('*') ? '*' : [...fields.values()].join(', ');
}

/** Whether all elements of a `Vary` are field names or `*`. */
export function isVary(vary: string): boolean {
  return vary.split(',').every((field) => field.trim() === '' || FIELD.test(field.trim()));
}
