import type { Request } from 'express';
import { createHeaders, isHeaderRecord, type HeaderRecord, type HeadersInit } from '../http/headers';
import { brand, brandOf, isOwnClass, type BodyKind } from './brand';
import { checkBody } from './check-body';
import type { Erased, InitArguments, ResponseStatics, WithStatus } from './construct';
import type { Declaration, DeclarationInit, Uninferred } from './declaration';
import { declareReply } from './declare';
import type { StatusReply } from './reply';
import { mergeCookies, type Cookie } from './cookie';
import { checkInit, checkParts, initChecks, type AfterTask, type ResponseChanges, type ResponseInit } from './init';
import { changeHeaders, fileNameOf, headersOfBlob } from './init-headers';
import { keptOptions } from './writer-options';
import { readBody } from './read-body';
import { isAnyNodeStream } from '../streams/body';
import { holdItems, holdStream } from '../streams/hold';
import { discardBody } from '../streams/source';

const NO_COOKIES: readonly Cookie[] = Object.freeze([]);

/**
 * A response as an immutable value. It can be compared with `toEqual` and reused by any number of requests, since
 * writing does not change it.
 *
 * Extend it, or a subclass, for a response of your own:
 *
 * ```ts
 * class CSV extends Response {
 *   static override contentType = 'text/csv; charset=utf-8';
 *   constructor(rows: string[][], init?: ResponseInit) {
 *     super(rows.map((row) => row.join(',')).join('\n'), init);
 *   }
 * }
 * ```
 */
export interface Response<B = unknown, S extends number = number> {
  /** The body, not copied. */
  readonly body: B;
  /** From 200 to 599. */
  readonly status: S;
  /** Frozen, with names in lower case. */
  readonly headers: HeaderRecord;
  /** Frozen. Of two with the same name, path and domain the later one counts. */
  readonly cookies: readonly Cookie[];
  /** Whether each chunk of a streamed body is sent as it comes. */
  readonly flush?: boolean;
  /** Whether the body is compressed for clients that accept it. */
  readonly compress?: boolean;
  /** Runs when the reply is over. */
  readonly after?: AfterTask;

  /**
   * Returns a changed copy: headers and cookies are merged, `null` removes a header, other options are replaced.
   */
  with(changes: ResponseChanges<never>): this;
  with<T extends number>(changes: ResponseChanges<T> & { readonly status: T }): Response<B, T>;
  with<T extends number>(changes: ResponseChanges<T>): Response<B, S | T>;

  /** Returns the body as a string, without a server. Consumes a stream. */
  text(): Promise<string>;
  /** Returns the body parsed as JSON. */
  json<T = unknown>(): Promise<T>;
  /** Returns the body as bytes. */
  bytes(): Promise<Buffer>;

  /**
   * Called for each request before the response is written. Override it to return another response that depends on the
   * request.
   */
  render(req: Request): AnyResponse | Promise<AnyResponse>;
}

/** The constructor of Response for the classes of this package, each of which declares its replies in its own way. */
export interface BaseConstructor extends ResponseStatics<Response<Erased, Erased>> {
  // TypeScript finds the signatures of a base class by their number of type parameters; this one serves calls only.
  new <B, _S, _Only>(body: B, init?: ResponseInit<200>): Response<B, 200>;
  new <B, const S extends number, _First, _Second>(body: B, init: WithStatus<S>): Response<B, S>;
  new <B, S extends number>(body: B, ...init: InitArguments<S>): Response<B, S>;
  new <B = unknown>(body: B, init?: ResponseInit): Response<B>;
}

/** The constructor of Response. */
export interface ResponseConstructor extends BaseConstructor {
  /**
   * Declares a reply of a status for `returns`.
   *
   * @throws UsageError `ERR_RETURNS_DESCRIPTION` for a wrong argument.
   */
  of<const S extends number>(
    statusOrInit: S | (DeclarationInit<S> & { readonly status: S }),
  ): Uninferred<Declaration<Response<unknown, S>, StatusReply<S>>, S>;
}

