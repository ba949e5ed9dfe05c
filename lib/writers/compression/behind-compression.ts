import type { Request, Response as ExpressResponse } from 'express';
import { chooseCoding } from '../../http/accept-encoding';
import { isCompressible } from '../../http/compressible';
import { addLines, type HeaderRecord } from '../../http/headers';
import { appendVary } from '../../http/vary';
import { mayBeCoded } from './content-coding';
import type { Head } from '../transaction';

/**
 * Whether the app's `compression` middleware will probably compress this body; its threshold and filter are unknown
 * here. The middleware sets an own `flush` on `res`.
 */
export function isCodedLater(head: Pick<Head, 'status' | 'headers'>, req: Request, res: ExpressResponse): boolean {
  return (
    Object.hasOwn(res, 'flush') &&
    isCompressible(String(head.headers['content-type'])) &&
    mayBeCoded(head, res) &&
    chooseCoding(req.headers['accept-encoding'], ['br', 'gzip', 'deflate']) !== undefined
  );
}

/**
 * Headers of a body that `compression` compresses later. It keeps the ETag, which therefore must be weak: a strong tag
 * for two representations (RFC 9110 section 8.8.3.3) would let `If-Range` mix their parts.
 */
export function headersCodedLater(headers: HeaderRecord): HeaderRecord {
  const { etag, vary } = headers;
  const added = addLines(headers, [['Vary', appendVary(vary, 'Accept-Encoding')]]);
  return typeof etag !== 'string' || etag.startsWith('W/') ? added : addLines(added, [['ETag', `W/${etag}`]]);
}

/** Headers of a part. It must stay uncompressed, or it would not fit the other parts that the client has. */
export function headersOfPlainPart(headers: HeaderRecord, res: ExpressResponse): HeaderRecord {
  const cacheControl = headers['cache-control'] ?? res.getHeader('Cache-Control') ?? [];
  return addLines(headers, [
    ['Cache-Control', [cacheControl, 'no-transform'].flat().join(', ')],
    ['Vary', appendVary(headers['vary'], 'Accept-Encoding')],
  ]);
}
