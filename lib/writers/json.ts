import type { Request, Response as ExpressResponse } from 'express';
import { UsageError } from '../diagnostics/usage-error';
import { arrayFraming } from '../responses/json-stream';
import type { AnyResponse } from '../responses/response';
import { openSource } from '../responses/source';
import { promisedLength, sendSource } from './stream';
import { commit } from './transaction';

/** Sends JSON by `res.json`, which serialises it once; what cannot be serialised fails there, before the head is out. */
export function writeJSON(response: AnyResponse, res: ExpressResponse, body: unknown): void | Promise<void> {
  try {
    return commit(response, res, () => res.json(body))?.catch((error: unknown) => {
      throw asUsageError(error, body);
    });
  } catch (error) {
    throw asUsageError(error, body);
  }
}

/** Sends an iterator's values as a JSON array, item by item, by the JSON settings of the app that handles the request. */
export function writeJSONStream(
  response: AnyResponse,
  req: Request,
  res: ExpressResponse,
  body: object,
): Promise<void> {
  const { app } = res;
  const replacer = app.get('json replacer') as undefined | ((key: string, value: unknown) => unknown);
  const spaces = app.get('json spaces') as undefined | number | string;
  const escape = Boolean(app.get('json escape'));

  const stringify = (item: unknown): string | undefined => {
    try {
      const text = globalThis.JSON.stringify(item, replacer, spaces) as string | undefined;
      return escape ? text?.replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`) : text;
    } catch (error) {
      throw asUsageError(error, item);
    }
  };
  return sendSource(response, req, res, openSource(body, arrayFraming(stringify)), promisedLength(response));
}

/** V8's TypeError for a BigInt or a cycle names no place; wrapped, it gets one. Errors of a toJSON() or a wrapper pass. */
function asUsageError(error: unknown, body: unknown): unknown {
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
