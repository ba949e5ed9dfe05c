import { UsageError } from '../diagnostics/usage-error';
import { fetchedHeaders } from '../http/fetched-headers';
import type { WebStream } from '../streams/body';
import { Response, type AnyResponse } from './response';

// Headers of a single connection, not of the message (RFC 9110 section 7.6.1).
const HOP_BY_HOP = [
  ...['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade'],
];

/**
 * Whether a value is a web-standard `Response`: the global one, or one of a `fetch` package. Checked by its tag, since
 * each realm and each package has its own class.
 */
export function isWebResponse(value: unknown): value is globalThis.Response {
  return typeof value === 'object' && value !== null && Object.prototype.toString.call(value) === '[object Response]';
}

/**
 * Converts a web-standard response: status, headers (also several Set-Cookie) and streamed body.
 *
 * @throws UsageError `ERR_RETURNS_RESULT` for an error response, `ERR_RETURNS_BODY_USED` for a body that was read.
 */
export function fromWebResponse(web: globalThis.Response): AnyResponse {
  if (web.type === 'error' || web.status < 200) {
    throw new UsageError(
      'ERR_RETURNS_RESULT',
      'A handler returned Response.error() or an informational Response, which cannot be sent.',
    );
  }
  if (web.bodyUsed) {
    throw new UsageError(
      'ERR_RETURNS_BODY_USED',
      'A handler returned a web Response whose body has already been read; return response.clone() or a new Response.',
    );
  }
  const dropped = new Set(HOP_BY_HOP);
  for (const name of web.headers.get('connection')?.split(',') ?? []) dropped.add(name.trim().toLowerCase());
  const headers = (web.url === '' ? [...web.headers] : fetchedHeaders(web.headers)).filter(
    ([name]) => !dropped.has(name),
  );
  return new Response(web.body as WebStream | null, {
    status: web.status,
    headers,
    ...(headers.every(([name]) => name !== 'content-type') && { contentType: null }),
  });
}
