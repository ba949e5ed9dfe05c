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

/** The coarsest resolution of the modification time in a file system, in milliseconds. */
const COARSEST_STEP = 1000;

/** The coding of a file: of a stored compressed copy, or applied while the file is sent. */
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
  const addDefault = (name: string, value: string): void => {
    if (own[name.toLowerCase()] === undefined) lines.push([name, value]);
  };

  // The same clock for both: Last-Modified must not be later than Date (RFC 9110 section 8.8.2.1).
  if (res.sendDate && !res.hasHeader('Date')) addDefault('Date', httpDate(now));
  // A range refers to the uncompressed file, so the download of a compressed one cannot be resumed.
  if (response.status === 200)
    addDefault('Accept-Ranges', body.partial === false || coding !== undefined ? 'none' : 'bytes');
  // Like res.sendFile: a default must not replace the Cache-Control of middleware (no-store behind a login).
  if (body.cacheControl !== false && !res.hasHeader('Cache-Control')) addDefault('Cache-Control', 'public, max-age=0');
  if (response.compress === true) lines.push(['Vary', appendVary(own['vary'], 'Accept-Encoding')]);
  if (coding !== undefined) lines.push(['Content-Encoding', coding.name]);

  const date = own['last-modified'] as string | undefined;
  const time = date === undefined ? (body.lastModified === false ? undefined : file.modified) : parseHTTPDate(date);
  const modified = time === undefined ? undefined : Math.min(time, now);
  if (modified !== undefined && (date === undefined || modified !== time))
    lines.push(['Last-Modified', httpDate(modified)]);

  // Each representation has a different ETag (RFC 9110 section 8.8.3.3).
  const tag =
    (own['etag'] as string | undefined) ?? ((body.etag ?? res.app.enabled('etag')) ? fileTag(file, now) : undefined);
  const etag = tag === undefined || coding === undefined ? tag : codedTag(tag, coding.name, coding.isStored);
  if (etag !== undefined) lines.push(['ETag', etag]);
  return {
    // A Content-Length in the response is that of the uncompressed file.
    headers: addLines(coding === undefined ? own : createHeaders(own, { 'Content-Length': null }), lines),
    validators: { etag, lastModified: modified && Math.floor(modified / 1000) * 1000 },
    now,
  };
}

function httpDate(milliseconds: number): string {
  return new Date(milliseconds).toUTCString();
}

/**
 * The ETag of a file. It is weak for a file that was just written, which may still change without a new modification
 * time (RFC 9110 section 8.8.1). Later the strong tag has the same text, so that caches stay valid.
 */
function fileTag({ size, modified }: OpenFile, now: number): string {
  const tag = `"${size.toString(16)}-${Math.round(modified * 1000).toString(16)}"`;
  return modified + COARSEST_STEP < now ? tag : `W/${tag}`;
}
