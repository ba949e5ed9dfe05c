import type { Request } from 'express';
import { describe } from '../diagnostics/describe';
import { declarationOf } from '../errors/declaration-of';
import { isCoded, type ErrorDetails } from '../errors/error-details';
import { readError } from '../errors/error-reply';
import type { Returnable } from '../handlers/description';
import { essenceOf } from '../http/media-type';
import { Status } from '../http/status';
import { brandOf, isOwnClass } from '../responses/brand';
import type { DeclarationData } from '../responses/declaration';
import type { AnyResponse } from '../responses/response';
import type { Exchange, WriteSettings } from '../writers/exchange';
import { isAbort } from '../writers/signal';

/** A reply as a declaration has it. */
interface Reply {
  readonly kind: string;
  readonly status: number | undefined;
  /** The media type without parameters; `undefined` for none, and for that of an error, which its format decides. */
  readonly mediaType: string | undefined;
  readonly code: unknown;
}

/** An undeclared reply, for a message. */
export interface Undeclared {
  /** Such as `404 text/html`. */
  readonly fact: string;
  /** Such as `HTML.of(404)`. */
  readonly entry: string;
}

/** The replies that a route declares, with those of its guards. */
export class DeclaredReplies {
  readonly all: readonly DeclarationData[];
  /**
   * The classes of the user, and exceptions: their instances may have another status than the defaults of the class.
   */
  readonly #classes: readonly (abstract new (...args: never[]) => unknown)[];

  /** @throws UsageError `ERR_RETURNS_DESCRIPTION` for an entry that declares nothing. */
  constructor(entries: readonly Returnable[]) {
    this.all = entries.map(declarationOf).filter((declared) => declared !== undefined);
    this.#classes = entries.filter((entry) => typeof entry === 'function').filter((one) => !isOwnClass(one));
  }

  /** The first declaration of the code of an error, or of the kind of body and the status of another response. */
  find(response: AnyResponse): DeclarationData | undefined {
    const coded: unknown = response;
    if (isCoded(coded)) return this.all.find(({ code }) => code === coded.code);
    const kind = brandOf(response)?.kind;
    return this.all.find((declared) => declared.kind === kind && declared.status === response.status);
  }

  /** A response that no entry declares; `undefined` for one that is declared, and for a 500. */
  undeclared(response: AnyResponse, settings: WriteSettings): Undeclared | undefined {
    const reply = replyOf(response, settings);
    if (reply.status === Status.INTERNAL_SERVER_ERROR) return undefined;
    const isDeclared = this.all.some((declared) => fits(reply, declared));
    if (isDeclared || this.#classes.some((one) => response instanceof one)) return undefined;
    return { fact: factOf(reply), entry: entryFor(reply) };
  }

  /** An error of the client that no entry declares, thrown as one of another package, such as http-errors. */
  undeclaredError(error: unknown, { req, settings }: Exchange): Undeclared | undefined {
    const reply = replyToThrown(error, req, settings);
    if (reply === undefined || this.all.some((declared) => fitsError(reply, declared))) return undefined;
    return { fact: `${reply.status} for an error that was thrown`, entry: errorEntryFor(reply.status) };
  }
}

/** The code and status of the reply to an error; `undefined` for a fault of the server, or one that has no reply. */
function replyToThrown(error: unknown, req: Request, settings: WriteSettings): ErrorDetails | undefined {
  try {
    if (isAbort(error, req)) return undefined;
    const details = readError(error, req, settings);
    return details.status < 500 ? details : undefined;
  } catch {
    return undefined;
  }
}

function fitsError({ status, code }: ErrorDetails, declared: DeclarationData): boolean {
  return status === declared.status && (declared.code === undefined || declared.code === code);
}

function replyOf(response: AnyResponse, { errors }: WriteSettings): Reply {
  const kind = brandOf(response)?.kind ?? 'body';
  const coded: unknown = response;
  if (isCoded(coded)) {
    const { code, status = errors?.get(code)?.status } = coded;
    return { kind, status, mediaType: undefined, code };
  }
  const type = kind === 'error' ? undefined : response.headers['content-type'];
  const mediaType = typeof type === 'string' ? essenceOf(type) : undefined;
  return { kind, status: response.status, mediaType, code: undefined };
}

function fits({ status, mediaType, code }: Reply, declared: DeclarationData): boolean {
  if (code !== undefined || declared.code !== undefined) return code === declared.code;
  if (status !== declared.status) return false;
  return mediaType === undefined || declared.contentType === null || essenceOf(declared.contentType) === mediaType;
}

function factOf({ status, mediaType, code }: Reply): string {
  if (code !== undefined) return `the error ${describe(code)}`;
  return [status, mediaType].filter((part) => part !== undefined).join(' ');
}

function entryFor({ kind, status = 0, mediaType, code }: Reply): string {
  if (code !== undefined) return `errors.get(${describe(code)})`;
  const init = status === 200 ? '' : `, ${status}`;
  switch (kind) {
    case 'json':
      return `JSON.of(schema${init})`;
    case 'lines':
      return `JSONLines.of(schema${init})`;
    case 'events':
      return `EventStream.of(schema${init})`;
    case 'file':
      return `File.of('${mediaType ?? 'application/octet-stream'}'${init})`;
    case 'redirect':
      return `Redirect.of(${status})`;
    case 'error':
      return errorEntryFor(status);
    default:
      return entryForBody(status, mediaType, init);
  }
}

const EXCEPTIONS: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
};

function errorEntryFor(status: number): string {
  return `an error code with the status ${status}, or ${EXCEPTIONS[status] ?? `ExceptionResponse.of(${status})`},`;
}

function entryForBody(status: number, mediaType: string | undefined, init: string): string {
  if (mediaType === undefined) return `Response.of(${status})`;
  const argument = status === 200 ? '' : `${status}`;
  if (mediaType === 'text/plain') return `Text.of(${argument})`;
  return mediaType === 'text/html' ? `HTML.of(${argument})` : `Binary.of('${mediaType}'${init})`;
}
