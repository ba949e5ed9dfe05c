import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';

/** A thrown value that is not of this package. Any object can be thrown: these are the fields that errors may have. */
export type ThirdPartyError = globalThis.Error & {
  readonly status?: unknown;
  readonly statusCode?: unknown;
  readonly code?: unknown;
  readonly expose?: unknown;
};

/** Whether the message of an error is made for clients; `isExposed` is what would be done without this function. */
export type Exposes = (error: ThirdPartyError, isExposed: boolean) => boolean;

/**
 * Asks the setting `exposes` about an error.
 *
 * @throws UsageError `ERR_RETURNS_ERROR_FORMAT` where it throws, or gives neither true nor false: a promise would be
 * taken for a yes.
 */
export function askExposes(exposes: Exposes, error: object, isExposed: boolean): boolean {
  const wrong = (fact: string, cause: unknown) =>
    new UsageError('ERR_RETURNS_ERROR_FORMAT', `The setting exposes ${fact}.`, { cause });
  let result: unknown;
  try {
    result = exposes(error as ThirdPartyError, isExposed);
  } catch (thrown) {
    throw wrong(`failed for ${describe(error)}`, thrown);
  }
  if (typeof result === 'boolean') return result;
  throw wrong(`gave ${describe(result)} for ${describe(error)}; it must give true or false`, error);
}
