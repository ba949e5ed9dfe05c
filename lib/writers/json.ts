import type { Response as ExpressResponse } from 'express';
import { UsageError } from '../diagnostics/usage-error';
import { isThenable } from '../streams/body';
import { noJSONText, stringifyJSON, type Replacer } from '../responses/json-body';
import type { AnyResponse } from '../responses/response';
import { escapeJSON } from './escape-json';
import type { Exchange } from './exchange';
import { intercept } from './intercept';
import type { CommitWhole } from './transaction';
import { isUnwrapped, sendText } from './unwrapped-methods';

/** Sends JSON. The body is serialised once, before the head is sent, so that a failure is a real error reply. */
export function writeJSON(response: AnyResponse, exchange: Exchange, commit: CommitWhole): void | Promise<void> {
  const { body } = response;
  try {
    return commit(response, exchange, () => sendJSON(response, exchange.res, body))?.catch((error: unknown) => {
      throw asJSONError(error, body);
    });
  } catch (error) {
    throw asJSONError(error, body);
  }
}

/**
 * Does the work of `res.json` where nothing has wrapped it: with the settings of the app, and `sendText`. Faster:
 * docs/performance.md.
 *
 * @throws UsageError `ERR_RETURNS_BODY` if the body has no JSON text, as a function has none.
 */
function sendJSON(response: AnyResponse, res: ExpressResponse, body: unknown): unknown {
  if (response.headers['content-type'] === undefined || !isUnwrapped.json(res)) return sendByMethod(res, body);
  const { app } = res;
  const replacer = app.get('json replacer') as Replacer;
  const text = stringifyJSON(body, replacer, app.get('json spaces') as string | number | undefined);
  if (text === undefined) throw noJSONText(body);
  return sendText(response, res, app.get('json escape') ? escapeJSON(text) : text);
}

/**
 * Calls `res.json(body)`, which may be wrapped. Where the body may have no JSON text, checks what `res.send` is given.
 */
function sendByMethod(res: ExpressResponse, body: unknown): unknown {
  if (!mayHaveNoText(res, body)) return res.json(body);
  const restore = intercept(res, 'send', (args) => {
    if (args.length === 1 && args[0] === undefined) throw noJSONText(body);
    return false;
  });
  try {
    const sent: unknown = res.json(body);
    return sent !== res && isThenable(sent) ? Promise.resolve(sent).finally(restore) : sent;
  } catch (error) {
    restore();
    throw error;
  }
}

function mayHaveNoText(res: ExpressResponse, body: unknown): boolean {
  if (typeof (body as { readonly toJSON?: unknown } | null)?.toJSON === 'function') return true;
  // A test double of `res` may have no app.
  const app = res.app as ExpressResponse['app'] | undefined;
  return typeof app?.get('json replacer') === 'function';
}

/** Adds the place to V8's TypeError for a BigInt or a cycle. Returns errors of a toJSON() or a wrapper as they are. */
export function asJSONError(error: unknown, body: unknown): unknown {
  if (!(error instanceof TypeError) || isSerialisable(body)) return error;
  const remedy = error.message.includes('BigInt') ? '. Give String(value) or Number(value).' : '';
  return new UsageError('ERR_RETURNS_BODY', `the JSON body cannot be written: ${error.message}${remedy}`, {
    cause: error,
  });
}

function isSerialisable(body: unknown): boolean {
  try {
    globalThis.JSON.stringify(body);
    return true;
  } catch {
    return false;
  }
}
