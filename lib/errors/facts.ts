import { UsageError } from '../diagnostics/usage-error';
import type { HeaderRecord } from '../http/headers';
import { errorStatus } from '../http/status';
import { brandOf } from '../responses/brand';
import type { Cookie } from '../responses/cookie';
import { BASE_TABLE, type CodeTable } from './code-table';
import { renderMessage } from './message';

/** What is said of an error to clients, whatever the format. */
export interface ErrorFacts {
  /** The code of the app, or the status for an HTTP error without one. */
  readonly code: number;
  readonly status: number;
  /** The same for every error of this code. */
  readonly title: string;
  /** This time. */
  readonly message: string;
  readonly data?: unknown;
  readonly headers: HeaderRecord;
  readonly cookies: readonly Cookie[];
}

/** An error by its code, of this copy of the package or another. */
export interface CodedError {
  readonly code: number;
  readonly status: number | undefined;
  readonly message: string;
  readonly messageData?: unknown;
  readonly data?: unknown;
  readonly headers: HeaderRecord;
  readonly cookies: readonly Cookie[];
}

/**
 * What is said of a coded error.
 *
 * @throws UsageError `ERR_RETURNS_ERROR_CODE` for a code that no list has, `ERR_RETURNS_MESSAGE_DATA` for values that
 * do not fit its message.
 */
export function factsOf(error: CodedError, codes: CodeTable = BASE_TABLE): ErrorFacts {
  const { code, data, headers, cookies } = error;
  const errorCode = codes.get(code);
  // Errors are not frozen: one that somebody has given the status of a success is told by its code.
  const own = errorStatus(error.status);
  if (own !== undefined) {
    const { message } = error;
    return { code, status: own, title: errorCode?.message ?? message, message, data, headers, cookies };
  }
  if (errorCode === undefined) {
    throw new UsageError(
      'ERR_RETURNS_ERROR_CODE',
      `The error code ${code} is in no list here; there are ${[...codes.keys()].join(', ')}. Give its ErrorList as the setting errors.`,
    );
  }
  const { status, message: title } = errorCode;
  return { code, status, title, message: renderMessage(errorCode, error.messageData), data, headers, cookies };
}

/**
 * Whether a value is an error by its code, of this copy of the package or another. An exception has a body; a subclass
 * of one may well have a `code` of its own.
 */
export function isCoded(value: unknown): value is CodedError & globalThis.Error {
  try {
    if (brandOf(value)?.kind !== 'error') return false;
    const { code, body } = value as { readonly code?: unknown; readonly body?: unknown };
    return typeof code === 'number' && body === null;
  } catch {
    return false; // A revoked Proxy. A throw here would leave next() in whatever callback it was called.
  }
}
