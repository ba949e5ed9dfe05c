import type { Request, Response as ExpressResponse } from 'express';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { isBytes, isStreamed, toBuffer } from '../responses/body';
import { brandOf } from '../responses/brand';
import type { FileBody } from '../responses/file';
import { isStreamedJSON } from '../responses/json-stream';
import { isResponse, type AnyResponse } from '../responses/response';
import { discardBody } from '../responses/source';
import type { ViewBody } from '../responses/view';
import { writeFile } from './file';
import { writeJSON, writeJSONStream } from './json';
import { writeStream } from './stream';
import { isThenable } from './thenable';
import { commit, isAnswered } from './transaction';
import { writeView } from './view';

/** What writing needs to know of the mount. */
export interface WriteSettings {
  /** The folder that a `File` without a root of its own is in; absolute. */
  readonly mediaRoot?: string;
}

const MOST_RENDERS = 10;

/**
 * Writes a response through Express's own methods, so that every middleware that wraps them takes part.
 *
 * Everything that can fail is done before `res` is touched, as far as it lies with us. A failure before the head is
 * out leaves `res` as middleware had left it; one after it destroys the connection, so that no client takes half a
 * body for a whole one. Both are thrown (or rejected), for the caller to hand to `next`. A client that went away is
 * no failure.
 */
export function write(response: AnyResponse, req: Request, res: ExpressResponse, settings: WriteSettings, renders = 0): void | Promise<void> {
  if (isAnswered(res)) {
    discardBody(response.body);
    return;
  }

  const rendered = response.render(req);
  if (rendered !== response) {
    if (!isThenable(rendered)) return writeRendered(rendered, req, res, settings, renders);
    return rendered.then((value) => writeRendered(value, req, res, settings, renders));
  }

  const { body } = response;
  const brand = brandOf(response);
  switch (brand?.kind) {
    case 'body':
      if (isStreamed(body)) return writeStream(response, req, res, body);
      commit(response, res, () => res.send(plainBody(body)));
      return;
    case 'json':
      if (isStreamedJSON(body)) return writeJSONStream(response, req, res, body);
      writeJSON(response, res, body);
      return;
    case 'redirect':
      commit(response, res, () => {
        res.redirect(response.status, redirectUrl(body));
      });
      return;
    case 'view':
      return writeView(response, res, body as ViewBody<object>);
    case 'file':
      return writeFile(response, res, body as FileBody, settings.mediaRoot);
    case undefined:
    default:
      throw new UsageError('ERR_RETURNS_RESULT', `A response of the kind ${describe(brand)} comes from a newer copy of express-returns; install one version.`);
  }
}

function writeRendered(rendered: unknown, req: Request, res: ExpressResponse, settings: WriteSettings, renders: number): void | Promise<void> {
  if (!isResponse(rendered)) {
    throw new UsageError('ERR_RETURNS_RENDER', `render(req) returned ${describe(rendered)}; it must return a response.`);
  }
  if (renders === MOST_RENDERS) {
    throw new UsageError('ERR_RETURNS_RENDER', `render(req) returned a response to render ${MOST_RENDERS} times in a row; return one that can be written, or this.`);
  }
  return write(rendered, req, res, settings, renders + 1);
}

/** What `res.send` takes; it would answer with JSON for numbers, booleans and foreign typed arrays. */
function plainBody(body: unknown): string | Buffer | undefined {
  if (body === null) return undefined;
  return isBytes(body) ? toBuffer(body) : String(body);
}

/** Express 4 takes the url 'back' for the Referer, which a stranger chooses. './back' is the same relative URL. */
function redirectUrl(url: unknown): string {
  const text = String(url);
  return text === 'back' ? './back' : text;
}
