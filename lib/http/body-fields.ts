// RFC 9110 section 8, and the fields of caching (RFC 9111) and of digests (RFC 9530) that go with them.
const FIELDS: ReadonlySet<string> = new Set([
  ...['content-type', 'content-length', 'content-encoding', 'content-language', 'content-location', 'content-range'],
  ...['content-disposition', 'content-digest', 'repr-digest', 'digest', 'content-md5'],
  ...['etag', 'last-modified', 'expires', 'age', 'accept-ranges'],
]);

/** Whether a header describes the body that it comes with, so that it is false beside another body. */
export function isBodyField(name: string): boolean {
  return FIELDS.has(name.toLowerCase());
}
