import type { Response as ExpressResponse } from 'express';
import { UsageError } from '../diagnostics/usage-error';
import type { AnyResponse } from '../responses/response';
import { commitWhole } from './whole';

/** Sends JSON by `res.json`, which serialises it once; what cannot be serialised fails there, before the head is out. */
export function writeJSON(response: AnyResponse, res: ExpressResponse, body: unknown): void | Promise<void> {
  try {
    return commitWhole(response, res, () => res.json(body))?.catch((error: unknown) => {
      throw asJSONError(error, body);
    });
  } catch (error) {
    throw asJSONError(error, body);
  }
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
