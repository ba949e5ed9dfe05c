import type { Request } from 'express';

/** The cookies of a request by name: those of cookie-parser where it ran, else those of the header. */
export function cookiesOf(req: Request): object {
  const { cookies } = req as { readonly cookies?: unknown };
  return typeof cookies === 'object' && cookies !== null ? cookies : parseCookies(req.headers.cookie ?? '');
}

/**
 * Splits a Cookie header (RFC 6265 section 5.4), as cookie-parser does: the first of two cookies of one name counts,
 * since clients send that of the longer path first; quotes are removed, and percent-encoded values are decoded.
 */
export function parseCookies(header: string): Readonly<Record<string, string>> {
  // Without a prototype: a cookie may be named `__proto__`.
  const cookies = Object.create(null) as Record<string, string>;
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, at).trim();
    if (at > 0 && !(name in cookies)) cookies[name] = decode(pair.slice(at + 1).trim());
  }
  return cookies;
}

function decode(value: string): string {
  const text = value.startsWith('"') ? value.slice(1, -1) : value;
  try {
    return text.includes('%') ? decodeURIComponent(text) : text;
  } catch {
    return text;
  }
}
