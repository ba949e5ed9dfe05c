import { Buffer } from 'node:buffer';
import { STATUS_CODES } from 'node:http';
import { locationOf } from '../http/location';
import type { AnyResponse } from '../responses/response';
import type { Exchange } from './exchange';
import type { CommitWhole } from './transaction';
import { isUnwrapped } from './unwrapped-methods';

interface Redirecting {
  /** Sends a redirect. Express's own returns nothing, a wrapper may return a promise, which may reject. */
  redirect(status: number, url: string): unknown;
}

/** Sends a redirect as `res.redirect` does. */
export function writeRedirect(response: AnyResponse, exchange: Exchange, commit: CommitWhole): void | Promise<void> {
  const url = locationOf(String(response.body));
  return commit(response, exchange, () => {
    if (takesAnyType(exchange)) return sendText(response.status, url, exchange);
    const { res }: { res: Redirecting } = exchange;
    return res.redirect(response.status, url);
  });
}

/**
 * Whether `res.redirect` would choose the text among its two bodies, the first of them. It asks the parser of `Accept`
 * for that, the slowest part of a redirect: docs/performance.md.
 */
function takesAnyType({ req, res }: Exchange): boolean {
  const { accept } = req.headers;
  return (
    (accept === undefined || accept === '*/*') &&
    isUnwrapped.redirect(res) &&
    isUnwrapped.format(res) &&
    isUnwrapped.vary(res) &&
    isUnwrapped.set(res) &&
    isUnwrapped.accepts(req)
  );
}

/** Does the work of `res.redirect` for the text; the status is set. */
function sendText(status: number, url: string, { req, res }: Exchange): unknown {
  const text = `${STATUS_CODES[status] ?? ''}. Redirecting to ${String(res.location(url).get('Location'))}`;
  if (res.hasHeader('Vary')) res.vary('Accept');
  else res.setHeader('Vary', 'Accept');
  res.setHeader('Content-Type', 'text/plain; charset=utf-8');
  res.setHeader('Content-Length', String(Buffer.byteLength(text)));
  return req.method === 'HEAD' ? res.end() : res.end(text);
}
