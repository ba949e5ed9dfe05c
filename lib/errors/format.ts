import type { HeaderRecord } from '../http/headers';
import type { Cookie } from '../responses/cookie';
import type { ResponseInit } from '../responses/init';
import { JSON as JSONResponse } from '../responses/json';
import type { AnyResponse } from '../responses/response';
import { Text } from '../responses/text';
import { withData } from '../responses/with-data';
import type { ErrorFacts } from './facts';

/** `{"status":"error","code":1101,"message":"..."}`, with `"data"` where there is some; the twin of `Success`. */
export function envelope({ code, status, message, data, headers, cookies }: ErrorFacts): AnyResponse {
  const body = { status: 'error', code, message };
  const init = initOf(status, headers, cookies);
  return new JSONResponse<object, number>(data === undefined ? body : withData(body, data), init);
}

/** A text as text, an object as JSON. */
export function exceptionReply({ body, status, headers, cookies }: AnyException): AnyResponse {
  const init = initOf(status, headers, cookies);
  return typeof body === 'string'
    ? new Text<string, number>(body, init)
    : new JSONResponse<object, number>(body as object, init);
}

/**
 * Measured: to merge what is empty costs 4 % of a small error reply, 6 % on `createServer`. An error is not frozen, and
 * somebody may have taken its headers away.
 */
function initOf(status: number, headers?: HeaderRecord, cookies?: readonly Cookie[]): ResponseInit {
  const isEmpty = !cookies?.length && Object.keys(headers ?? {}).length === 0;
  return isEmpty ? { status } : { status, headers: headers ?? {}, cookies: cookies ?? [] };
}

/** An exception without a code, of this copy of the package or another. */
export type AnyException = Pick<AnyResponse, 'body' | 'status' | 'headers' | 'cookies'>;
