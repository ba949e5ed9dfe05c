import { essenceOf, normaliseMediaType } from './media-type';
import { isVary } from './vary';

type Line = [name: string, value: string];

/** Codings that `fetch` decodes. It returns a body in any other coding as it was sent. */
const DECODED: ReadonlySet<string> = new Set(['gzip', 'x-gzip', 'deflate', 'br', 'zstd']);

/** Fields that describe the coded bytes only: their length, digests and byte positions. */
const OF_CODED_BYTES: ReadonlySet<string> = new Set([
  ...['content-encoding', 'content-length', 'accept-ranges'],
  ...['content-digest', 'repr-digest', 'digest', 'content-md5'],
]);

/**
 * The headers of a fetched response, corrected for the decoded body. They are valid for any upstream: a value that
 * cannot be sent is replaced by the nearest one that can.
 */
export function fetchedHeaders(headers: Headers): Line[] {
  const codings = headers.get('content-encoding')?.split(',') ?? [];
  const isDecoded = codings.length > 0 && codings.every((coding) => DECODED.has(coding.trim().toLowerCase()));
  return [...headers].flatMap(([name, value]) => {
    const sent = isDecoded && OF_CODED_BYTES.has(name) ? undefined : sendable(name, value, isDecoded);
    return sent === undefined ? [] : [[name, sent] satisfies Line];
  });
}

function sendable(name: string, value: string, isDecoded: boolean): string | undefined {
  switch (name) {
    case 'etag':
      // A strong tag identifies the coded bytes (RFC 9110 section 8.8.3.3), a weak tag their content.
      return isDecoded && !value.startsWith('W/') ? `W/${value}` : value;
    case 'vary':
      // Without valid field names a cache must not reuse the reply (RFC 9110 section 12.5.5).
      return isVary(value) ? value : '*';
    case 'content-type':
      return normaliseMediaType(value) ?? normaliseMediaType(essenceOf(value));
    case 'content-length':
      return /^\d{1,15}$/.test(value) ? value : undefined;
    case 'location':
      // Each character stands for one byte of the upstream; res.location would encode it as UTF-8.
      return value.replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);
    default:
      return value;
  }
}
