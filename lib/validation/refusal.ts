import { cut } from '../diagnostics/describe';
import { BASE_TABLE, type BaseCode } from '../errors/code-table';
import { createError, createStatusError, type Error as ErrorResponse } from '../errors/error';
import type { ErrorInit } from '../errors/throwable';
import { dataOfIssues, withIssues, type ValidationIssue } from '../errors/validation-issues';
import { Status } from '../http/status';

/** Most issues of one reply: a body of 100,000 wrong items is not answered with 100,000 messages. */
export const MOST_ISSUES = 100;

const UNEXPECTED_DATA = 1002;

/** The error 1002 with all faults of a request. */
export function refuseInput(issues: readonly ValidationIssue[]): ErrorResponse {
  const code = BASE_TABLE.get(UNEXPECTED_DATA) as Extract<BaseCode, { readonly code: typeof UNEXPECTED_DATA }>;
  return withIssues(createError(code, undefined, { data: dataOfIssues(issues) }), issues);
}

/** The error for a body of another media type than those of the route (RFC 9110 section 15.5.16). */
export function refuseType(types: readonly string[], cause?: unknown): ErrorResponse {
  const message = `The body must be ${types.join(' or ')}`;
  return createStatusError(Status.UNSUPPORTED_MEDIA_TYPE, message, { headers: { Accept: types.join(', ') }, cause });
}

function refuseSize(limit: number, cause?: unknown): ErrorResponse {
  return createStatusError(Status.CONTENT_TOO_LARGE, `The body is larger than ${limit} bytes`, { cause });
}

export function refuseMalformed(kind: string, cause?: unknown): ErrorResponse {
  return createStatusError(Status.BAD_REQUEST, `The body is not valid ${kind}`, { cause });
}

/** The fields of the errors of body-parser and of Node that say why a body could not be read. */
interface ReadError {
  readonly type?: unknown;
  readonly status?: unknown;
}

/** The parser of a body, for messages. */
export interface ParserFacts {
  readonly types: readonly string[];
  readonly limit: number;
  /** `'JSON'`, `'form data'`. */
  readonly kind: string;
}

const UNREADABLE_ENCODING: ErrorInit = { headers: { 'Accept-Encoding': 'gzip, deflate' } };

/**
 * The error for a body that a parser of Express refused, without its message: it may have text of the body, and differs
 * by version. A parser that failed by itself is a fault of the app: its error stays as it is.
 */
export function fromParserError(error: unknown, { types, limit, kind }: ParserFacts): unknown {
  const { type, status } = (error ?? {}) as ReadError;
  if (typeof status !== 'number' || status >= 500) return error;
  if (status === 413) return type === 'entity.too.large' ? refuseSize(limit, error) : refuseParameters(error);
  if (type === 'charset.unsupported')
    return refuseType(
      types.map((each) => `${each}; charset=utf-8`),
      error,
    );
  if (status === 415) return refuseEncoding(error);
  return refuseMalformed(kind, error);
}

function refuseParameters(cause: unknown): ErrorResponse {
  return createStatusError(Status.CONTENT_TOO_LARGE, 'The body has too many or too large fields', { cause });
}

function refuseEncoding(cause: unknown): ErrorResponse {
  const message = 'The Content-Encoding of the body is not supported';
  return createStatusError(Status.UNSUPPORTED_MEDIA_TYPE, message, { ...UNREADABLE_ENCODING, cause });
}

/** The error for a file that is larger than its field allows. */
export function refuseFileSize(field: string, maxBytes: number, cause?: unknown): ErrorResponse {
  const message = `A file of the field ${cut(field)} is larger than ${maxBytes} bytes`;
  return createStatusError(Status.CONTENT_TOO_LARGE, message, { cause });
}

/** The error for a form that multer refused: a limit, or a form that is broken. */
export function fromUploadError(error: unknown, maxBytesOf: (field: unknown) => number): unknown {
  const { code, field } = (error ?? {}) as { readonly code?: unknown; readonly field?: unknown };
  if (code === 'LIMIT_FILE_SIZE') return refuseFileSize(String(field), maxBytesOf(field), error);
  if (code === 'LIMIT_FIELD_VALUE' || code === 'LIMIT_FIELD_COUNT') return refuseParameters(error);
  return refuseMalformed('form data', error);
}
