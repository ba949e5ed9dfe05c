import http from 'node:http';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { exchange, type Outgoing } from './exchange';
import { afterRedirect } from './redirect';
import { toWebResponse } from './web-reply';

type Fetch = typeof globalThis.fetch;
type FetchInput = Parameters<Fetch>[0];

/** The number that browsers follow (Fetch standard, HTTP-redirect fetch). */
const MOST_REDIRECTS = 20;

/**
 * A standard `fetch` whose requests go to an app in this process, over Node's own HTTP server and client and a
 * connection in memory: no port, nothing to close.
 *
 * ```ts
 * const fetch = fetchOf(app);
 * const reply = await fetch('/users/7');
 * ```
 *
 * Every URL leads to the app; a relative one begins with `http://localhost`. A redirect to another origin is an error.
 * Bodies are decoded (gzip, deflate, br), but no `Accept-Encoding` is sent unless it is given.
 *
 * @param app An Express app, or any listener of requests.
 * @throws UsageError `ERR_RETURNS_SERVER` for anything else.
 */
export function fetchOf(app: http.RequestListener): Fetch {
  if (typeof app !== 'function')
    throw new UsageError(
      'ERR_RETURNS_SERVER',
      `fetchOf(app) takes an Express app or a function of req and res; got ${describe(app)}.`,
    );
  const server = http.createServer(app);
  return async (input, init) => {
    const request = makeRequest(input, init);
    request.signal.throwIfAborted();
    const body = isStreamed(input, init) ? request.body : await bytesOf(request, init?.body);
    const { method, headers, signal } = request;
    const outgoing = { method, url: new URL(request.url), headers, body, signal, held: [input, request] };
    return follow(server, outgoing, request.redirect);
  };
}

function makeRequest(input: FetchInput, init: RequestInit = {}): Request {
  const target = input instanceof Request ? input : new URL(input, 'http://localhost');
  return new Request(target, { duplex: 'half', ...init });
}

/** Whether the length of the body is unknown: what a Request holds may be a stream. */
function isStreamed(input: unknown, init: { body?: unknown } | undefined): boolean {
  const body = init?.body ?? (input instanceof Request ? input.body : null);
  return body instanceof ReadableStream || (typeof body === 'object' && body !== null && Symbol.asyncIterator in body);
}

async function bytesOf(request: Request, given: unknown): Promise<Uint8Array | null> {
  if (typeof given === 'string') return Buffer.from(given); // To read the Request would take longer than to send it.
  return request.body === null ? null : new Uint8Array(await request.arrayBuffer());
}

async function follow(server: http.Server, first: Outgoing, mode: Request['redirect']): Promise<globalThis.Response> {
  let outgoing = first;
  for (let count = 0; ; count++) {
    const reply = await exchange(server, outgoing);
    const next = mode === 'manual' ? undefined : afterRedirect(reply, outgoing);
    if (next === undefined) {
      const response = toWebResponse(reply, outgoing);
      Object.defineProperty(response, 'redirected', { value: count > 0 });
      return response;
    }
    reply.destroy();
    if (mode === 'error') throw new TypeError(`fetch failed: unexpected redirect to ${next.url.href}`);
    if (count === MOST_REDIRECTS) throw new TypeError(`fetch failed: more than ${MOST_REDIRECTS} redirects`);
    outgoing = next;
  }
}
