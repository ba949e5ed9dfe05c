import { isThenable } from '../streams/body';
import { openSource } from '../streams/source';
import { codedTag, codingFor } from './compression/content-coding';
import { compressSource } from './compression/compress-source';
import type { Exchange } from './exchange';
import { sendSource } from './stream';
import { commitWhole, type CommitWhole } from './transaction';

/** Commits a body that Express sends in one piece, compressed for clients that accept it. */
export const commitCompressed: CommitWhole = (head, exchange, send) =>
  commitWhole(head, exchange, () => sendCompressed(exchange, send));

/**
 * Replaces `res.end` while `res.json` or `res.send` runs. Middleware that wraps these sees the uncompressed body;
 * middleware that wraps `res.end` sees the compressed one.
 */
function sendCompressed(exchange: Exchange, send: () => unknown): Promise<void> {
  const { res } = exchange;
  res.vary('Accept-Encoding');
  const before = Object.getOwnPropertyDescriptor(res, 'end');
  const restore = (): void => {
    if (before === undefined) Reflect.deleteProperty(res, 'end');
    else Object.defineProperty(res, 'end', before);
  };
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      restore();
      reject(error);
    };
    res.end = ((chunk?: unknown, ...rest: unknown[]) => {
      restore();
      endCompressed(exchange, chunk, rest).then(resolve, reject);
      return res;
    }) as typeof res.end;
    try {
      const sent = send();
      if (isThenable(sent)) Promise.resolve(sent).catch(fail);
    } catch (error) {
      fail(error);
    }
  });
}

async function endCompressed(exchange: Exchange, chunk: unknown, rest: readonly unknown[]): Promise<void> {
  const { req, res } = exchange;
  const length = res.getHeader('Content-Length');
  const head = { status: res.statusCode, headers: {}, cookies: [] };
  const coding = res.headersSent ? undefined : codingFor(head, req, res, length === undefined ? 0 : Number(length));
  if (coding === undefined) {
    (res.end as (...args: unknown[]) => unknown)(chunk, ...rest);
    return;
  }
  const etag = res.getHeader('ETag');
  if (typeof etag === 'string') res.setHeader('ETag', codedTag(etag, coding.name));
  res.removeHeader('Content-Length');
  // Express has compared the ETag of the uncompressed body; the client may have the compressed one.
  if (req.fresh) {
    res.statusCode = 304;
    res.removeHeader('Content-Type');
    res.end();
    return;
  }
  res.setHeader('Content-Encoding', coding.name);
  if (req.method === 'HEAD') {
    res.end();
    return;
  }
  const source = compressSource(openSource([chunk as string | Buffer]), coding);
  await sendSource(head, exchange, source, { mayBeFresh: false });
}
