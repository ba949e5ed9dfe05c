import http from 'node:http';
import type { ReadableStream, ReadableStreamDefaultReader } from 'node:stream/web';
import { makeSocketPair } from './socket-pair';

/** A request as bytes: what `fetch` has made of its arguments. */
export interface Outgoing {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: Uint8Array | ReadableStream<Uint8Array> | null;
  readonly signal: AbortSignal;
  /** Requests that must not be collected while the exchange lasts: one that nothing holds loses its `signal`. */
  readonly held: readonly unknown[];
}

/** The exchanges that have not ended, since an app that drops `res` holds none of them. */
const inFlight = new Set<Outgoing>();

/** Sends a request over a connection of its own; resolves with the head of the reply. Rejects where none came. */
export function exchange(server: http.Server, outgoing: Outgoing): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { url, method, signal } = outgoing;
    const sockets = makeSocketPair(url.protocol === 'https:');
    server.emit('connection', sockets.server);
    const request = http.request({
      createConnection: () => sockets.client,
      host: url.host,
      setHost: false,
      method,
      path: url.pathname + url.search,
      headers: headersOf(outgoing),
    });
    const abort = (): void => {
      reject(signal.reason as unknown);
      request.destroy();
    };
    signal.addEventListener('abort', abort, { once: true });
    inFlight.add(outgoing);
    request.once('close', () => {
      inFlight.delete(outgoing);
      signal.removeEventListener('abort', abort);
    });
    request.once('response', (reply) => {
      reply.on('error', () => undefined); // A reader of the body gets it, if there is one.
      resolve(reply);
    });
    let bodyError: unknown;
    request.on('error', (error) => {
      reject(new TypeError(`fetch failed: ${method} ${url.href}`, { cause: bodyError ?? error }));
    });
    sendBody(outgoing.body, request, (error) => (bodyError = error));
  });
}

function headersOf({ headers, url, body }: Outgoing): http.OutgoingHttpHeaders {
  const record: http.OutgoingHttpHeaders = { Host: url.host, Accept: '*/*' };
  if (body instanceof Uint8Array) record['Content-Length'] = body.length;
  const given = Object.fromEntries(headers);
  for (const name of Object.keys(record)) if (name.toLowerCase() in given) Reflect.deleteProperty(record, name);
  return { ...record, ...given };
}

function sendBody(body: Outgoing['body'], request: http.ClientRequest, onError: (error: unknown) => void): void {
  if (body === null || body instanceof Uint8Array) {
    request.end(body ?? undefined);
    return;
  }
  const reader = body.getReader();
  // The app may answer before it has read all. The reply stays, so that the request is not destroyed as by pipeline().
  request.once('close', () => {
    reader.cancel().catch(() => undefined);
  });
  pump(reader, request).catch((error: unknown) => {
    onError(error);
    request.destroy(error instanceof globalThis.Error ? error : new globalThis.Error('the body of the request failed'));
  });
}

async function pump(reader: ReadableStreamDefaultReader<Uint8Array>, request: http.ClientRequest): Promise<void> {
  const closed = new Promise((resolve) => request.once('close', resolve));
  for (;;) {
    const { done, value } = await reader.read();
    if (request.closed) return;
    if (done) {
      request.end();
      return;
    }
    if (!request.write(value)) await Promise.race([closed, new Promise((resolve) => request.once('drain', resolve))]);
  }
}
