import type { Request } from 'express';
import { errorStatus, Status } from '../http/status';
import type { AnyResponse } from '../responses/response';
import { BASE_TABLE, type CodeTable } from './code-table';
import { factsOf, isCoded, type ErrorFacts } from './facts';
import { envelope, exceptionReply, type AnyException } from './format';
import { httpFacts } from './http-facts';
import { instanceOf, problem } from './problem';

/** How errors are written: all in this library's own envelope, or all by RFC 9457. */
export type ErrorFormat = 'envelope' | 'problem';

/** What a mount says of its errors. */
export interface ErrorSettings {
  /** What the codes stand for. Default: those that every app has. */
  readonly errors?: CodeTable;
  /** Default `'envelope'`. */
  readonly errorFormat?: ErrorFormat;
  /** What stands before the code in the `type` of a problem. Default: the type is `about:blank`. */
  readonly errorTypes?: string;
}

/**
 * The reply that an error of this copy of the package or another stands for.
 *
 * @throws UsageError `ERR_RETURNS_ERROR_CODE` or `ERR_RETURNS_MESSAGE_DATA` where it says nothing.
 */
export function errorReply(error: object, req: Request, settings: ErrorSettings): AnyResponse {
  const reply = plainReply(error, req, settings);
  return (error as { readonly compress?: unknown }).compress === true ? reply.with({ compress: true }) : reply;
}

function plainReply(error: object, req: Request, settings: ErrorSettings): AnyResponse {
  if (isCoded(error)) return formatFacts(factsOf(error, settings.errors ?? BASE_TABLE), req, settings);
  const { body, headers, cookies } = error as AnyException;
  // Not frozen: one that somebody has given the status of a success must not be taken for one.
  const status = errorStatus((error as AnyException).status) ?? Status.INTERNAL_SERVER_ERROR;
  if (settings.errorFormat !== 'problem') return exceptionReply({ body, status, headers, cookies });
  const said = typeof body === 'string' ? { message: body } : { data: body };
  return formatFacts(httpFacts({ status, ...said, headers, cookies }), req, settings);
}

/** What is said of an error, in the format of the mount. */
export function formatFacts(facts: ErrorFacts, req: Request, { errorFormat, errorTypes }: ErrorSettings): AnyResponse {
  return errorFormat === 'problem' ? problem(facts, errorTypes, instanceOf(req.originalUrl)) : envelope(facts);
}
