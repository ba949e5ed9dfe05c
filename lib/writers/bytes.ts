import { addLines, type HeaderLine } from '../http/headers';
import { parseHTTPDate } from '../http/http-date';
import { appendVary } from '../http/vary';
import type { AnyResponse } from '../responses/response';
import type { BlobLike } from '../streams/body';
import { openSource, type Source } from '../streams/source';
import { headersCodedLater, isCodedLater } from './compression/behind-compression';
import type { Exchange } from './exchange';
import { chooseReply, lengthOf, type Reply, type Segment } from './parts';
import { removeContentFields, removeFields, staleFields } from './stale-fields';
import { sendSource, sendStream } from './stream';
import { commit, type CommitWhole, type Head } from './transaction';

/** A response whose head says that it can be sent in parts. */
type Whole = Head & Pick<AnyResponse, 'compress'>;

/** Sends bytes in memory, or the parts that a `Range` asks for, by `res.send`. */
export function writeBytes(
  response: AnyResponse,
  exchange: Exchange,
  bytes: Buffer,
  commitWhole: CommitWhole,
): void | Promise<void> {
  const { res } = exchange;
  const whole = wholeOf(response, exchange);
  const tagOf = (): string | undefined => entityTag(whole, exchange, bytes);
  const reply = partialReply(whole, exchange, bytes.length, tagOf);
  if (reply === undefined) return commitWhole(codedLater(whole, exchange, tagOf), exchange, () => res.send(bytes));
  const { head, segments } = reply;
  if (segments === undefined) return sendNotModified(head, exchange);
  const parts = segments.map((part) => (Buffer.isBuffer(part) ? part : bytes.subarray(part.first, part.last + 1)));
  return commit(head, res, () => {
    removeFields(res, staleFields(head));
    return res.send(parts.length === 1 ? parts[0] : Buffer.concat(parts));
  });
}

/** Sends a Blob, or the parts that a `Range` asks for, while it is read. */
export async function writeBlob(response: AnyResponse, exchange: Exchange, blob: BlobLike): Promise<void> {
  const whole = wholeOf(response, exchange);
  const tagOf = (): string | undefined => fieldOf(whole, exchange, 'etag');
  const reply = partialReply(whole, exchange, blob.size, tagOf);
  if (reply === undefined) {
    const head = codedLater(whole, exchange, tagOf);
    const options = { length: blob.size, isFlushed: response.flush === true };
    return sendStream(head, exchange, openSource(blob), options);
  }
  const { head, segments } = reply;
  if (segments === undefined) return sendNotModified(head, exchange);
  const source = openSource(readSegments(blob, segments));
  return sendSource(head, exchange, source, {
    length: lengthOf(segments),
    mayBeFresh: false,
    stale: staleFields(head),
  });
}

/**
 * The response as it is sent whole. Only a 200 has parts; those of a body that is compressed here could not be
 * combined.
 */
function wholeOf(response: AnyResponse, { req, res }: Exchange): Whole {
  const { status, headers, compress } = response;
  const isOffered = status === 200 && compress !== true && (req.method === 'GET' || req.method === 'HEAD');
  if (!isOffered || headers['accept-ranges'] !== undefined || res.hasHeader('Accept-Ranges')) return response;
  return { status, headers: addLines(headers, [['Accept-Ranges', 'bytes']]), cookies: response.cookies };
}

/** The reply to a request for a range, `undefined` to send the whole body. */
function partialReply(
  whole: Whole,
  exchange: Exchange,
  size: number,
  tagOf: () => string | undefined,
): Reply | undefined {
  const { req } = exchange;
  if (req.headers.range === undefined || req.method !== 'GET' || whole.status !== 200) return undefined;
  if (fieldOf(whole, exchange, 'accept-ranges') === 'none') return undefined;

  // The same fields as the whole body, so that a client can combine the parts (RFC 9110 section 15.3.7).
  const etag = tagOf();
  const lines: HeaderLine[] = [];
  if (etag !== undefined) lines.push(['ETag', etag]);
  if (whole.compress === true) lines.push(['Vary', appendVary(whole.headers['vary'], 'Accept-Encoding')]);
  const head: Head = { status: 200, headers: addLines(whole.headers, lines), cookies: whole.cookies };
  const validators = { etag, lastModified: parseHTTPDate(fieldOf(whole, exchange, 'last-modified')) };
  const reply = chooseReply(exchange, { head, size, validators, now: Date.now(), isCodedHere: false });
  return reply.head.status === 200 ? undefined : reply;
}

/** The tag that bytes have, or that `res.send` would give them. */
function entityTag(whole: Whole, exchange: Exchange, bytes: Buffer): string | undefined {
  const makeTag = exchange.res.app.get('etag fn') as ((bytes: Buffer) => string | undefined) | undefined;
  return fieldOf(whole, exchange, 'etag') ?? makeTag?.(bytes);
}

/** Behind `compression` the tag of the whole body is no strong one, or `If-Range` would mix plain and coded bytes. */
function codedLater(whole: Whole, exchange: Exchange, tagOf: () => string | undefined): Whole {
  if (whole.compress === true || !isCodedLater(whole, exchange.req, exchange.res)) return whole;
  const etag = tagOf();
  if (etag === undefined || etag.startsWith('W/')) return whole;
  return { ...whole, headers: headersCodedLater(addLines(whole.headers, [['ETag', etag]])) };
}

function sendNotModified(head: Head, { res }: Exchange): void | Promise<void> {
  return commit(head, res, () => {
    removeContentFields(res);
    return res.end();
  });
}

/** A field of the response, or one that middleware has set. */
function fieldOf({ headers }: Head, { res }: Exchange, name: string): string | undefined {
  const value = headers[name] ?? res.getHeader(name);
  return value === undefined ? undefined : String(value);
}

async function* readSegments(blob: BlobLike, segments: readonly Segment[]): AsyncGenerator<Buffer> {
  for (const segment of segments) {
    if (Buffer.isBuffer(segment)) yield segment;
    else yield* readAll(openSource(blob.slice(segment.first, segment.last + 1)));
  }
}

async function* readAll(source: Source): AsyncGenerator<Buffer> {
  try {
    for (let chunk = await source.next(); chunk !== undefined; chunk = await source.next()) yield chunk;
  } finally {
    source.close();
  }
}
