import type { AnyResponse } from '../responses/response';
import { BASE_TABLE, type CodeTable } from './code-table';
import { factsOf, isCoded } from './facts';
import { envelope, exceptionReply } from './format';

/** What a mount says of its errors. */
export interface ErrorSettings {
  /** What the codes stand for. Default: those that every app has. */
  readonly errors?: CodeTable;
}

/**
 * The reply that an error of this copy of the package or another stands for.
 *
 * @throws UsageError `ERR_RETURNS_ERROR_CODE` or `ERR_RETURNS_MESSAGE_DATA` where it says nothing.
 */
export function errorReply(error: object, { errors = BASE_TABLE }: ErrorSettings): AnyResponse {
  return isCoded(error) ? envelope(factsOf(error, errors)) : exceptionReply(error as AnyResponse);
}
