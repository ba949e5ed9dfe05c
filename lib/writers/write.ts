import { responseChannel } from '../diagnostics/channels';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { hasNoBody } from '../http/status';
import { isBlob, isBytes, isStream, toBuffer } from '../streams/body';
import { brandOf, PROTOCOL } from '../responses/brand';
import { rendersItself, type AnyResponse } from '../responses/response';
import { discardBody } from '../streams/source';
import { sendBefore } from './after-tasks';
import { writeBlob, writeBytes } from './bytes';
import { drainUpload, mustDrain } from './drain';
import type { Exchange } from './exchange';
import { writeFile } from './files/file';
import { finalResponse } from './final-response';
import { replyToError } from './reply-to-error';
import { writeItems } from './items';
import { writeJSON } from './json';
import { dropLate } from './late';
import { writeRedirect } from './redirect';
import { removeContentFields } from './stale-fields';
import { promisedLength } from './promised-length';
import { writeStream } from './stream';
import { hasTakers, isTaken } from './taken';
import { commitWhole, isAnswered, type CommitWhole } from './transaction';
import { isTestDouble, sendText } from './unwrapped-methods';
import { writeToDouble } from './test-double';
import { writeView } from './view';
import { commitCompressed } from './compressed-end';

/**
 * Writes a response with Express's own methods, so that middleware can wrap them. Does nothing if the request was
 * already answered.
 *
 * Does everything that can fail before it touches `res`. A failure before the head restores `res`; a later one destroys
 * the connection, so that the client does not take a part of the body for all of it. Both are thrown, or reject the
 * promise. A client that disconnects is not a failure.
 */
export function write(response: AnyResponse, exchange: Exchange): void | Promise<void> {
  const { transform, outgoing } = exchange.settings;
  // Most responses stand for themselves.
  if (transform === undefined && outgoing === undefined && rendersItself(response))
    return sendFinal(response, exchange);
  return whenReady(finalResponse(response, exchange), (final) => sendFinal(final, exchange));
}

/** Writes the reply to any error as `write` does, without a `transform`. */
export function writeError(error: unknown, exchange: Exchange): void | Promise<void> {
  if (hasTakers && isTaken(error, exchange)) return;
  return whenReady(replyToError(error, exchange), (reply) => sendReply(reply, exchange));
}

/** Continues with a response, unless the request was answered in the meantime. */
function whenReady(
  response: AnyResponse | undefined | Promise<AnyResponse | undefined>,
  next: (response: AnyResponse) => void | Promise<void>,
): void | Promise<void> {
  if (response instanceof Promise) return response.then((ready) => whenReady(ready, next));
  if (response !== undefined) return next(response);
}

function sendFinal(response: AnyResponse, exchange: Exchange): void | Promise<void> {
  if (brandOf(response)?.kind === 'error') return writeError(response, exchange);
  if (hasTakers && isTaken(response, exchange)) return;
  return sendReply(response, exchange);
}

function sendReply(response: AnyResponse, exchange: Exchange): void | Promise<void> {
  if (exchange.req.method === 'GET' || !mustDrain(response, exchange)) return sendAnnounced(response, exchange);
  return drainUpload(exchange).then(() => {
    if (isAnswered(exchange.res)) dropLate(response.body, exchange.res);
    else return sendAnnounced(response, exchange);
  });
}

/** Sends a response after its event for subscribers; its task runs when the reply is over. */
function sendAnnounced(response: AnyResponse, exchange: Exchange): void | Promise<void> {
  if (responseChannel.hasSubscribers) responseChannel.publish({ req: exchange.req, res: exchange.res, response });
  if (isTestDouble(exchange.res)) return writeToDouble(response, exchange);
  if (response.after === undefined) return send(response, exchange);
  return sendBefore(response.after, exchange, () => send(response, exchange));
}

/** Hands a response to the writer of its kind. */
function send(response: AnyResponse, exchange: Exchange): void | Promise<void> {
  const { body } = response;
  const brand = brandOf(response);
  const commit = response.compress === true ? commitCompressed : commitWhole;
  switch (brand !== undefined && brand.protocol <= PROTOCOL ? brand.kind : undefined) {
    case 'body':
      return typeof body === 'object' && body !== null
        ? writeObject(response, exchange, body, commit)
        : writePlain(response, exchange, commit);
    case 'json':
      return isStream(body) ? writeItems(response, exchange, 'json', body) : writeJSON(response, exchange, commit);
    case 'lines':
      return writeItems(response, exchange, 'lines', body as object);
    case 'events':
      return writeItems(response, exchange, 'events', body as object);
    case 'redirect':
      return writeRedirect(response, exchange, commit);
    case 'view':
      return writeView(response, exchange, commit);
    case 'file':
      return writeFile(response, exchange, write);
    case 'render':
      throw new UsageError(
        'ERR_RETURNS_RENDER',
        'render(req) returned the response itself, which only stands for others; it must return another.',
      );
    case 'error':
    case undefined:
    default:
      discardBody(body);
      throw new UsageError(
        'ERR_RETURNS_RESULT',
        `A response of the kind ${describe(brand?.kind)} comes from a newer copy of express-returns; install one version.`,
      );
  }
}

function writeObject(
  response: AnyResponse,
  exchange: Exchange,
  body: object,
  commit: CommitWhole,
): void | Promise<void> {
  if (isBytes(body)) return writeBytes(response, exchange, toBuffer(body), commit);
  return isBlob(body) ? writeBlob(response, exchange, body) : writeStream(response, exchange, body);
}

function writePlain(response: AnyResponse, exchange: Exchange, commit: CommitWhole): void | Promise<void> {
  const { body } = response;
  const { req, res } = exchange;
  // Express computes the length of other bodies. A HEAD may have the length of the body of a GET.
  if (body === null && req.method !== 'HEAD' && (promisedLength(response) ?? 0) > 0 && !hasNoBody(response.status)) {
    throw new UsageError(
      'ERR_RETURNS_LENGTH',
      `A body with Content-Length ${promisedLength(response) ?? ''} has only 0 bytes.`,
    );
  }
  return commit(response, exchange, () => {
    if (body === null) return sendEmpty(response, exchange);
    // Express would send numbers and booleans as JSON.
    return sendText(response, res, String(body));
  });
}

/**
 * Sends no body. Express sets no length, and the client would wait for a body of the length that middleware has set.
 */
function sendEmpty(response: AnyResponse, { req, res }: Exchange): unknown {
  if (response.status === 304) removeContentFields(res);
  else if (promisedLength(response) === undefined && res.hasHeader('Content-Length')) {
    if (req.method === 'HEAD') res.removeHeader('Content-Length');
    else res.setHeader('Content-Length', 0);
  }
  return res.send();
}
