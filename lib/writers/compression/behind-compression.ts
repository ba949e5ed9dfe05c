import type { Request, Response as ExpressResponse } from 'express';
import { chooseCoding } from '../../http/accept-encoding';
import { isCompressible } from '../../http/compressible';
import { addLines, type HeaderRecord } from '../../http/headers';
import { appendVary } from '../../http/vary';
import { mayBeCoded } from './content-coding';
import type { Head } from '../transaction';

/**
 * Whether the app's `compression` will code this body on its way out, as far as can be known: its threshold and filter
 * are its own. It leaves an own `flush` on `res`.
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
 * Headers of a body that is coded later: `compression` keeps the tag, and the strong one of the plain bytes would have
 * two representations (RFC 9110 section 8.8.3.3), whose parts `If-Range` would mix.
 */
export function headersCodedLater(headers: HeaderRecord): HeaderRecord {
  const { etag, vary } = headers;
  const added = addLines(headers, [['Vary', appendVary(vary, 'Accept-Encoding')]]);
  return typeof etag !== 'string' || etag.startsWith('W/') ? added : addLines(added, [['ETag', `W/${etag}`]]);
}

/** Headers of a part, which is one of the plain bytes: coded, it would fit nothing that a client has. */
export function headersOfPlainPart(headers: HeaderRecord, res: ExpressResponse): HeaderRecord {
  const said = headers['cache-control'] ?? res.getHeader('Cache-Control') ?? [];
  return addLines(headers, [
    ['Cache-Control', [said, 'no-transform'].flat().join(', ')],
    ['Vary', appendVary(headers['vary'], 'Accept-Encoding')],
  ]);
}
