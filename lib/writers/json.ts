import type { Response as ExpressResponse } from 'express';
import { UsageError } from '../diagnostics/usage-error';
import type { AnyResponse } from '../responses/response';
import { commit } from './transaction';

/**
 * Sends JSON by `res.json`, which serialises it once. What cannot be serialised fails there, before the head is out;
 * V8's message for it names no place, so it is wrapped in one that the handler's place is added to.
 */
export function writeJSON(response: AnyResponse, res: ExpressResponse, body: unknown): void {
  try {
    commit(response, res, () => res.json(body));
  } catch (error) {
    if (!(error instanceof TypeError) || isSerialisable(body)) throw error;
    throw new UsageError('ERR_RETURNS_BODY', `the JSON body cannot be written: ${error.message}`, { cause: error });
  }
}

function isSerialisable(body: unknown): boolean {
  try {
    globalThis.JSON.stringify(body);
    return true;
  } catch {
    return false;
  }
}
