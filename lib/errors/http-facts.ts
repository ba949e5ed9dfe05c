import { STATUS_CODES } from 'node:http';
import type { HeaderRecord } from '../http/headers';
import { Status } from '../http/status';
import type { Cookie } from '../responses/cookie';
import { BASE_TABLE } from './code-table';
import type { ErrorFacts } from './facts';

/** An error that HTTP knows, and the app has no code for. */
export interface HTTPFailure {
  /** From 400 to 599. */
  readonly status: number;
  readonly message?: string;
  readonly data?: unknown;
  readonly headers?: HeaderRecord;
  readonly cookies?: readonly Cookie[];
}

const BASE_CODES: Readonly<Record<number, number>> = {
  [Status.INTERNAL_SERVER_ERROR]: 1000,
  [Status.NOT_FOUND]: 1001,
  [Status.BAD_REQUEST]: 1002,
};

/** What is said of an error by its status: under a built-in code where there is one, else under the status itself. */
export function httpFacts({ status, message, data, headers = {}, cookies = [] }: HTTPFailure): ErrorFacts {
  const code = BASE_CODES[status] ?? status;
  const title = BASE_TABLE.get(code)?.message ?? phraseOf(status);
  return { code, status, title, message: message ?? title, data, headers, cookies };
}

/** The description of a status; an unregistered one means what the first of its class means (RFC 9110 section 15). */
export function phraseOf(status: number): string {
  return STATUS_CODES[status] ?? STATUS_CODES[status < 500 ? 400 : 500] ?? String(status);
}
