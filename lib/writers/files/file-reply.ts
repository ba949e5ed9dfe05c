import { randomUUID } from 'node:crypto';
import { HTTPError } from '../../http/http-error';
import { multipartEnd, partHead } from '../../http/byteranges';
import { evaluatePreconditions, isRangeCurrent, type Validators } from '../../http/conditional';
import { addLines, createHeaders, type HeaderLine, type HeaderRecord } from '../../http/headers';
import { parseHTTPDate } from '../../http/http-date';
import { contentRange, parseRange, type ByteRange } from '../../http/range';
import { appendVary } from '../../http/vary';
import type { FileBody } from '../../responses/file-init';
import type { AnyResponse } from '../../responses/response';
import { headersCodedLater, headersOfPlainPart, isCodedLater } from '../compression/behind-compression';
import { codedTag } from '../compression/content-coding';
import type { Exchange } from '../exchange';
import type { Segment } from './file-source';
import type { OpenFile } from './open-file';
import type { Head } from '../transaction';

/** What is sent for one request of a file. */
export interface FileReply {
  readonly head: Head;
  /** `undefined` for a 304, which has no length either. */
  readonly segments: readonly Segment[] | undefined;
}

/** File systems keep the time of a write in steps, the older ones of a second. In milliseconds. */
const COARSEST_STEP = 1000;

/** How a file is coded: as it is stored beside the plain one, or on the fly. */
export interface FileCoding {
  readonly name: string;
  readonly isStored: boolean;
}

/** What a 304 says nothing of: the client has it (RFC 9110 section 15.4.5). */
const OF_THE_CONTENT = Object.fromEntries(
  ['encoding', 'language', 'length', 'range', 'type'].map((name) => [`Content-${name}`, null]),
);

/**
 * Chooses between the whole file, parts of it and a 304, in the order of RFC 9110 section 13.2.2.
 *
 * @throws HTTPError 412 or 416, which are errors of the app like any other.
 */
export function chooseReply(
  response: AnyResponse,
  exchange: Exchange,
  file: OpenFile,
  coding: FileCoding | undefined,
): FileReply {
  const { req, res } = exchange;
  const { status, cookies } = response;
  const { partial = true } = response.body as FileBody;
  const { headers, validators, now } = describeFile(response, exchange, file, coding);
  const isCoded = coding === undefined && isCodedLater({ status, headers }, req, res);
  const whole: FileReply = {
    head: { status, headers: isCoded ? headersCodedLater(headers) : headers, cookies },
    segments: file.size === 0 ? [] : [{ first: 0, last: file.size - 1 }],
  };

  // Any other method has done its work by now, and any other status is no success to put conditions on (13.2.1).
  if (!['GET', 'HEAD'].includes(req.method) || status > 299) return whole;
  switch (evaluatePreconditions(req.headers, validators)) {
    case 'failed':
      throw new HTTPError(412);
    case 'not modified':
      return {
        head: { status: 304, headers: createHeaders(whole.head.headers, OF_THE_CONTENT), cookies },
        segments: undefined,
      };
    case 'send':
  }

  // Range has a meaning for GET only (14.2), and where the reply would be a 200.
  const { range } = req.headers;
  const ifRange = req.headers['if-range'] as string | undefined;
  if (range === undefined || req.method !== 'GET' || status !== 200 || !partial) return whole;
  if (!isRangeCurrent(ifRange, validators, now)) return whole;
  const ranges = parseRange(range, file.size);
  if (ranges === undefined) return whole;
  if (ranges === 'unsatisfiable')
    throw new HTTPError(416, { headers: { 'Content-Range': contentRange(undefined, file.size) } });
  const part: Head = { status: 206, headers: isCoded ? headersOfPlainPart(headers, res) : headers, cookies };
  return ranges.length === 1 ? onePart(part, ranges, file.size) : manyParts(part, ranges, file.size);
}

function onePart(part: Head, ranges: readonly ByteRange[], size: number): FileReply {
  const headers = addLines(part.headers, [['Content-Range', contentRange(ranges[0], size)]]);
  return { head: { ...part, headers }, segments: ranges };
}

function manyParts(part: Head, ranges: readonly ByteRange[], size: number): FileReply {
  // Random, so that no file can have it inside.
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

/** What the response says itself, and of the file what it leaves to us. */
function describeFile(
  response: AnyResponse,
  { res }: Exchange,
  file: OpenFile,
  coding: FileCoding | undefined,
): { readonly headers: HeaderRecord; readonly validators: Validators; readonly now: number } {
  const now = Date.now();
  const body = response.body as FileBody;
  const own = response.headers;
  const lines: HeaderLine[] = [];
  const say = (name: string, value: string): void => {
    if (own[name.toLowerCase()] === undefined) lines.push([name, value]);
  };

  // One clock for both: a Last-Modified is never later than the Date beside it (RFC 9110 section 8.8.2.1).
  if (res.sendDate && !res.hasHeader('Date')) say('Date', httpDate(now));
  // A range is one of the plain file, so what a client has of an encoded one cannot be resumed.
  if (response.status === 200) say('Accept-Ranges', body.partial === false || coding !== undefined ? 'none' : 'bytes');
  // As res.sendFile: what middleware said of caching (no-store behind a login) is not widened by a default.
  if (body.cacheControl !== false && !res.hasHeader('Cache-Control')) say('Cache-Control', 'public, max-age=0');
  if (response.compress === true) lines.push(['Vary', appendVary(own['vary'], 'Accept-Encoding')]);
  if (coding !== undefined) lines.push(['Content-Encoding', coding.name]);

  const date = own['last-modified'] as string | undefined;
  const told = date === undefined ? (body.lastModified === false ? undefined : file.modified) : parseHTTPDate(date);
  const modified = told === undefined ? undefined : Math.min(told, now);
  if (modified !== undefined && (date === undefined || modified !== told))
    lines.push(['Last-Modified', httpDate(modified)]);

  // Each representation has a tag of its own (RFC 9110 section 8.8.3.3).
  const tag =
    (own['etag'] as string | undefined) ?? ((body.etag ?? res.app.enabled('etag')) ? fileTag(file, now) : undefined);
  const etag = tag === undefined || coding === undefined ? tag : codedTag(tag, coding.name, coding.isStored);
  if (etag !== undefined) lines.push(['ETag', etag]);
  return {
    // A length that the response tells is one of the plain file.
    headers: addLines(coding === undefined ? own : createHeaders(own, { 'Content-Length': null }), lines),
    validators: { etag, lastModified: modified && Math.floor(modified / 1000) * 1000 },
    now,
  };
}

function httpDate(milliseconds: number): string {
  return new Date(milliseconds).toUTCString();
}

/**
 * Strong where a write from now on has another time; a file that was written just now may still change under the same
 * tag (RFC 9110 section 8.8.1). It is the same tag afterwards, so that a cache need not fetch the file once more.
 */
function fileTag({ size, modified }: OpenFile, now: number): string {
  const tag = `"${size.toString(16)}-${Math.round(modified * 1000).toString(16)}"`;
  return modified + COARSEST_STEP < now ? tag : `W/${tag}`;
}
