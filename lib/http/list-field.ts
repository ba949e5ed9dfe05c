/**
 * The elements of a field that is a list. A comma in a quoted string is part of its element, which keeps the quotes;
 * empty elements are ignored (RFC 9110 sections 5.6.1.2 and 5.6.4).
 */
export function splitList(field: string): string[] {
  const elements: string[] = [];
  let start = 0;
  let hasQuotes = true;
  for (let at = 0; at < field.length; at++) {
    if (field[at] === ',') {
      elements.push(field.slice(start, at));
      start = at + 1;
    } else if (field[at] === '"' && hasQuotes) {
      const end = endOfQuoted(field, at);
      // A quote without a second one is a character as any other, and so are those after it, which have a backslash.
      hasQuotes = end !== undefined;
      at = end ?? at;
    }
  }
  return [...elements, field.slice(start)].map((element) => element.trim()).filter((element) => element !== '');
}

/** Where the quoted string ends that begins at an index; `undefined` if it does not end. */
function endOfQuoted(field: string, start: number): number | undefined {
  for (let at = start + 1; at < field.length; at++) {
    if (field[at] === '"') return at;
    if (field[at] === '\\') at++;
  }
  return undefined;
}
