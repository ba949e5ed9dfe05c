import type { Validators } from '../../http/conditional';
import { addLines, createHeaders, type HeaderLine, type HeaderRecord } from '../../http/headers';
import { parseHTTPDate } from '../../http/http-date';
import { appendVary } from '../../http/vary';
import type { FileBody } from '../../responses/file-init';
import type { AnyResponse } from '../../responses/response';
import { codedTag } from '../compression/content-coding';
import type { Exchange } from '../exchange';
import type { OpenFile } from './open-file';
import type { Representation } from '../parts';

/** File systems keep the time of a write in steps, the older ones of a second. In milliseconds. */
const COARSEST_STEP = 1000;

/** How a file is coded: as it is stored beside the plain one, or on the fly. */
export interface FileCoding {
  readonly name: string;
  readonly isStored: boolean;
}

/** A file as a body to send, whole or in parts. */
export function fileRepresentation(
  response: AnyResponse,
  exchange: Exchange,
  file: OpenFile,
  coding: FileCoding | undefined,
): Representation {
  const { status, cookies } = response;
  const { headers, ...described } = describeFile(response, exchange, file, coding);
  return { head: { status, headers, cookies }, size: file.size, isCodedHere: coding !== undefined, ...described };
}

/** The headers of the response, and those derived from the file that it does not set. */
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
