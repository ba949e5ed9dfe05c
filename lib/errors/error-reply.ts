import type { Request } from 'express';
import type { HeaderRecord } from '../http/headers';
import { errorStatus, Status } from '../http/status';
import { brandOf } from '../responses/brand';
import type { Cookie } from '../responses/cookie';
import type { ResponseInit } from '../responses/init';
import { JSON as JSONResponse } from '../responses/json';
import type { AnyResponse } from '../responses/response';
import { Text } from '../responses/text';
import { withData } from '../responses/with-data';
import type { CodeTable } from './code-table';
import type { Code } from './error-code';
import { detailsOfCode, detailsOfStatus, isCoded, phraseOf, type ErrorDetails } from './error-details';
import type { Exposes } from './exposes';
import { readThirdPartyError } from './third-party-errors';
import { toProblemIssue } from './validation-issues';

/** An error as a format of the app's own receives it: its public details, and its origin. Frozen. */
export interface ResolvedError extends ErrorDetails {
  /**
   * The value that was returned or thrown, for the choice of a reply; `undefined` for an unknown path or method. It may
   * hold secrets: send nothing of it.
   */
  readonly cause: unknown;
}

/**
 * Makes the reply to an error. A reply with a status below 300 gets that of the error; headers and cookies of the error
 * are added where the reply has none of that name.
 */
export type ErrorFormatter = (error: ResolvedError, req: Request) => AnyResponse | Promise<AnyResponse>;

/** The format of all errors: the library's own envelope, problem details (RFC 9457), or the app's own. */
export type ErrorFormat = 'envelope' | 'problem' | ErrorFormatter;

/** Error settings of a mount. */
export interface ErrorSettings {
  /**
   * The codes of the mount.
   *
   * @default the base codes
   */
  readonly errors?: CodeTable;
  /** @default 'envelope' */
  readonly errorFormat?: ErrorFormat;
  /**
   * The prefix of the code in the `type` of a problem.
   *
   * @default none: the type is `about:blank`
   */
  readonly errorTypes?: string;
  /**
   * Whether the message of an error of another package is public.
   *
   * @default by its shape
   */
  readonly exposes?: Exposes;
}

/** An error of any copy of this package that has a body instead of a code. */
type Exception = Pick<AnyResponse, 'body' | 'status' | 'headers' | 'cookies'> & { readonly compress?: unknown };

/**
 * Creates the reply to any thrown value in a format of this package.
 *
 * @throws UsageError `ERR_RETURNS_ERROR_CODE` or `ERR_RETURNS_MESSAGE_DATA` for a code that has no message,
 * `ERR_RETURNS_ERROR_FORMAT` where `exposes` fails.
 */
export function errorReply(error: unknown, req: Request, settings: ErrorSettings): AnyResponse {
  const isBare = settings.errorFormat !== 'problem' && isOurs(error) && !isCoded(error);
  const reply = isBare
    ? exceptionReply({ body: error.body, status: statusOf(error), headers: error.headers, cookies: error.cookies })
    : formatDetails(readError(error, req, settings), req, settings);
  return isCompressed(error) ? reply.with({ compress: true }) : reply;
}

/** Whether an error says that its reply is to be compressed. */
export function isCompressed(error: unknown): boolean {
  return isOurs(error) && error.compress === true;
}

/** Whether a value is an error of any copy of this package. */
function isOurs(error: unknown): error is Exception {
  return brandOf(error)?.kind === 'error';
}

/** Errors are mutable: `status` may have been overwritten with a non-error status. */
function statusOf({ status }: Exception): number {
  return errorStatus(status) ?? Status.INTERNAL_SERVER_ERROR;
}

/**
 * The public details of any error.
 *
 * @throws UsageError As `errorReply`.
 */