export const Response: ResponseConstructor = class Response<B, S extends number> {
  static contentType: string | null = 'text/plain; charset=utf-8';
  static headers: HeadersInit | undefined = undefined;

  readonly body: B;
  readonly status: S;
  readonly headers: HeaderRecord;
  readonly cookies: readonly Cookie[];
  declare readonly flush?: boolean;
  declare readonly compress?: boolean;
  declare readonly after?: AfterTask;

  /**
   * @throws UsageError `ERR_RETURNS_INIT`, `ERR_RETURNS_STATUS`, `ERR_RETURNS_HEADER`, `ERR_RETURNS_COOKIE` or
   * `ERR_RETURNS_BODY` for a response that cannot be sent.
   */
  constructor(body: B, init?: ResponseInit<S>) {
    const { name } = new.target;
    const kind = kindOf(this);
    const isEmpty = body === null && kind === 'body';
    this.body = body;
    try {
      if (kind === 'body') checkBody(name, body);
      let headers = takesBlobType(new.target) ? headersOfBlob(body) : undefined;
      headers ??= defaultHeaders(isEmpty ? null : new.target.contentType);
      if (new.target.headers !== undefined) headers = addClassHeaders(headers, new.target.headers);
      if (init === undefined) {
        this.status = (kind === 'redirect' ? 307 : 200) as S;
        this.headers = headers;
        this.cookies = NO_COOKIES;
        if (kind === 'redirect') checkParts(name, kind, this); // Its class may have headers that it must not have.
      } else {
        checkInit(name, init, initChecks(kind));
        this.status = init.status === undefined ? (200 as S) : init.status;
        this.headers = changeHeaders(headers, init, fileNameOf(kind, body));
        this.cookies = init.cookies === undefined ? NO_COOKIES : mergeCookies(NO_COOKIES, init.cookies);
        checkParts(name, kind, this);
        const kept = keptOptions(kind, init);
        if (kept !== undefined) Object.defineProperties(this, parts(kept));
      }
    } catch (error) {
      discardBody(body);
      throw error;
    }
    if (isAnyNodeStream(body)) holdStream(body);
    if (kind !== 'json') holdItems(body);

    // A subclass of the user sets its fields after super().
    if (isOwnClass(new.target)) Object.freeze(this);
    else lock(this);
  }

  with(changes: ResponseChanges): this {
    const kind = kindOf(this);
    checkInit('with()', changes, initChecks(kind));
    const status = changes.status === undefined ? this.status : changes.status;
    const headers = changeHeaders(this.headers, changes, fileNameOf(kind, this.body));
    const cookies = changes.cookies === undefined ? this.cookies : mergeCookies(this.cookies, changes.cookies);
    checkParts('with()', kind, { body: this.body, status, headers });

    const descriptors: PropertyDescriptorMap = Object.getOwnPropertyDescriptors(this);
    Object.assign(descriptors, parts({ status, headers, cookies, ...keptOptions(kind, changes) }));
    const copy = Object.create(Object.getPrototypeOf(this) as object, descriptors) as this;
    return Object.isFrozen(this) ? Object.freeze(copy) : copy;
  }

  async text(): Promise<string> {
    return (await this.bytes()).toString();
  }

  async json<T = unknown>(): Promise<T> {
    return globalThis.JSON.parse(await this.text()) as T;
  }

  async bytes(): Promise<Buffer> {
    return readBody(kindOf(this), this.body);
  }

  render(): AnyResponse | Promise<AnyResponse> {
    return this;
  }

  static of(init?: number | DeclarationInit): Declaration<never, never> {
    return declareReply(this, init);
  }

  static [Symbol.hasInstance](value: unknown): boolean {
    return this === Response ? isResponse(value) : Function.prototype[Symbol.hasInstance].call(this, value);
  }

  static {
    brand(this, 'body');
  }
};

export const BaseResponse: BaseConstructor = Response;

const renderItself: unknown = Reflect.get(Response.prototype, 'render');

/** Whether the class of a response has no `render` of its own, so that the response is the one to send. */
export function rendersItself(response: AnyResponse): boolean {
  return response.render === renderItself;
}

/** A response of any body and status. */
export type AnyResponse = Response;

/** Whether a value is a response of any copy of this package. */
export function isResponse(value: unknown): value is AnyResponse {
  return brandOf(value) !== undefined;
}

/** Whether a class has no specific content type, so the type of a Blob is used. */
function takesBlobType(constructor: { readonly contentType: string | null }): boolean {
  return constructor === Response || constructor.contentType === 'application/octet-stream';
}

// Responses without headers in their init share one record per content type.
const defaults = new Map<string | null, HeaderRecord>();

/** Returns the headers of a class with this content type. */
function defaultHeaders(contentType: string | null): HeaderRecord {
  let headers = defaults.get(contentType);
  if (headers === undefined) defaults.set(contentType, (headers = createHeaders({}, {}, contentType)));
  return headers;
}

// By both parts, of which those of the library never change. An open feed keeps its record.
const combined = new WeakMap<HeaderRecord, WeakMap<object, HeaderRecord>>();

/** Returns headers with those of a class. */
function addClassHeaders(headers: HeaderRecord, ofClass: HeadersInit): HeaderRecord {
  if (!isHeaderRecord(ofClass)) return createHeaders(headers, ofClass);
  let known = combined.get(headers);
  if (known === undefined) combined.set(headers, (known = new WeakMap<object, HeaderRecord>()));
  let both = known.get(ofClass);
  if (both === undefined) known.set(ofClass, (both = createHeaders(headers, ofClass)));
  return both;
}

function kindOf(response: object): BodyKind {
  return brandOf(response)?.kind ?? 'body';
}

/** Makes status, headers and cookies read-only; a subclass may still set its own fields. */
function lock(response: AnyResponse): void {
  const { status, headers, cookies } = response;
  Object.defineProperties(response, parts({ status, headers, cookies }));
}

/** Creates descriptors of read-only properties. */
function parts(values: Readonly<Record<string, unknown>>): PropertyDescriptorMap {
  const described: PropertyDescriptorMap = {};
  for (const [name, value] of Object.entries(values))
    described[name] = { value, enumerable: true, writable: false, configurable: false };
  return described;
}
