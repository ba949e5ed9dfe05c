import type { Response as ExpressResponse } from 'express';

/** Fields of the content, which a 304 has none of: the client has them (RFC 9110 section 15.4.5). */
const OF_CONTENT = ['Content-Encoding', 'Content-Language', 'Content-Length', 'Content-Range', 'Content-Type'];

/** Removes the fields that a 304 must not have from `res`, also those set by middleware. */
export function removeContentFields(res: ExpressResponse): void {
  removeFields(res, OF_CONTENT);
}

/**
 * Sets the framing of a body: a length that middleware has left would be one of another body. Too short, the rest of
 * the body would be read as the next reply; too long, the client would wait (RFC 9112 section 6.3).
 */
export function setFraming(res: ExpressResponse, length: number | undefined): void {
  if (length === undefined) {
    removeFields(res, ['Content-Length']);
    return;
  }
  res.setHeader('Content-Length', length);
  // Never both (RFC 9112 section 6.2).
  removeFields(res, ['Transfer-Encoding']);
}

/** Only what is there: Node takes the removal of a field for the wish to have none, and frames the reply otherwise. */
export function removeFields(res: ExpressResponse, names: readonly string[]): void {
  for (const name of names) if (res.hasHeader(name)) res.removeHeader(name);
}
