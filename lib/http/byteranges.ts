import { contentRange, type ByteRange } from './range';

/** The delimiter and headers before a part of a `multipart/byteranges` body (RFC 9110 section 14.6). */
export function partHead(boundary: string, contentType: string | undefined, range: ByteRange, size: number): string {
  const type = contentType === undefined ? '' : `Content-Type: ${contentType}\r\n`;
  return `\r\n--${boundary}\r\n${type}Content-Range: ${contentRange(range, size)}\r\n\r\n`;
}

/** The delimiter after the last part. */
export function multipartEnd(boundary: string): string {
  return `\r\n--${boundary}--\r\n`;
}
