import { STATUS_CODES } from 'node:http';
import { isBodyField } from '../http/body-fields';
import { createHeaders, type HeaderRecord, type HeadersInit } from '../http/headers';
import { errorStatus, Status } from '../http/status';
import type { StatusDetails } from './error-details';
import { askExposes, type Exposes } from './exposes';

/** An error of a known shape; nothing of it is public yet, except the data. */
interface Reading {
  readonly status: number;
  /** Whether its message is made for clients. */
  readonly isExposed: boolean;
  /** Whether its headers are meant for our reply, rather than those of another server's. */
  readonly hasOwnHeaders?: boolean;
  readonly message?: unknown;
  readonly headers?: readonly HeaderEntry[];
  readonly data?: unknown;
}

type HeaderEntry = readonly [name: string, value: unknown];

/** Reads errors of one shape; returns `undefined` for all others. May throw. */
type Shape = (error: object) => Reading | undefined;

// The first shape that matches decides.
const SHAPES: readonly Shape[] = [boom, multerError, validationErrors, upstreamError, httpError];

const BARE: Reading = { status: Status.INTERNAL_SERVER_ERROR, isExposed: false };

/**
 * The status and the details that are safe to send for any thrown value, by the error shapes common in Express apps.
 * Anything else is a bare 500.
 *
 * `statusSoFar` is the status of `res`: some apps call `res.status(404)` before they throw. `exposes` decides instead
 * of the shape whether the message is public; that of a 5xx never is.
 *
 * @throws UsageError `ERR_RETURNS_ERROR_FORMAT` where `exposes` fails; nothing else.
 */
export function readThirdPartyError(error: unknown, statusSoFar?: number, exposes?: Exposes): StatusDetails {
  const reading = read(error, statusSoFar);
  if (exposes === undefined || reading.status >= 500 || !isObject(error)) return details(reading);
  return details({ ...reading, isExposed: askExposes(exposes, error, reading.isExposed) });
}

function read(error: unknown, statusSoFar: number | undefined): Reading {
  const status = errorStatus(statusSoFar) ?? Status.INTERNAL_SERVER_ERROR;
  try {
    if (!isObject(error)) return { ...BARE, status };
    for (const shape of SHAPES) {
      const reading = shape(error);
      if (reading !== undefined) return reading;
    }
    return { ...BARE, status, message: error['message'] };
  } catch {
    // A getter that throws, a revoked Proxy.
    return BARE;
  }
}

/** `@hapi/boom`: the public details are in `output`, where a 5xx has a generic message. */
function boom(error: { readonly isBoom?: unknown; readonly output?: unknown }): Reading | undefined {
  if (error.isBoom !== true || !isObject(error.output)) return undefined;
  const { statusCode, payload, headers } = error.output as Record<string, unknown>;
  const status = errorStatus(statusCode);
  if (status === undefined) return undefined;
  const message = isObject(payload) ? payload['message'] : undefined;
  return { status, isExposed: true, hasOwnHeaders: true, message, headers: entriesOf(headers) };
}

/** An error of an HTTP client, whose status is that of another server, or an AggregateError: a 500 here. */
function upstreamError(error: {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly expose?: unknown;
  readonly response?: unknown;
  readonly config?: unknown;
}): Reading | undefined {
  if (typeof error.expose === 'boolean') return undefined;
  // axios, got, ky, superagent, octokit and gaxios have these fields; undici has codes with a prefix.
  const isOfClient = isObject(error.response) || isObject(error.config) || isUndiciCode(error.code);
  return isOfClient || error.name === 'AggregateError' ? BARE : undefined;
}

function isUndiciCode(code: unknown): boolean {
  return typeof code === 'string' && code.startsWith('UND_ERR_');
}

/** `http-errors`, and all errors with `status` or `statusCode`. Only `expose` makes their message public. */
function httpError(error: {
  readonly status?: unknown;
  readonly statusCode?: unknown;
  readonly expose?: unknown;
  readonly message?: unknown;
  readonly headers?: unknown;
}): Reading | undefined {
  const status = errorStatus(error.status) ?? errorStatus(error.statusCode);
  if (status === undefined) return undefined;
  const { expose, message } = error;
  // Other headers may belong to another server's reply, including its cookies.
  const hasOwnHeaders = typeof expose === 'boolean';
  return { status, isExposed: expose === true, hasOwnHeaders, message, headers: entriesOf(error.headers) };
}

/** `multer`: errors for limits have no status. */
function multerError(error: {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
}): Reading | undefined {
  const { name, code, message } = error;
  if (name !== 'MulterError' || typeof code !== 'string' || !/^LIMIT_|_FIELD_NAME$/.test(code)) return undefined;
  const status = code === 'LIMIT_FILE_SIZE' ? Status.CONTENT_TOO_LARGE : Status.BAD_REQUEST;
  return { status, isExposed: true, message, headers: [] };
}

/** `validationResult(req).throw()` of `express-validator`: the messages of each field, without the values. */
function validationErrors(error: { readonly mapped?: unknown; readonly errors?: unknown }): Reading | undefined {
  const { mapped, errors } = error;
  if (typeof mapped !== 'function' || !Array.isArray(errors)) return undefined;
  const fields = new Map<string, string[]>();
  for (const { path, msg } of errors as { readonly path?: unknown; readonly msg?: unknown }[]) {
    if (typeof path !== 'string' || typeof msg !== 'string') continue;
    const messages = fields.get(path);
    if (messages === undefined) fields.set(path, [msg]);
    else messages.push(msg);
  }
  return { status: Status.BAD_REQUEST, isExposed: true, ...(fields.size > 0 && { data: Object.fromEntries(fields) }) };
}

function details({ status, isExposed, hasOwnHeaders = isExposed, message, headers, data }: Reading): StatusDetails {
  // The description of the status adds no information.
  const isTelling = typeof message === 'string' && message !== '' && message !== STATUS_CODES[status];
  return {
    status,
    ...(headers !== undefined && { headers: validHeaders(headers, hasOwnHeaders || isExposed ? isAllowed : isNeeded) }),
    ...(isTelling && isExposed && status < 500 && { message }),
    ...(data !== undefined && isExposed && { data }),
  };
}

// Besides the fields that describe the body, Node writes these itself; a wrong value would break the reply.
const CONNECTION: ReadonlySet<string> = new Set(['date', 'keep-alive', 'trailer', 'transfer-encoding']);

function isAllowed(name: string): boolean {
  // Required for a 416 (RFC 9110 section 15.5.17).
  return name === 'content-range' || !(isBodyField(name) || CONNECTION.has(name));
}

/** Headers of a 405, 401, 429 or 503 (RFC 9110 sections 15.5.6, 15.5.2, 15.6.4; RFC 6585 section 4). */
function isNeeded(name: string): boolean {
  return name === 'allow' || name === 'www-authenticate' || name === 'retry-after';
}

/** Returns the valid headers and leaves out the others. */
function validHeaders(headers: readonly HeaderEntry[], isWanted: (name: string) => boolean): HeaderRecord {
  let valid: HeaderRecord = {};
  for (const [name, value] of headers) {
    if (!isWanted(name.toLowerCase())) continue;
    try {
      valid = createHeaders(valid, [[name, value]] as HeadersInit & unknown[]);
    } catch {
      // Left out: NaN, a line break.
    }
  }
  return valid;
}

function entriesOf(headers: unknown): readonly HeaderEntry[] {
  return isObject(headers) ? Object.entries(headers) : [];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
