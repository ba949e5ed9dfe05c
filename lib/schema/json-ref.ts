import type { JSONSchema } from './json-schema';

/** Returns the part of a document that a local `$ref` such as `#/$defs/User` names; `undefined` if there is none. */
export function resolveRef(document: JSONSchema, ref: string): unknown {
  if (ref === '#') return document;
  if (!ref.startsWith('#/')) return undefined;
  let part: unknown = document;
  for (const token of ref.slice(2).split('/')) {
    const name = unescapeToken(token);
    if (typeof part !== 'object' || part === null || !Object.hasOwn(part, name)) return undefined;
    part = (part as JSONSchema)[name];
  }
  return part;
}

/** Returns the name of a token of a JSON pointer in a URI fragment (RFC 6901 section 6). */
export function unescapeToken(token: string): string {
  return decoded(token).replaceAll('~1', '/').replaceAll('~0', '~');
}

function decoded(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
}
