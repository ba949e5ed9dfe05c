const TOKEN = "[!#$%&'*+.^_`|~\\w-]+";
const QUOTED = '"(?:[\\t \\x21\\x23-\\x5b\\x5d-\\x7e\\x80-\\xff]|\\\\[\\t\\x20-\\x7e\\x80-\\xff])*"';
const ESSENCE = new RegExp(`^${TOKEN}/${TOKEN}$`);
const PARAMETER = new RegExp(`^(${TOKEN})\\s*=\\s*(${TOKEN}|${QUOTED})$`);
/** As nearly all of them are written: nothing in it that a parser could read in another way. */
const PLAIN = new RegExp(`^${TOKEN}/${TOKEN}(?:; ?${TOKEN}=(?:${TOKEN}|${QUOTED}))*$`);

/** A media type, or a media range, in its parts (RFC 9110 sections 8.3.1 and 12.5.1). */
export interface MediaType {
  /** Type and subtype, in lower case. */
  readonly essence: string;
  /** Names in lower case, each with its value as it was written. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

/** The parts of a media type, `undefined` for a string that is not a valid one. Empty parameters are left out. */
export function parseMediaType(text: string): MediaType | undefined {
  const [essence = '', ...rest] = splitUnquoted(text, ';');
  if (!ESSENCE.test(essence)) return undefined;
  const parameters: [string, string][] = [];
  for (const parameter of rest) {
    if (parameter === '') continue;
    const [, name, value] = PARAMETER.exec(parameter) ?? [];
    if (name === undefined || value === undefined) return undefined;
    parameters.push([name.toLowerCase(), value]);
  }
  return { essence: essence.toLowerCase(), parameters };
}

/**
 * A content type in a form that every parser reads: Express 4 throws for the empty parameters and the tabs that RFC
 * 9110 section 5.6.6 allows. `undefined` for a string that is not a media type.
 */
export function normaliseMediaType(text: string): string | undefined {
  if (PLAIN.test(text)) return text;
  const parsed = parseMediaType(text);
  return parsed && [parsed.essence, ...parsed.parameters.map((pair) => pair.join('='))].join('; ');
}

/** Type and subtype, in lower case, without looking at the parameters. */
export function essenceOf(mediaType: string): string {
  return (mediaType.split(';', 1)[0] ?? '').trim().toLowerCase();
}

/** The trimmed elements of a list; a delimiter inside a quoted string separates nothing. */
export function splitUnquoted(text: string, delimiter: ',' | ';'): string[] {
  const elements = [''];
  for (const [piece] of text.matchAll(/"(?:[^"\\]|\\[^])*"?|[^",;]+|[^]/g)) {
    if (piece === delimiter) elements.push('');
    else elements.push((elements.pop() ?? '') + piece);
  }
  return elements.map((element) => element.trim());
}
