import { essenceOf, normaliseMediaType } from './media-type';
import { isVary } from './vary';

type Line = [name: string, value: string];

/** Codings that `fetch` decodes. A body in any other is handed on as it came. */
const DECODED: ReadonlySet<string> = new Set(['gzip', 'x-gzip', 'deflate', 'br', 'zstd']);

/** Fields that are true only of the coded bytes: their length, digests and byte positions. */
const OF_CODED_BYTES: ReadonlySet<string> = new Set([
  ...['content-encoding', 'content-length', 'accept-ranges'],
  ...['content-digest', 'repr-digest', 'digest', 'content-md5'],
]);

/**
 * The headers of a response that `fetch` gave, as they are true of the body that it gave. Nothing that an upstream may
 * say makes them invalid: what cannot be sent as it is becomes the nearest that can.
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
      // A strong tag is one of the coded bytes (RFC 9110 section 8.8.3.3); a weak one is of what they mean.
      return isDecoded && !value.startsWith('W/') ? `W/${value}` : value;
    case 'vary':
      // A reply whose choice cannot be known is not to be used again (RFC 9110 section 12.5.5).
      return isVary(value) ? value : '*';
    case 'content-type':
      return normaliseMediaType(value) ?? normaliseMediaType(essenceOf(value));
    case 'content-length':
      return /^\d{1,15}$/.test(value) ? value : undefined;
    case 'location':
      // Each character is a byte of the upstream's; encoded as a character it would be another.
      return value.replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);
    default:
      return value;
  }
}