export function readError(error: unknown, req: Request, settings: ErrorSettings): ErrorDetails {
  if (isCoded(error)) return detailsOfCode(error, settings.errors);
  if (!isOurs(error)) return detailsOfStatus(readThirdPartyError(error, req.res?.statusCode, settings.exposes));
  const { body, headers, cookies } = error;
  const content = typeof body === 'string' ? { message: body } : { data: body };
  return detailsOfStatus({ status: statusOf(error), ...content, headers, cookies });
}

/** Creates the reply with the details of an error in a format of this package. */
export function formatDetails(
  details: ErrorDetails,
  req: Request,
  { errorFormat, errorTypes }: ErrorSettings,
): AnyResponse {
  if (errorFormat !== 'problem') return envelope(details);
  // A request of a unit test may have no URL.
  const { originalUrl = '' } = req as Partial<Request>;
  return problem(details, errorTypes, instanceOf(originalUrl));
}

/** `{"status":"error","code":1101,"message":"..."}`, with `"data"` if given; the counterpart of `Success`. */
export function envelope({ code, status, message, data, headers, cookies }: ErrorDetails): AnyResponse {
  const body = { status: 'error', code, message };
  const init = initOf(status, headers, cookies);
  return new JSONResponse<object, number>(data === undefined ? body : withData(body, data), init);
}

/** A string is sent as text, an object as JSON. */
export function exceptionReply({ body, status, headers, cookies }: Omit<Exception, 'compress'>): AnyResponse {
  const init = initOf(status, headers, cookies);
  return typeof body === 'string'
    ? new Text<string, number>(body, init)
    : new JSONResponse<object, number>(body as object, init);
}

/**
 * Skips the merge of empty headers and cookies, which is slow (docs/performance.md). Errors are mutable: `headers` may
 * have been deleted.
 */
function initOf(status: number, headers?: HeaderRecord, cookies?: readonly Cookie[]): ResponseInit {
  const isEmpty = !cookies?.length && Object.keys(headers ?? {}).length === 0;
  return isEmpty ? { status } : { status, headers: headers ?? {}, cookies: cookies ?? [] };
}

/**
 * Creates `application/problem+json` (RFC 9457) with the extension members `code` and, if given, `data`. The issues of
 * a request that was refused are `errors`, as in the example of section 3.
 *
 * `types` is the prefix of the code in `type`. Without it, and for an error that has only a status, the type is
 * `about:blank` and the title is the description of the status (section 4.2.1).
 */
export function problem(
  { code, status, title, message, data, issues, headers, cookies }: ErrorDetails,
  types: string | undefined,
  instance: string,
): AnyResponse {
  const kind =
    types === undefined || code === status
      ? { type: 'about:blank', title: phraseOf(status) }
      : { type: `${types}${inURI(code)}`, title };
  const errors = issues === undefined ? {} : { errors: issues.map(toProblemIssue) };
  const body = { ...kind, status, detail: message, instance, code, ...errors };
  return new JSONResponse<object, number>(data === undefined ? body : withData(body, data), {
    status,
    headers,
    cookies,
    contentType: 'application/problem+json; charset=utf-8',
  });
}

/** A code as the end of a URI. Any text may be the code of an error whose status was overwritten. */
function inURI(code: Code): string {
  return encodeURIComponent(String(code).replace(/\p{Cs}/gu, '\uFFFD'));
}

/** Returns the `instance`: the path of the request without its query, which may contain tokens. */
export function instanceOf(url: string): string {
  const path = /^(?:[a-z][a-z\d+.-]*:\/\/[^/?#]*)?([^?#]*)/i.exec(url)?.[1] ?? '';
  return (
    path
      // A reference that starts with two slashes would name another host (RFC 3986 section 4.2).
      .replace(/^\/{2,}/, '/')
      // Node accepts characters that are invalid in a URI: non-ASCII letters, quotes, a lone percent sign.
      .replace(/[^\w.~!$&'()*+,;=:@/%-]|%(?![\da-f]{2})/giu, encode)
  );
}

function encode(character: string): string {
  return /\p{Cs}/u.test(character) ? '%EF%BF%BD' : encodeURIComponent(character);
}
