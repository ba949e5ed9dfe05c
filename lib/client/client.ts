import { bodyOf, headersOf, urlOf, type Fields, type Input } from './make-request';
import type { CallOptions, Client } from './client-types';
import { readReply } from './read-reply';
import { UnexpectedReply, type AnyReply } from './unexpected-reply';

/** Options of a client. */
export interface ClientOptions {
  /**
   * Called instead of the global `fetch`, for each connection: the place for retries, traces, and options such as
   * `credentials`.
   */
  readonly fetch?: (url: string, init: RequestInit) => Promise<globalThis.Response>;
  /** Headers of all requests, or a function that gives them for each connection, such as a fresh token. */
  readonly headers?: Fields | (() => Fields | Promise<Fields>);
}

/** A call, as any route takes it. */
interface AnyInput extends Input, CallOptions {}

/**
 * Creates a client of an API. It needs no table of routes: the path is filled as it is written, and the reply is read
 * by its media type.
 *
 *     const api = client<Api>('https://example.com/api');
 *     const reply = await api.get('/users/<id:int>', { params: { id: 7 } });
 *
 * @param baseURL The URL of the mount, such as `'/api'` in a browser.
 */
export function client<Api>(baseURL: string, options: ClientOptions = {}): Client<Api> {
  const calls: Record<string, ReturnType<typeof callOf>> = {};
  for (const method of 'get post put patch delete head options query'.split(' '))
    calls[method] = callOf(method.toUpperCase(), baseURL, options);
  return calls as unknown as Client<Api>;
}

function callOf(method: string, baseURL: string, { fetch, headers: common }: ClientOptions) {
  return async (path: string, input: AnyInput = {}): Promise<AnyReply> => {
    const url = urlOf(baseURL, path, input);
    const name = `${method} ${url}`;

    async function send(more?: Fields): Promise<globalThis.Response> {
      const all = typeof common === 'function' ? await common() : common;
      const headers = headersOf({ ...all, ...input.headers, ...more });
      const init = { method, body: bodyOf(input, headers), headers, signal: input.signal };
      return (fetch ?? globalThis.fetch)(url, init as RequestInit);
    }

    async function connect(lastEventId: string): Promise<globalThis.Response> {
      // The UTF-8 bytes of the id as characters, which is how EventSource sends it.
      const bytes = String.fromCharCode(...new TextEncoder().encode(lastEventId));
      const reply = await readReply(name, await send({ 'Last-Event-ID': bytes || undefined }), connection);
      if (reply.events ?? reply.status === 204) return reply.response;
      throw new UnexpectedReply(name, reply);
    }

    const connection = { ...input, connect };
    return readReply(name, await send(), connection);
  };
}
