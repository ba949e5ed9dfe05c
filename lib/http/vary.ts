/** One `Vary` of several: each field once, in any letter case, and `*` alone for all (RFC 9110 section 12.5.5). */
export function appendVary(...values: readonly (string | readonly string[] | undefined)[]): string {
  const fields = new Map<string, string>();
  for (const field of values.flatMap((value) => value ?? []).flatMap((value) => value.split(','))) {
    const name = field.trim();
    if (name !== '' && !fields.has(name.toLowerCase())) fields.set(name.toLowerCase(), name);
  }
  return fields.has('*') ? '*' : [...fields.values()].join(', ');
}
