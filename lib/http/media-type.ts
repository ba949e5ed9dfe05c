const TOKEN = "[!#$%&'*+.^_`|~\\w-]+";
const QUOTED = '"(?:[\\t \\x21\\x23-\\x5b\\x5d-\\x7e\\x80-\\xff]|\\\\[\\t\\x20-\\x7e\\x80-\\xff])*"';
const ESSENCE = new RegExp(`^${TOKEN}/${TOKEN}$`);
const PARAMETER = new RegExp(`^(${TOKEN})\\s*=\\s*(${TOKEN}|${QUOTED})$`);
/** The usual form of a media type, which every parser reads in the same way. */
const PLAIN = new RegExp(`^${TOKEN}/${TOKEN}(?:; ?${TOKEN}=(?:${TOKEN}|${QUOTED}))*$`);

/** The parts of a media type or a media range (RFC 9110 sections 8.3.1 and 12.5.1). */
export interface MediaType {
  /** Type and subtype, in lower case. */
  readonly essence: string;
  /** Names in lower case, values as they were written. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

/** Parses a media type; `undefined` for an invalid one. Empty parameters are left out. */
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
 * Rewrites a content type in a form that every parser accepts: Express 4 throws for the empty parameters and tabs that
 * RFC 9110 section 5.6.6 allows. `undefined` for an invalid media type.
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

/** Splits a list into trimmed elements; ignores delimiters inside quoted strings. */
export function splitUnquoted(text: string, delimiter: ',' | ';'): string[] {
  const elements = [''];
  for (const [piece] of text.matchAll(/"(?:[^"\\]|\\[^])*"?|[^",;]+|[^]/g)) {
    if (piece === delimiter) elements.push('');
    else elements.push((elements.pop() ?? '') + piece);
  }
  return elements.map((element) => element.trim());
}
