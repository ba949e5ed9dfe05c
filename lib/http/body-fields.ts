// RFC 9110 section 8, and the related fields for caching (RFC 9111) and digests (RFC 9530).
const FIELDS: ReadonlySet<string> = new Set([
  ...['content-type', 'content-length', 'content-encoding', 'content-language', 'content-location', 'content-range'],
  ...['content-disposition', 'content-digest', 'repr-digest', 'digest', 'content-md5'],
  ...['etag', 'last-modified', 'expires', 'age', 'accept-ranges'],
]);

/** Whether a header describes the body it is sent with, so that it would be wrong beside another body. */
export function isBodyField(name: string): boolean {
  return FIELDS.has(name.toLowerCase());
}
