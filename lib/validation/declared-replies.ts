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

const JSON_TYPE = 'application/json';

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
  /**
   * Whether two have one kind and status, such as the representations of `Negotiated`: their media types tell them
   * apart.
   */
  readonly #hasTypes: boolean;

  /** @throws UsageError `ERR_RETURNS_DESCRIPTION` for an entry that declares nothing. */
  constructor(entries: readonly Returnable[]) {
    this.all = entries.map(declarationOf).filter((declared) => declared !== undefined);
    this.#classes = entries.filter((entry) => typeof entry === 'function').filter((one) => !isOwnClass(one));
    this.#hasTypes = this.all.some((one) => this.all.some((other) => one !== other && isOfKind(one, other)));
  }

  /**
   * The declaration of the code of an error, or of the kind of body, the status and the media type of another response.
   */
  find(response: AnyResponse): DeclarationData | undefined {
    const coded: unknown = response;
    if (isCoded(coded)) return this.all.find(({ code }) => code === coded.code);
    const reply = { kind: brandOf(response)?.kind, status: response.status };
    const first = this.all.find((declared) => isOfKind(reply, declared));
    if (first === undefined || !this.#hasTypes) return first;
    // A media type that is declared nowhere: what the first one does not declare is left out, too.
    const mediaType = mediaTypeOf(response);
    return this.all.find((declared) => isOfKind(reply, declared) && hasType(declared, mediaType)) ?? first;
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

function isOfKind(
  { kind, status }: { readonly kind: unknown; readonly status: unknown },
  declared: DeclarationData,
): boolean {
  return declared.code === undefined && declared.kind === kind && declared.status === status;
}

/** Whether a declaration allows a media type; it need not say which. */
function hasType({ contentType }: DeclarationData, mediaType: string | undefined): boolean {
  return mediaType === undefined || contentType === null || essenceOf(contentType) === mediaType;
}

function mediaTypeOf({ headers }: AnyResponse): string | undefined {
  const type = headers['content-type'];
  return typeof type === 'string' ? essenceOf(type) : undefined;
}

function replyOf(response: AnyResponse, { errors }: WriteSettings): Reply {
  const kind = brandOf(response)?.kind ?? 'body';
  const coded: unknown = response;
  if (isCoded(coded)) {
    const { code, status = errors?.get(code)?.status } = coded;
    return { kind, status, mediaType: undefined, code };
  }
  const mediaType = kind === 'error' ? undefined : mediaTypeOf(response);
  return { kind, status: response.status, mediaType, code: undefined };
}

function fits({ status, mediaType, code }: Reply, declared: DeclarationData): boolean {
  if (code !== undefined || declared.code !== undefined) return code === declared.code;
  return status === declared.status && hasType(declared, mediaType);
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
      return mediaType === undefined || mediaType === JSON_TYPE
        ? `JSON.of(schema${init})`
        : `Class.of(schema${init}), of a class that extends JSON with static contentType = '${mediaType}',`;
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
