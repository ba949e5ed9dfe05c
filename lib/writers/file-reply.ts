import { randomUUID } from 'node:crypto';
import type { Request, Response as ExpressResponse } from 'express';
import { HTTPError } from '../diagnostics/http-error';
import { multipartEnd, partHead } from '../http/byteranges';
import { evaluatePreconditions, isRangeCurrent, type Validators } from '../http/conditional';
import { createHeaders, type HeaderRecord } from '../http/headers';
import { parseHTTPDate } from '../http/http-date';
import { contentRange, parseRange, type ByteRange } from '../http/range';
import { appendVary } from '../http/vary';
import type { FileBody } from '../responses/file-init';
import type { AnyResponse } from '../responses/response';
import type { Segment } from './file-source';
import type { OpenFile } from './open-file';
import type { Head } from './transaction';

/** What is sent for one request of a file. */
export interface FileReply {
  readonly head: Head;
  /** `undefined` for a 304, which has no length either. */
  readonly segments: readonly Segment[] | undefined;
}

/** File systems keep the time of a write in steps, the older ones of a second. In milliseconds. */
const COARSEST_STEP = 1000;

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
  file: OpenFile,
  coding: string | undefined,
  req: Request,
  res: ExpressResponse,
): FileReply {
  const { status, cookies } = response;
  const { partial = true } = response.body as FileBody;
  const now = Date.now();
  const headers = fileHeaders(response, file, coding, res, now);
  const validators: Validators = {
    etag: headers['etag'] as string | undefined,
    lastModified: parseHTTPDate(headers['last-modified'] as string | undefined),
  };
  const whole: FileReply = {
    head: { status, headers, cookies },
    segments: file.size === 0 ? [] : [{ first: 0, last: file.size - 1 }],
  };

  // Any other method has done its work by now, and any other status is no success to put conditions on (13.2.1).
  if (!['GET', 'HEAD'].includes(req.method) || status > 299) return whole;
  switch (evaluatePreconditions(req.headers, validators)) {
    case 'failed':
      throw new HTTPError(412);
    case 'not modified':
      return { head: { status: 304, headers: createHeaders(headers, OF_THE_CONTENT), cookies }, segments: undefined };
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
  return ranges.length === 1 ? onePart(whole.head, ranges, file.size) : manyParts(whole.head, ranges, file.size);
}

function onePart({ headers, cookies }: Head, ranges: readonly ByteRange[], size: number): FileReply {
  const partHeaders = createHeaders(headers, { 'Content-Range': contentRange(ranges[0], size) });
  return { head: { status: 206, headers: partHeaders, cookies }, segments: ranges };
}

function manyParts({ headers, cookies }: Head, ranges: readonly ByteRange[], size: number): FileReply {
  // Random, so that no file can have it inside.
  const boundary = randomUUID();
  const type = headers['content-type'] as string | undefined;
  const parts = ranges.flatMap((range) => [Buffer.from(partHead(boundary, type, range, size)), range]);
  return {
    head: {
      status: 206,
      headers: createHeaders(headers, {}, `multipart/byteranges; boundary=${boundary}`),
      cookies,
    },
    segments: [...parts, Buffer.from(multipartEnd(boundary))],
  };
}

/** What the response says itself, and of the file what it leaves to us. */
function fileHeaders(
  response: AnyResponse,
  file: OpenFile,
  coding: string | undefined,
  res: ExpressResponse,
  now: number,
): HeaderRecord {
  const body = response.body as FileBody;
  const own = response.headers;
  const facts: Record<string, string> = {};
  // One clock for both: a Last-Modified is never later than the Date beside it (RFC 9110 section 8.8.2.1).
  if (res.sendDate && !res.hasHeader('Date')) facts['Date'] = httpDate(now);
  // A range is one of the plain file, so what a client has of an encoded one cannot be resumed.
  if (response.status === 200)
    facts['Accept-Ranges'] = body.partial === false || coding !== undefined ? 'none' : 'bytes';
  // As res.sendFile: what middleware said of caching (no-store behind a login) is not widened by a default.
  if (body.cacheControl !== false && !res.hasHeader('Cache-Control')) facts['Cache-Control'] = 'public, max-age=0';
  const told = parseHTTPDate(own['last-modified'] as string | undefined);
  if (told === undefined ? body.lastModified !== false : told > now)
    facts['Last-Modified'] = httpDate(Math.min(told ?? file.modified, now));
  if (body.etag ?? res.app.enabled('etag')) facts['ETag'] = fileTag(file, now);
  const headers = createHeaders(
    own,
    Object.entries(facts).filter(
      ([name]) => own[name.toLowerCase()] === undefined || (name === 'Last-Modified' && told !== undefined),
    ),
  );
  return body.compress === true ? withCoding(headers, coding) : headers;
}

/** Each representation has a tag of its own, and `Vary` stands on every one of them (RFC 9110 sections 8.8.3.3, 12.5.5). */
function withCoding(headers: HeaderRecord, coding: string | undefined): HeaderRecord {
  const { vary, etag } = headers;
  return createHeaders(headers, {
    Vary: appendVary(vary, 'Accept-Encoding'),
    ...(coding !== undefined && { 'Content-Encoding': coding }),
    ...(coding !== undefined && typeof etag === 'string' && { ETag: etag.replace(/"$/, `-${coding}"`) }),
  });
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
