import type { IncomingMessage } from 'node:http';
import type { Outgoing } from './exchange';

const REDIRECT_STATUS = new Set([301, 302, 303, 307, 308]);
const BODY_HEADERS = ['Content-Encoding', 'Content-Language', 'Content-Location', 'Content-Type', 'Content-Length'];

/**
 * The request that a reply asks for by its `Location`, or undefined for any other reply (Fetch standard, HTTP-redirect
 * fetch). Throws a TypeError where there can be none.
 */
export function afterRedirect(reply: IncomingMessage, outgoing: Outgoing): Outgoing | undefined {
  const { statusCode = 0 } = reply;
  const { location } = reply.headers;
  if (!REDIRECT_STATUS.has(statusCode) || location === undefined) return undefined;
  const url = new URL(location, outgoing.url);
  if (url.origin !== outgoing.url.origin) {
    reply.destroy();
    throw new TypeError(
      `fetch failed: ${outgoing.url.href} redirects to another origin, ${url.origin}; use { redirect: 'manual' } to look at it.`,
    );
  }
  if (becomesGet(statusCode, outgoing.method)) return { ...withoutBody(outgoing), url, method: 'GET' };
  if (outgoing.body !== null && !(outgoing.body instanceof Uint8Array)) {
    reply.destroy();
    throw new TypeError(
      `fetch failed: ${statusCode} asks for a stream again that has been sent; give the body as bytes.`,
    );
  }
  return { ...outgoing, url };
}

function becomesGet(status: number, method: string): boolean {
  return status === 303 ? method !== 'GET' && method !== 'HEAD' : status < 303 && method === 'POST';
}

function withoutBody(outgoing: Outgoing): Outgoing {
  const headers = new Headers(outgoing.headers);
  for (const name of BODY_HEADERS) headers.delete(name);
  return { ...outgoing, headers, body: null };
}
