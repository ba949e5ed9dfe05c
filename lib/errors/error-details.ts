import { STATUS_CODES } from 'node:http';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import type { HeaderRecord } from '../http/headers';
import { errorStatus, Status } from '../http/status';
import { brandOf } from '../responses/brand';
import type { Cookie } from '../responses/cookie';
import { BASE_TABLE, type CodeTable } from './code-table';
import type { Code } from './error-code';
import { renderMessage } from './message';
import { issuesOf, type ValidationIssue } from './validation-issues';

/** The public details of an error, in any format. */
export interface ErrorDetails {
  /** The code of the app, or the status for an HTTP error without one. */
  readonly code: Code;
  readonly status: number;
  /** The message template, the same for every error of this code. */
  readonly title: string;
  readonly message: string;
  readonly data?: unknown;
  /** The faults of a request that a schema has refused (error 1002); `data` has their messages by place and field. */
  readonly issues?: readonly ValidationIssue[];
  readonly headers: HeaderRecord;
  readonly cookies: readonly Cookie[];
}

/** An error with a code, of any copy of this package. It has no status until a list resolves the code. */
export type CodedError = Omit<ErrorDetails, 'status' | 'title' | 'issues'> & {
  readonly status: number | undefined;
  readonly messageData?: unknown;
};

/** Details of an error that has a status but no code of the app. */
export type StatusDetails = Pick<ErrorDetails, 'status'> & Partial<Omit<ErrorDetails, 'code' | 'title' | 'issues'>>;

/**
 * Returns the details of an error with a code.
 *
 * @throws UsageError `ERR_RETURNS_ERROR_CODE` for a code that is in no list, `ERR_RETURNS_MESSAGE_DATA` for values
 * that do not fit its message.
 */
export function detailsOfCode(error: CodedError, codes: CodeTable = BASE_TABLE): ErrorDetails {
  const { code, data, headers, cookies } = error;
  const errorCode = codes.get(code);
  // Errors are mutable. If `status` was overwritten with a non-error status, the status of the code is used.
  const own = errorStatus(error.status);
  if (own !== undefined) {
    const { message } = error;
    const issues = issuesOf(error);
    const details = { code, status: own, title: errorCode?.message ?? message, message, data, headers, cookies };
    return issues === undefined ? details : { ...details, issues };
  }
  if (errorCode === undefined) {
    throw unknownCode(error, codes);
  }
  const { status, message: title } = errorCode;
  return { code, status, title, message: renderMessage(errorCode, error.messageData), data, headers, cookies };
}

/** Creates the error for an unknown code. A string may be the message of an error meant to be a global one. */
function unknownCode(error: CodedError, codes: CodeTable): UsageError {
  const { code } = error;
  const known = [...codes.keys()].map(describe).join(', ');
  const remedy = typeof code === 'string' ? ', or throw new globalThis.Error(text) for an error with a message' : '';
  return new UsageError(
    'ERR_RETURNS_ERROR_CODE',
    `The error code ${describe(code)} is in no list of this mount, which has ${known}. Give its ErrorList as the setting errors${remedy}.`,
    { cause: error },
  );
}

const CODES_BY_STATUS: Readonly<Record<number, number>> = {
  [Status.INTERNAL_SERVER_ERROR]: 1000,
  [Status.NOT_FOUND]: 1001,
  [Status.BAD_REQUEST]: 1002,
};

/** Returns the details of an error without a code. Its code is the base code of the status, else the status itself. */
export function detailsOfStatus({ status, message, data, headers = {}, cookies = [] }: StatusDetails): ErrorDetails {
  const code = codeOfStatus(status);
  const title = BASE_TABLE.get(code)?.message ?? phraseOf(status);
  return { code, status, title, message: message ?? title, data, headers, cookies };
}

/** The code of an error that has none of its own. */
export function codeOfStatus(status: number): number {
  return CODES_BY_STATUS[status] ?? status;
}

/** Returns the description of a status; for an unregistered status, that of x00 of its class (RFC 9110 section 15). */
export function phraseOf(status: number): string {
  return STATUS_CODES[status] ?? STATUS_CODES[status < 500 ? 400 : 500] ?? String(status);
}

/**
 * Whether a value is an error with a code, of any copy of this package. Never throws. Exceptions have a body instead,
 * so a subclass of one may define its own `code`.
 */
export function isCoded(value: unknown): value is CodedError & globalThis.Error {
  try {
    if (brandOf(value)?.kind !== 'error') return false;
    const { code, body } = value as { readonly code?: unknown; readonly body?: unknown };
    return (typeof code === 'number' || typeof code === 'string') && body === null;
  } catch {
    return false; // A getter that throws.
  }
}
