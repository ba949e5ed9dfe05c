import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Outgoing } from './exchange';

const NULL_BODY_STATUS = new Set([204, 205, 304]);

const DECODERS: Readonly<Record<string, () => Transform>> = {
  'gzip': createGunzip,
  'x-gzip': createGunzip,
  'deflate': createInflate,
  'br': createBrotliDecompress,
};

/**
 * Makes a standard response of a reply whose head has come. Its body is read from the connection as it is asked for.
 */
export function toWebResponse(reply: IncomingMessage, { method, url, signal }: Outgoing): globalThis.Response {
  const status = reply.statusCode ?? 0;
  const hasBody = method !== 'HEAD' && !NULL_BODY_STATUS.has(status);
  if (!hasBody) reply.resume();
  const headers = headersOf(reply.rawHeaders);
  const body = hasBody ? bodyOf(reply, headers, signal) : null;
  const response = new globalThis.Response(body, { status, statusText: reply.statusMessage ?? '', headers });
  Object.defineProperty(response, 'url', { value: url.href.replace(/#.*$/, '') });
  return response;
}

/** The bytes of a small reply, which has come as a whole with its head; else a stream. */
function bodyOf(
  reply: IncomingMessage,
  headers: Headers,
  signal: AbortSignal,
): Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> {
  const source = decoded(reply, headers);
  if (source !== reply || !reply.complete) return streamOf(source, reply, signal);
  const bytes = reply.read() as Buffer | null;
  reply.resume(); // To its end.
  return new Uint8Array(bytes ?? []);
}

function headersOf(rawHeaders: readonly string[]): Headers {
  const headers = new Headers();
  for (let index = 0; index < rawHeaders.length; index += 2)
    headers.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '');
  return headers;
}

/** The body without its content codings, as `fetch` gives it. Of a coding that is unknown here it stays as it is. */
function decoded(reply: IncomingMessage, headers: Headers): Readable {
  const codings =
    headers
      .get('Content-Encoding')
      ?.toLowerCase()
      .split(/\s*,\s*/)
      .reverse() ?? [];
  const decoders = codings.map((coding) => DECODERS[coding]);
  if (!decoders.every((decoder) => decoder !== undefined)) return reply;
  return decoders.reduce<Readable>((source, make) => pipeline(source, make(), () => undefined), reply);
}

function streamOf(source: Readable, reply: IncomingMessage, signal: AbortSignal): ReadableStream<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
  let stop = (): void => undefined;
  const end = (): void => {
    signal.removeEventListener('abort', stop);
  };
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        stop = () => {
          controller.error(signal.reason);
          reply.destroy();
        };
        signal.addEventListener('abort', stop, { once: true });
      },
      async pull(controller) {
        try {
          const { done, value } = await chunks.next();
          if (done !== true) {
            controller.enqueue(new Uint8Array(value));
            return;
          }
          end();
          controller.close();
        } catch (error) {
          end();
          controller.error(new TypeError('terminated', { cause: error }));
        }
      },
      cancel() {
        end();
        reply.destroy();
      },
    },
    { highWaterMark: 0 },
  );
}
