import http from 'node:http';
import { pipeline, type Transform } from 'node:stream';

/** A reply that is read while it comes. */
export interface LiveReply {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /** Resolves with all that has come, as soon as it holds the text. */
  until(text: string): Promise<string>;
  /** Resolves when the reply is over, with whether it was whole. */
  readonly ended: Promise<boolean>;
  leave(): void;
  /** Reads no more, until `resume`. */
  pause(): void;
  resume(): void;
}

/** Asks, and resolves with the head. Of a compressed reply, give what decompresses it. */
export function openReply(
  port: number,
  path: string,
  headers: http.OutgoingHttpHeaders = {},
  unzip?: Transform,
): Promise<LiveReply> {
  return new Promise((resolve, reject) => {
    const request = http.get({ host: '127.0.0.1', port, path, headers, agent: false }, (reply) => {
      let all = '';
      const waiting = new Set<() => void>();
      reply.on('error', () => undefined);
      const body = unzip === undefined ? reply : pipeline(reply, unzip, () => undefined);
      body.on('data', (chunk: Buffer) => {
        all += chunk.toString();
        for (const look of waiting) look();
      });
      resolve({
        status: reply.statusCode ?? 0,
        headers: reply.headers,
        until: (text) =>
          new Promise((found) => {
            const look = (): void => {
              if (!all.includes(text)) return;
              waiting.delete(look);
              found(all);
            };
            waiting.add(look);
            look();
          }),
        ended: new Promise((done) =>
          reply.once('close', () => {
            done(reply.complete);
          }),
        ),
        leave: () => {
          request.destroy();
        },
        pause: () => {
          reply.pause();
        },
        resume: () => {
          reply.resume();
        },
      });
    });
    request.on('error', reject);
  });
}

/** A promise and what settles it. */
export function deferred<T = void>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
