import { ANY, FLAG, type OptionChecks } from '../diagnostics/options';
import { createHeaders, type HeaderRecord, type HeadersInit } from '../http/headers';
import { Status } from '../http/status';
import { brand } from '../responses/brand';
import { mergeCookies, type Cookie, type CookieInit } from '../responses/cookie';
import { checkInit, COOKIES, type ResponseChanges } from '../responses/init';
import { keptOptions } from '../responses/writer-options';
import type { AnyResponse } from '../responses/response';
import { Text } from '../responses/text';

/** Options of an error. */
export interface ErrorInit {
  /** Sent beside the message of an error by its code, such as the fields that are wrong. */
  readonly data?: unknown;
  /** Extra headers of the error reply, such as `Retry-After` or `WWW-Authenticate`. */
  readonly headers?: HeadersInit;
  readonly cookies?: readonly CookieInit[];
  /**
   * Compresses the body for clients that accept it.
   *
   * @default false
   */
  readonly compress?: boolean;
  /** The reason: logged, never sent. */
  readonly cause?: unknown;
}

/** The options that `with()` changes. */
const CHANGES: OptionChecks = { headers: ANY, cookies: COOKIES, compress: FLAG };

/** The options that all throwable responses have. */
export const THROWABLE_CHECKS: OptionChecks = { ...CHANGES, cause: ANY };

/**
 * A response that is also a real global Error, to be returned or thrown. It is not frozen, since whatever else handles
 * errors (Sentry, loggers, http-errors) writes on them; its headers and data are.
 */
export abstract class ThrowableResponse extends globalThis.Error {
  /** Frozen, with names in lower case. */
  declare readonly headers: HeaderRecord;
  declare readonly cookies: readonly Cookie[];
  declare readonly compress?: boolean;
  /** Whether the message is made for clients, as http-errors has it. */
  declare readonly expose: boolean;

  constructor(message: string, init: ErrorInit) {
    super(message, init.cause === undefined ? {} : { cause: init.cause });
    if (init.headers !== undefined) this.headers = createHeaders({}, init.headers);
    if (init.cookies !== undefined) this.cookies = mergeCookies([], init.cookies);
    if (init.compress !== undefined) this.compress = init.compress;
  }

  /** The reply that it is where no mount says otherwise. */
  protected toReply(): AnyResponse {
    return new Text(this.message, { status: Status.INTERNAL_SERVER_ERROR });
  }

  /** Called for each request before anything is written. */
  render(): this {
    return this;
  }

  /** A copy with headers and cookies merged, and `compress` where it is given; the original stays as it is. */
  with(changes: Pick<ResponseChanges, 'headers' | 'cookies' | 'compress'>): this {
    checkInit('with()', changes, CHANGES);
    return copyError(this, {
      headers: createHeaders(this.headers, changes.headers ?? {}),
      cookies: mergeCookies(this.cookies, changes.cookies ?? []),
      ...keptOptions('error', changes),
    });
  }

  /** What would be sent as body, as text, without a server. */
  async text(): Promise<string> {
    return this.toReply().text();
  }

  /** What would be sent as body, parsed as JSON. */
  async json<T = unknown>(): Promise<T> {
    return this.toReply().json<T>();
  }

  /** What would be sent as body, as bytes. */
  async bytes(): Promise<Buffer> {
    return this.toReply().bytes();
  }

  static {
    brand(this, 'error');
    setDefaults(this, { headers: Object.freeze({}), cookies: Object.freeze([]), expose: true });
  }
}

/** The static members of every class of errors: those of the global one. */
export interface ThrowableStatics<Instance> extends Omit<ErrorConstructor, 'prototype'> {
  /** By its type `instanceof` narrows, as for a class. */
  readonly prototype: Instance;
}

/**
 * Gives all errors of a class a property until they have one of their own: a log shows only what is said of this one.
 * Writable, so that whoever annotates errors may.
 */
export function setDefaults(errorClass: { readonly prototype: object }, defaults: object): void {
  for (const [key, value] of Object.entries(defaults) as [string, unknown][])
    Object.defineProperty(errorClass.prototype, key, { value, configurable: true, writable: true });
}

/** A copy of an error with other properties: a real Error of the same class, with the stack of the original. */
export function copyError<E extends globalThis.Error>(error: E, changes: Readonly<Record<string, unknown>>): E {
  const copy = withoutStack(() => new globalThis.Error());
  Object.setPrototypeOf(copy, Object.getPrototypeOf(error) as object);
  Object.defineProperties(copy, Object.getOwnPropertyDescriptors(error));
  return Object.assign(copy, changes) as E;
}

/** Creates an error without a stack, which is faster: docs/performance.md. */
export function withoutStack<E>(make: () => E): E {
  const { stackTraceLimit } = globalThis.Error;
  globalThis.Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    globalThis.Error.stackTraceLimit = stackTraceLimit;
  }
}
