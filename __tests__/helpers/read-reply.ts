import type { RawReply } from './app';

/** A reply, the index of the byte after it, and whether the connection ends with it. */
export interface ReadReply {
  readonly reply: RawReply;
  readonly end: number;
  readonly isLast: boolean;
}

interface Body {
  readonly body: Buffer;
  readonly end: number;
  readonly isWhole: boolean;
}

const UNSHOWN = /^(date|connection|keep-alive)$/i;

/** Reads a reply by RFC 9112; undefined while more of it may come. */
export function readReply(bytes: Buffer, method: string, isClosed: boolean): ReadReply | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd === -1) return isClosed ? { reply: BROKEN, end: bytes.length, isLast: true } : undefined;

  const [start = '', ...lines] = bytes.toString('latin1', 0, headEnd).split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(start)?.[1] ?? fail(start));
  const fields = lines.map(fieldOf);
  const { body, end, isWhole } = bodyOf(bytes, headEnd + 4, lengthOf(method, status, fields), isClosed);
  if (!isWhole && !isClosed) return undefined;

  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of fields) {
    if (UNSHOWN.test(name)) continue;
    headers[name] = name in headers ? [headers[name] ?? [], value].flat() : value;
  }
  const isLast = isClosed || fields.some(([name, value]) => /^connection$/i.test(name) && value === 'close');
  return { reply: { status, headers, body, isBroken: !isWhole }, end, isLast };
}

const BROKEN: RawReply = { status: 0, headers: {}, body: Buffer.alloc(0), isBroken: true };

function fieldOf(line: string): readonly [name: string, value: string] {
  const [, name, value] = /^([!#-'*+.^-`|~\w-]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? fail(line);
  return [name ?? '', value ?? ''];
}

/** The length of the body, RFC 9112 section 6.3. */
function lengthOf(method: string, status: number, fields: readonly (readonly [string, string])[]) {
  if (method === 'HEAD' || status === 204 || status === 304) return 0;
  const valueOf = (wanted: string) => fields.find(([name]) => name.toLowerCase() === wanted)?.[1];
  if (valueOf('transfer-encoding') !== undefined) return 'in chunks';
  const length = valueOf('content-length');
  return length === undefined ? 'until the end' : Number(length);
}

function bodyOf(bytes: Buffer, at: number, length: number | 'in chunks' | 'until the end', isClosed: boolean): Body {
  if (length === 'in chunks') return chunksOf(bytes, at);
  if (length === 'until the end') return { body: bytes.subarray(at), end: bytes.length, isWhole: isClosed };
  const body = bytes.subarray(at, at + length);
  return { body, end: at + body.length, isWhole: body.length === length };
}

/** The body in chunked coding, RFC 9112 section 7.1, without trailers. */
function chunksOf(bytes: Buffer, start: number): Body {
  const chunks: Buffer[] = [];
  const bodyUntil = (end: number, isWhole: boolean): Body => ({ body: Buffer.concat(chunks), end, isWhole });
  for (let at = start; ;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd === -1) return bodyUntil(bytes.length, false);
    const line = bytes.toString('latin1', at, lineEnd);
    const size = /^[\da-f]+$/i.test(line) ? parseInt(line, 16) : fail(line);
    const end = lineEnd + 2 + size;
    chunks.push(bytes.subarray(lineEnd + 2, end));
    if (bytes.length < end + 2) return bodyUntil(bytes.length, false);
    if (bytes.toString('latin1', end, end + 2) !== '\r\n') fail(bytes.toString('latin1', lineEnd, end + 2));
    if (size === 0) return bodyUntil(end + 2, true);
    at = end + 2;
  }
}

function fail(text: string): never {
  throw new Error(`not HTTP: ${text}`);
}
