import type { Request } from 'express';
import { responseChannel } from '../diagnostics/channels';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { locationOf } from '../http/location';
import { hasNoBody } from '../http/status';
import { isBytes, isStream, isStreamable, isThenable, toBuffer } from '../responses/body';
import { brandOf, PROTOCOL } from '../responses/brand';
import { resolveError } from '../errors/error';
import { isCoded } from '../errors/facts';
import { errorReply } from '../errors/reply';
import { isResponse, type AnyResponse } from '../responses/response';
import { discardBody } from '../responses/source';
import type { ViewBody } from '../responses/view';
import { sendBefore } from './after';
import type { Exchange } from './exchange';
import { writeFile } from './file';
import { logError } from './log';
import { writeItems } from './items';
import { writeJSON } from './json';
import { promisedLength, writeStream } from './stream';
import { sendText } from './text';
import { isAnswered } from './transaction';
import { transform } from './transform';
import { writeView } from './view';
import { commitWhole } from './whole';

const MOST_RENDERS = 10;

/**
 * Writes a response, where there is no answer yet, through Express's own methods, so that every middleware that wraps
 * them takes part.
 *
 * Everything that can fail is done before `res` is touched, as far as it lies with us. A failure before the head is
 * out leaves `res` as middleware had left it; one after it destroys the connection, so that no client takes half a
 * body for a whole one. Both are thrown (or rejected), for the caller to hand to `next`. A client that went away is
 * no failure.
 */
export function write(
  response: AnyResponse,
  exchange: Exchange,
  renders = 0,
  isTransformed = false,
): void | Promise<void> {
  const rendered = render(response, exchange.req);
  if (rendered !== response) {
    if (!isThenable(rendered)) return writeRendered(response, rendered, exchange, renders, isTransformed);
    return Promise.resolve(rendered).then(
      (value) => writeRendered(response, value, exchange, renders, isTransformed),
      (error: unknown) => {
        discardBody(response.body);
        throw error;
      },
    );
  }

  if (exchange.settings.transform !== undefined && !isTransformed) return writeTransformed(response, exchange, renders);

  if (response.after === undefined) return send(response, exchange, renders);
  return sendBefore(response.after, exchange, () => send(response, exchange, renders));
}

/** Hands a response to the writer of its kind. */
function send(response: AnyResponse, exchange: Exchange, renders: number): void | Promise<void> {
  const { req, res } = exchange;
  const { body } = response;
  const brand = brandOf(response);
  if (responseChannel.hasSubscribers && brand?.kind !== 'error') responseChannel.publish({ req, res, response });
  switch (brand !== undefined && brand.protocol <= PROTOCOL ? brand.kind : undefined) {
    case 'body':
      return isStreamable(body) ? writeStream(response, exchange, body) : writePlain(response, exchange, body);
    case 'json':
      return isStream(body) ? writeItems(response, exchange, 'json', body) : writeJSON(response, exchange, body);
    case 'lines':
      return writeItems(response, exchange, 'lines', body as object);
    case 'events':
      return writeItems(response, exchange, 'events', body as object);
    case 'redirect':
      return commitWhole(response, exchange, () => {
        res.redirect(response.status, locationOf(String(body)));
      });
    case 'view':
      return writeView(response, exchange, body as ViewBody<object>);
    case 'file':
      return writeFile(response, exchange);
    case 'error':
      return write(replyTo(response, exchange), exchange, renders, true);
    case 'render':
      throw new UsageError(
        'ERR_RETURNS_RENDER',
        'render(req) returned the response itself, which only stands for others; it must return another.',
      );
    case undefined:
    default:
      throw new UsageError(
        'ERR_RETURNS_RESULT',
        `A response of the kind ${describe(brand?.kind)} comes from a newer copy of express-returns; install one version.`,
      );
  }
}

/** The reply that an error stands for. One of the server's own is for the log, too: nobody else will hear of it. */
function replyTo(error: AnyResponse, { req, settings }: Exchange): AnyResponse {
  const reply = errorReply(error, req, settings);
  if (reply.status >= 500) logError(isCoded(error) ? resolveError(error, settings.errors) : error, req, settings.log);
  return reply;
}

/** What `render(req)` gives; its own body is let go of where it fails. */
function render(response: AnyResponse, req: Request): unknown {
  try {
    return response.render(req);
  } catch (error) {
    discardBody(response.body);
    throw error;
  }
}

function writeRendered(
  response: AnyResponse,
  rendered: unknown,
  exchange: Exchange,
  renders: number,
  isTransformed: boolean,
): void | Promise<void> {
  if (!isResponse(rendered) || rendered.body !== response.body) discardBody(response.body);
  if (!isResponse(rendered)) {
    throw new UsageError(
      'ERR_RETURNS_RENDER',
      `render(req) returned ${describe(rendered)}; it must return a response.`,
    );
  }
  if (renders === MOST_RENDERS) {
    throw new UsageError(
      'ERR_RETURNS_RENDER',
      `render(req) returned a response to render ${MOST_RENDERS} times in a row; return one that can be written, or this.`,
    );
  }
  if (!isAnswered(exchange.res)) return write(rendered, exchange, renders + 1, isTransformed);
  discardBody(rendered.body);
}

async function writeTransformed(response: AnyResponse, exchange: Exchange, renders: number): Promise<void> {
  const transformed = await transform(response, exchange.req, exchange.settings);
  if (!isAnswered(exchange.res)) return write(transformed, exchange, renders, true);
  discardBody(transformed.body);
}

function writePlain(response: AnyResponse, exchange: Exchange, body: unknown): void | Promise<void> {
  const { req, res } = exchange;
  // Express counts every other body itself. A HEAD may tell the length of what a GET would give.
  if (body === null && req.method !== 'HEAD' && (promisedLength(response) ?? 0) > 0 && !hasNoBody(response.status)) {
    throw new UsageError(
      'ERR_RETURNS_LENGTH',
      `A body with Content-Length ${promisedLength(response) ?? ''} has only 0 bytes.`,
    );
  }
  return commitWhole(response, exchange, () => {
    if (body === null) return res.send();
    // Express would answer with JSON for numbers, booleans and foreign typed arrays.
    return isBytes(body) ? res.send(toBuffer(body)) : sendText(response, res, String(body));
  });
}
