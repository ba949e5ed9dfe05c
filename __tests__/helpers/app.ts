import http from 'node:http';
import type https from 'node:https';
import type { AddressInfo } from 'node:net';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { createServer, type Routes, type RouterSettings } from 'express-returns';

/** 4 or 5: each test file runs with both. */
export const major: 4 | 5 = 'del' in express.application ? 4 : 5;

/** An app with these routes, whose errors are kept for the test and answered as JSON by a handler like a user's. */
export function appOf(routes: Routes, settings?: RouterSettings): { app: Express; errors: unknown[] } {
  const app = express();
  app.use(routes.router(settings));
  return { app, errors: keepErrors(app) };
}

/** Adds an error handler that keeps what `next` was given, answers with its status, and says nothing else. */
export function keepErrors(app: Express): unknown[] {
  const errors: unknown[] = [];
  app.use((error: { status?: number }, _req: Request, res: Response, next: NextFunction) => {
    errors.push(error);
    if (res.headersSent) next(error);
    else res.status(error.status ?? 500).json({ failed: true });
  });
  return errors;
}

/** A reply as it was on the wire: names in their own case, the body as bytes. */
export interface RawReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
  /** Whether the connection broke before the reply was whole. */
  readonly isBroken: boolean;
}

/** Sends one request to an app on a port of its own, and closes it. Date and connection headers are left out. */
export async function send(
  app: Express | http.RequestListener,
  method: string,
  path: string,
  headers: http.OutgoingHttpHeaders = {},
): Promise<RawReply> {
  return withServer(app, (port) => sendTo(port, method, path, headers));
}

/** Runs a server on a free port while `work` runs. */
export async function withServer<T>(
  app: Express | http.RequestListener,
  work: (port: number) => Promise<T>,
): Promise<T> {
  return whileListening(serverOf(app), work);
}

/** Has a server listen on a free port while `work` runs. */
export async function whileListening<T>(
  server: http.Server | https.Server,
  work: (port: number) => Promise<T>,
): Promise<T> {
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  try {
    return await work((server.address() as AddressInfo).port);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** With `SERVER=fast` the whole suite runs over `createServer(app)`, to show that it changes nothing. */
function serverOf(app: Express | http.RequestListener): http.Server {
  const isFast = process.env['SERVER'] === 'fast' && 'request' in app;
  return isFast ? createServer(app) : http.createServer(app as http.RequestListener);
}

/** Sends one request, over a connection of its own. */
export function sendTo(
  port: number,
  method: string,
  path: string,
  headers: http.OutgoingHttpHeaders = {},
): Promise<RawReply> {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (reply) => {
      const chunks: Buffer[] = [];
      const finish = (isBroken: boolean): void => {
        resolve({
          status: reply.statusCode ?? 0,
          headers: pairs(reply.rawHeaders),
          body: Buffer.concat(chunks),
          isBroken,
        });
      };
      reply.on('data', (chunk: Buffer) => chunks.push(chunk));
      reply.on('end', () => {
        finish(!reply.complete);
      });
      reply.on('error', () => {
        finish(true);
      });
    });
    // Before Jest's own limit, so that the message names the request; long enough for a busy machine.
    request.setTimeout(20_000, () => request.destroy(new Error(`${method} ${path}: no answer within 20 s`)));
    request.on('error', (error: NodeJS.ErrnoException) => {
      // Destroyed before the head had left the socket.
      if (error.code === 'ECONNRESET') resolve({ status: 0, headers: {}, body: Buffer.alloc(0), isBroken: true });
      else reject(error);
    });
    request.end();
  });
}

function pairs(rawHeaders: readonly string[]): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    const value = rawHeaders[index + 1] ?? '';
    if (['date', 'connection', 'keep-alive'].includes(name.toLowerCase())) continue;
    const before = headers[name];
    headers[name] = before === undefined ? value : [before, value].flat();
  }
  return headers;
}
