import { randomUUID } from 'node:crypto';
import { multipartEnd, partHead } from '../http/byteranges';
import { evaluatePreconditions, isRangeCurrent, type Validators } from '../http/conditional';
import { addLines, createHeaders } from '../http/headers';
import { HTTPError } from '../http/http-error';
import { contentRange, parseRange, type ByteRange } from '../http/range';
import { headersCodedLater, headersOfPlainPart, isCodedLater } from './compression/behind-compression';
import type { Exchange } from './exchange';
import type { Head } from './transaction';

/** A body of known size, as it would be sent whole. */
export interface Representation {
  readonly head: Head;
  /** In bytes. */
  readonly size: number;
  readonly validators: Validators;
  /** The time in milliseconds that `Date` has. */
  readonly now: number;
  /** Whether it is coded here, so that the app's `compression` leaves it as it is. */
  readonly isCodedHere: boolean;
}

/** The bytes between two positions, or text between parts. */
export type Segment = ByteRange | Buffer;

/** The head of a reply, and the parts of the body that it has. */
export interface Reply {
  readonly head: Head;
  /** `undefined` for a 304, which has no length either. */
  readonly segments: readonly Segment[] | undefined;
}

/** Fields of the content, which a 304 has none of (RFC 9110 section 15.4.5). */
const OF_THE_CONTENT = Object.fromEntries(
  ['encoding', 'language', 'length', 'range', 'type'].map((name) => [`Content-${name}`, null]),
);

/**
 * Chooses between the whole body, parts of it and a 304, in the order of RFC 9110 section 13.2.2. A body whose head has
 * `Accept-Ranges: none` has no parts.
 *
 * @throws HTTPError 412 or 416, which are errors of the app like any other.
 */
export function chooseReply({ req, res }: Exchange, representation: Representation): Reply {
  const { head, size, validators, now, isCodedHere } = representation;
  const { status, headers } = head;
  const isCoded = !isCodedHere && isCodedLater(head, req, res);
  const whole: Reply = {
    head: isCoded ? { ...head, headers: headersCodedLater(headers) } : head,
    segments: size === 0 ? [] : [{ first: 0, last: size - 1 }],
  };

  // Any other method has done its work by now, and any other status is no success to put conditions on (13.2.1).
  if (!['GET', 'HEAD'].includes(req.method) || status > 299) return whole;
  switch (evaluatePreconditions(req.headers, validators)) {
    case 'failed':
      throw new HTTPError(412);
    case 'not modified':
      return {
        head: { ...head, status: 304, headers: createHeaders(whole.head.headers, OF_THE_CONTENT) },
        segments: undefined,
      };
    case 'send':
  }

  // Range has a meaning for GET only (14.2), and where the reply would be a 200.
  const { range } = req.headers;
  const ifRange = req.headers['if-range'] as string | undefined;
  if (range === undefined || req.method !== 'GET' || status !== 200 || headers['accept-ranges'] === 'none')
    return whole;
  if (!isRangeCurrent(ifRange, validators, now)) return whole;
  const ranges = parseRange(range, size);
  if (ranges === undefined) return whole;
  if (ranges === 'unsatisfiable')
    throw new HTTPError(416, { headers: { 'Content-Range': contentRange(undefined, size) } });
  const part: Head = { ...head, status: 206, headers: isCoded ? headersOfPlainPart(headers, res) : headers };
  return ranges.length === 1 ? onePart(part, ranges, size) : manyParts(part, ranges, size);
}

function onePart(part: Head, ranges: readonly ByteRange[], size: number): Reply {
  const headers = addLines(part.headers, [['Content-Range', contentRange(ranges[0], size)]]);
  return { head: { ...part, headers }, segments: ranges };
}

function manyParts(part: Head, ranges: readonly ByteRange[], size: number): Reply {
  // Random, so that no body can have it inside.
  const boundary = randomUUID();
  const type = part.headers['content-type'] as string | undefined;
  const parts = ranges.flatMap((range) => [Buffer.from(partHead(boundary, type, range, size)), range]);
  return {
    head: {
      ...part,
      headers: addLines(part.headers, [['Content-Type', `multipart/byteranges; boundary=${boundary}`]]),
    },
    segments: [...parts, Buffer.from(multipartEnd(boundary))],
  };
}

/** The length in bytes. */
export function lengthOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, segment) => sum + (Buffer.isBuffer(segment) ? segment.length : sizeOf(segment)), 0);
}

/** The size in bytes. */
export function sizeOf({ first, last }: ByteRange): number {
  return last - first + 1;
}
