import type { AnyResponse } from '../responses/response';
import { openSource, type Source } from '../streams/source';
import { pullSource } from '../streams/source-base';
import { compressSource } from './compression/compress-source';
import { codedHead, codingFor } from './compression/content-coding';
import type { Exchange } from './exchange';
import { isFeed, openFeed } from './feeds';
import { addLength, promisedLength } from './promised-length';
import type { Head } from './transaction';
import { Transfer, type SendOptions } from './transfer';

/** Sends a streamed body. */
export function writeStream(response: AnyResponse, exchange: Exchange, body: object): void | Promise<void> {
  const length = promisedLength(response);
  const isFlushed = response.flush === true;
  // A reply with a length ends with its last byte. Joining chunks could add bytes after it, which would be an error.
  const source = openSource(body, undefined, { isGathered: !isFlushed && length === undefined });
  return sendStream(response, exchange, source, { length, isFlushed });
}

/** Sends a source, compressed if the response has `compress`. */
export function sendStream(
  response: Head & Pick<AnyResponse, 'compress'>,
  exchange: Exchange,
  source: Source,
  { length, isFlushed = false }: SendOptions,
): void | Promise<void> {
  const feed = isFeed(response) ? source : undefined;
  if (feed !== undefined) openFeed(feed, exchange.req);
  if (response.compress !== true) return sendSource(response, exchange, source, { length, isFlushed, feed });
  const coding = codingFor(response, exchange.req, exchange.res, length);
  const head = codedHead(response, coding?.name);
  if (coding === undefined) return sendSource(head, exchange, source, { length, isFlushed, feed });
  return sendSource(head, exchange, compressSource(withLength(source, length), coding), { isFlushed, feed });
}

/** A source that fails if its bytes do not match the given length. */
function withLength(source: Source, length: number | undefined): Source {
  let sent = 0;
  const next = async (): Promise<Buffer | undefined> => {
    const chunk = await source.next();
    sent = addLength(chunk, sent, length);
    return chunk;
  };
  return pullSource({
    next,
    close: () => {
      source.close();
    },
  });
}

/**
 * Sends a source. Waits for the first chunk before it sends the head, so that an early failure becomes an error reply;
 * a later failure breaks the connection. Always closes the source: at the end, after a failure, and immediately when
 * the client disconnects, even during the wait for a chunk.
 *
 * Returns a promise for the end of the reply. None where the head is sent first: thousands of idle feeds would keep
 * theirs. `exchange.fail` gets a failure after that head.
 */
export function sendSource(
  head: Head,
  exchange: Exchange,
  source: Source,
  options: SendOptions = {},
): void | Promise<void> {
  const start = { head, options };
  if (options.isFlushed === true) {
    new Transfer(start, exchange, source, exchange).run();
    return;
  }
  return new Promise((complete, fail) => {
    new Transfer(start, exchange, source, { complete, fail }).run();
  });
}
