import * as zlib from 'node:zlib';
import type { Transform } from 'node:stream';
import type { Request, Response as ExpressResponse } from 'express';
import { chooseCoding, isPlainRefused } from '../../http/accept-encoding';
import { isCompressible } from '../../http/compressible';
import { createHeaders } from '../../http/headers';
import { hasNoBody } from '../../http/status';
import { appendVary } from '../../http/vary';
import type { Head } from '../transaction';

/** A content coding that is applied while the body is sent (RFC 9110 section 8.4.1). */
export interface Coding {
  readonly name: string;
  readonly create: () => Compressor;
  /** The flush mode that empties the compressor's buffer. */
  readonly flush: number;
}

/** The common type of all compressors, which Node's types do not export. */
export type Compressor = Transform & { flush(kind: number): void };

const { BROTLI_OPERATION_FLUSH, BROTLI_PARAM_QUALITY, Z_SYNC_FLUSH } = zlib.constants;

// Available in Node from 22.15 and 23.8 on, but not in its types for Node 20.
const { createZstdCompress } = zlib as typeof zlib & { createZstdCompress?: () => Compressor };
const ZSTD_FLUSH = 1; // ZSTD_e_flush

// In order of preference. Zstandard comes after Brotli while it is experimental in Node.
const CODINGS: readonly Coding[] = [
  // Quality 4, like the `compression` middleware: the default of 11 is for files that are compressed once.
  {
    name: 'br',
    create: () => zlib.createBrotliCompress({ params: { [BROTLI_PARAM_QUALITY]: 4 } }),
    flush: BROTLI_OPERATION_FLUSH,
  },
  ...(createZstdCompress === undefined
    ? []
    : [{ name: 'zstd', create: () => createZstdCompress(), flush: ZSTD_FLUSH }]),
  { name: 'gzip', create: () => zlib.createGzip(), flush: Z_SYNC_FLUSH },
  { name: 'deflate', create: () => zlib.createDeflate(), flush: Z_SYNC_FLUSH },
];
const NAMES = CODINGS.map(({ name }) => name);

/** Length in bytes below which compression saves no packet. */
const LEAST_BYTES = 1024;

/** Fields that describe the exact bytes. A body with one of them is not compressed. */
const FIXING = ['content-encoding', 'content-range', 'content-digest', 'repr-digest', 'digest', 'content-md5'];

/** The head so far. Headers that it lacks may be set on `res`. */
type PartialHead = Pick<Head, 'status' | 'headers'>;

/** Chooses the coding of a body with this head; `undefined` to send it uncompressed. */
export function codingFor(
  head: PartialHead,
  req: Request,
  res: ExpressResponse,
  length: number | undefined,
): Coding | undefined {
  if (!mayBeCoded(head, res)) return undefined;
  const accepted = req.get('Accept-Encoding');
  const isWorthIt = isCompressible(valueOf(head, res, 'content-type')) && (length ?? LEAST_BYTES) >= LEAST_BYTES;
  if (!isWorthIt && !isPlainRefused(accepted)) return undefined;
  const name = chooseCoding(accepted, NAMES);
  return CODINGS.find((coding) => coding.name === name);
}

/** Whether a body with this head may be compressed. */
export function mayBeCoded(head: PartialHead, res: ExpressResponse): boolean {
  if (hasNoBody(head.status) || head.status === 206 || FIXING.some((name) => valueOf(head, res, name) !== ''))
    return false;
  return !/\bno-transform\b/i.test(valueOf(head, res, 'cache-control'));
}

function valueOf({ headers }: PartialHead, res: ExpressResponse, name: string): string {
  return String(headers[name] ?? res.getHeader(name) ?? '');
}

/** Adds `Vary` to a head, and for a compressed body its coding and ETag. */
export function codedHead({ status, headers, cookies }: Head, coding: string | undefined): Head {
  const { vary, etag } = headers;
  return {
    status,
    cookies,
    headers: createHeaders(headers, {
      Vary: appendVary(vary, 'Accept-Encoding'),
      ...(coding !== undefined && { 'Content-Encoding': coding, 'Content-Length': null }),
      ...(coding !== undefined && typeof etag === 'string' && { ETag: codedTag(etag, coding) }),
    }),
  };
}

/**
 * The ETag of a compressed body, which differs from that of the uncompressed one (RFC 9110 section 8.8.3.3). It is weak
 * unless the compressed file is stored: the output of a compressor depends on its version and on when it is flushed.
 */
export function codedTag(etag: string, coding: string, isStored = false): string {
  const tag = etag.replace(/"$/, `-${coding}"`);
  return isStored || tag.startsWith('W/') ? tag : `W/${tag}`;
}
