import type { Request } from 'express';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { createHeaders, type HeaderRecord, type HeadersInit } from '../http/headers';
import { isBytes, isStreamable } from './body';
import { brand, brandOf, isOwnClass, type BodyKind } from './brand';
import { mergeCookies, type Cookie } from './cookie';
import { checkInit, checkParts, type AfterTask, type ResponseChanges, type ResponseInit } from './init';
import { keptOptions, optionsOfKind } from './kept-options';
import { readBody } from './read-body';
import { holdStream } from './reader';
import { discardBody } from './source';

const NO_COOKIES: readonly Cookie[] = Object.freeze([]);

/**
 * A response as a value: what a handler returns. Immutable, comparable with `toEqual`, and reusable by any number of
 * requests, since writing never changes it.
 *
 * Extend it (or any class made from it) for a response of your own:
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
export class Response<B = unknown, S extends number = number> {
  /** The content type of a response of this class whose init names none; `null` for none at all. */
  static contentType: string | null = 'text/plain; charset=utf-8';
  /** More headers of every response of this class; those of its init replace them. */
  static headers: HeadersInit | undefined = undefined;

  /** What is sent, held as it was given. */
  readonly body: B;
  readonly status: S;
  /** Frozen, with names in lower case. */
  readonly headers: HeaderRecord;
  readonly cookies: readonly Cookie[];
  declare readonly flush?: boolean;
  declare readonly compress?: boolean;
  declare readonly after?: AfterTask;

  /**
   * @throws UsageError `ERR_RETURNS_INIT`, `ERR_RETURNS_STATUS`, `ERR_RETURNS_HEADER`, `ERR_RETURNS_COOKIE` or
   * `ERR_RETURNS_BODY` for what could not be sent.
   */
  constructor(body: B, init?: ResponseInit<S>) {
    const { name } = new.target;
    const kind = kindOf(this);
    const isEmpty = body === null && kind === 'body';
    this.body = body;
    try {
      if (kind === 'body') checkBody(name, body);
      let headers = defaultHeaders(isEmpty ? null : new.target.contentType);
      if (new.target.headers !== undefined) headers = createHeaders(headers, new.target.headers);
      if (init === undefined) {
        this.status = 200 as S;
        this.headers = headers;
        this.cookies = NO_COOKIES;
      } else {
        checkInit(name, init, optionsOfKind(kind));
        this.status = init.status === undefined ? (200 as S) : init.status;
        this.headers = changeHeaders(headers, init);
        this.cookies = init.cookies === undefined ? NO_COOKIES : mergeCookies(NO_COOKIES, init.cookies);
        checkParts(name, kind, this);
        const kept = keptOptions(name, kind, init);
        if (kept !== undefined) Object.defineProperties(this, parts(kept));
      }
    } catch (error) {
      discardBody(body);
      throw error;
    }
    holdStream(body);

    // A user's class sets fields of its own after super().
    if (isOwnClass(new.target)) Object.freeze(this);
    else lock(this);
  }

  /**
   * A copy with some parts changed: headers and cookies are merged, `null` removes a header, the status and the
   * content type are replaced. The original stays as it is.
   */
  with(changes: Omit<ResponseChanges, 'status'>): this;
  with<T extends number>(changes: ResponseChanges<T> & { readonly status: T }): Response<B, T>;
  with(changes: ResponseChanges): this {
    const kind = kindOf(this);
    checkInit('with()', changes, optionsOfKind(kind));
    const status = changes.status === undefined ? this.status : changes.status;
    const headers = changeHeaders(this.headers, changes);
    const cookies = changes.cookies === undefined ? this.cookies : mergeCookies(this.cookies, changes.cookies);
    checkParts('with()', kind, { body: this.body, status, headers });

    const descriptors: PropertyDescriptorMap = Object.getOwnPropertyDescriptors(this);
    Object.assign(descriptors, parts({ status, headers, cookies, ...keptOptions('with()', kind, changes) }));
    const copy = Object.create(Object.getPrototypeOf(this) as object, descriptors) as this;
    return Object.isFrozen(this) ? Object.freeze(copy) : copy;
  }

  /** What would be sent as body, as text, without a server. A stream is read, and so used up. */
  async text(): Promise<string> {
    return (await this.bytes()).toString();
  }

  /** What would be sent as body, parsed as JSON. */
  async json<T = unknown>(): Promise<T> {
    return globalThis.JSON.parse(await this.text()) as T;
  }

  /** What would be sent as body, as bytes. */
  async bytes(): Promise<Buffer> {
    return readBody(kindOf(this), this.body);
  }

  /**
   * Called for each request before anything is written. A subclass that needs the request overrides it and returns
   * another response to write instead.
   */
  render(req: Request): AnyResponse | Promise<AnyResponse>;
  render(): AnyResponse | Promise<AnyResponse> {
    return this;
  }

  // Declared boolean, not a type predicate: with one, the else branch of `x instanceof Response` would be `never` for
  // the structurally equal subclasses.
  static [Symbol.hasInstance](value: unknown): boolean {
    return this === Response ? isResponse(value) : Function.prototype[Symbol.hasInstance].call(this, value);
  }

  static {
    brand(this, 'body');
  }
}

/** A response of any body and status. */
export type AnyResponse = Response;

/** Whether a value is a response, of this copy of the package or another. */
export function isResponse(value: unknown): value is AnyResponse {
  return brandOf(value) !== undefined;
}

function kindOf(response: object): BodyKind {
  return brandOf(response)?.kind ?? 'body';
}

// The headers of all responses whose init says nothing of them are one record per content type, made once.
const defaults = new Map<string | null, HeaderRecord>();

function defaultHeaders(contentType: string | null): HeaderRecord {
  let headers = defaults.get(contentType);
  if (headers === undefined) defaults.set(contentType, (headers = createHeaders({}, {}, contentType)));
  return headers;
}

function changeHeaders(base: HeaderRecord, { headers, contentType }: ResponseChanges): HeaderRecord {
  if (headers === undefined && contentType === undefined) return base;
  return createHeaders(base, headers ?? {}, contentType);
}

function checkBody(className: string, body: unknown): void {
  if (
    body === null ||
    ['string', 'number', 'boolean', 'bigint'].includes(typeof body) ||
    isBytes(body) ||
    isStreamable(body)
  )
    return;
  throw new UsageError(
    'ERR_RETURNS_BODY',
    `${className} cannot have ${describe(body)} as its body: give a string, bytes, a Blob, a stream, an iterable of these, or null. For data use new JSON(...).`,
  );
}

/** Freezes the parts of the init, and leaves the rest to the class. */
function lock(response: AnyResponse): void {
  const { status, headers, cookies } = response;
  Object.defineProperties(response, parts({ status, headers, cookies }));
}

/** Properties that are read, but neither set nor taken away. */
function parts(values: Readonly<Record<string, unknown>>): PropertyDescriptorMap {
  const described: PropertyDescriptorMap = {};
  for (const [name, value] of Object.entries(values))
    described[name] = { value, enumerable: true, writable: false, configurable: false };
  return described;
}
