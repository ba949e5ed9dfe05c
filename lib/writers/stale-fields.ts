import type { Response as ExpressResponse } from 'express';
import type { HeaderRecord } from '../http/headers';
import { intercept } from './intercept';

/** Fields of the content. A 304 has none of them: the client already has them (RFC 9110 section 15.4.5). */
const CONTENT_FIELDS = ['Content-Encoding', 'Content-Language', 'Content-Length', 'Content-Range', 'Content-Type'];

/** Removes the fields that a 304 must not have from `res`, also those set by middleware. */
export function removeContentFields(res: ExpressResponse): void {
  removeFields(res, CONTENT_FIELDS);
}

/**
 * Sets the framing of a body: a length that middleware has set belongs to another body. Too short, the rest of the body
 * would be read as the next reply; too long, the client would wait (RFC 9112 section 6.3).
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

/** Removes present fields only: Node sends no default for a field that was removed, and frames the reply otherwise. */
export function removeFields(res: ExpressResponse, names: readonly string[]): void {
  for (const name of names) if (res.hasHeader(name)) res.removeHeader(name);
}

/** Fields of middleware that a reply with these headers must not have: the range of another body. */
export function staleFields({ headers }: { readonly headers: HeaderRecord }): readonly string[] {
  return headers['content-range'] === undefined ? ['Content-Range'] : [];
}

/** Corrects the head when Express ends a whole body: only then it is known whether the reply is a 304. */
export function correctAtEnd(res: ExpressResponse): void {
  intercept(res, 'end', () => {
    if (res.headersSent) return false;
    if (res.statusCode === 304) removeContentFields(res);
    else if (res.hasHeader('Content-Length')) removeFields(res, ['Transfer-Encoding']);
    return false;
  });
}
