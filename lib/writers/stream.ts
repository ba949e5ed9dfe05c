import type { Request, Response as ExpressResponse } from 'express';
import { UsageError } from '../diagnostics/usage-error';
import { hasNoBody } from '../http/status';
import { isBlob } from '../responses/body';
import type { AnyResponse } from '../responses/response';
import { openSource, type Source } from '../responses/source';
import { Client } from './client';
import { commit, isAnswered } from './transaction';

/** Chunks between two turns of the event loop: a source that never waits must not stop everybody else. */
const CHUNKS_PER_TURN = 64;

/** Sends a body while it is read. */
export function writeStream(response: AnyResponse, req: Request, res: ExpressResponse, body: object): Promise<void> {
  const length = isBlob(body) ? String(body.size) : response.headers['content-length'];
  return sendSource(response, req, res, openSource(body), length === undefined ? undefined : Number(length));
}

/**
 * Sends what a source gives. The first chunk is awaited before the head is sent, so that an early failure is a real error reply. After that a
 * failure destroys the connection. The source is closed on every way out, and at once when the client leaves, also
 * while its next chunk is awaited.
 */
export async function sendSource(response: AnyResponse, req: Request, res: ExpressResponse, source: Source, length?: number): Promise<void> {
  const client = new Client(res, source.close);
  try {
    if (client.isDone()) return;
    const isBodyless = req.method === 'HEAD' || hasNoBody(response.status);
    let chunk = isBodyless ? undefined : await client.wait(source.next());
    if (client.isDone() || isAnswered(res)) return;
    let sent = isBodyless ? undefined : count(chunk, 0, length);

    const send = (): boolean => {
      // With the last promised byte the reply ends: a client that has them all may close before the source does.
      if (chunk !== undefined && sent !== length) return res.write(chunk);
      res.end(chunk);
      return true;
    };
    let isFlowing = commit(response, res, () => {
      if (length !== undefined) res.setHeader('Content-Length', length);
      if (sent !== undefined && !req.fresh) return send();
      // No body: res.send sees to what HEAD, 204 and 304 may not carry.
      res.send();
      return true;
    });
    if (sent === undefined) return;

    for (let turn = 1; !client.isDone(); turn++) {
      if (!isFlowing) await client.drained();
      if (turn % CHUNKS_PER_TURN === 0) await new Promise(setImmediate);
      if (client.isDone()) return;
      chunk = await client.wait(source.next());
      if (client.isDone()) return;
      sent = count(chunk, sent, length);
      isFlowing = send();
    }
  } catch (error) {
    if (client.hasLeft()) return;
    if (res.headersSent) res.destroy();
    throw error;
  } finally {
    client.unwatch();
    source.close();
  }
}

/** The bytes up to and with this chunk, held against the length that was promised. */
function count(chunk: Buffer | undefined, before: number, promised: number | undefined): number {
  const sent = before + (chunk?.length ?? 0);
  if (promised !== undefined && (sent > promised || (chunk === undefined && sent < promised))) {
    throw new UsageError('ERR_RETURNS_LENGTH', `A stream with Content-Length ${promised} gave ${chunk === undefined ? 'only' : 'at least'} ${sent} bytes.`);
  }
  return sent;
}
