import http2, { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';

/** Gives an app the prototypes of HTTP/2 with Express's methods on them, as the packages for HTTP/2 do. */
export function overHTTP2(app: Express): Express {
  const own = (base: object, express: object): object =>
    Object.create(base, Object.getOwnPropertyDescriptors(express)) as object;
  const parts = { app: { value: app, configurable: true, enumerable: true, writable: true } };
  const request = own(Http2ServerRequest.prototype, Object.getPrototypeOf(app.request) as object);
  const response = own(Http2ServerResponse.prototype, Object.getPrototypeOf(app.response) as object);
  return Object.assign(app, { request: Object.create(request, parts), response: Object.create(response, parts) });
}

/** A reply as an HTTP/2 client has it. The code is that of the stream: 0 for a reply that is whole. */
export interface HTTP2Reply {
  readonly status: number;
  readonly body: string;
  readonly code: number;
}

/** Runs a client of a server of its own. */
export async function withHTTP2<T>(app: Express, work: (client: http2.ClientHttp2Session) => Promise<T>): Promise<T> {
  const server = http2.createServer(overHTTP2(app) as never);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = http2.connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  try {
    return await work(client);
  } finally {
    await new Promise<void>((resolve) => {
      client.close(resolve);
    });
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Sends a request; `leave` cancels it at the first bytes. */
export function askHTTP2(
  client: http2.ClientHttp2Session,
  headers: http2.OutgoingHttpHeaders,
  leave = false,
): Promise<HTTP2Reply> {
  return new Promise((resolve) => {
    const stream = client.request(headers);
    let status = 0;
    let body = '';
    stream.on('response', (head) => {
      status = head[':status'] ?? 0;
    });
    stream.on('data', (part: Buffer) => {
      body += part.toString('latin1');
      if (leave) stream.close(http2.constants.NGHTTP2_CANCEL);
    });
    stream.on('error', () => undefined);
    stream.on('close', () => {
      resolve({ status, body, code: stream.rstCode });
    });
    stream.end();
  });
}
