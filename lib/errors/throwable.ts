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
  /** Sent beside the message of an error with a code, such as the invalid fields. */
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

/** The options of every throwable response. */
export const THROWABLE_CHECKS: OptionChecks = { ...CHANGES, cause: ANY };

/**
 * A response that is also a real global Error, to be returned or thrown. It is not frozen, since tools such as Sentry
 * and loggers annotate errors; its headers and data are.
 */
export abstract class ThrowableResponse extends globalThis.Error {
  /** Frozen, with names in lower case. */
  declare readonly headers: HeaderRecord;
  declare readonly cookies: readonly Cookie[];
  declare readonly compress?: boolean;
  /** Whether the message is meant for clients, as in http-errors. */
  declare readonly expose: boolean;

  constructor(message: string, init: ErrorInit) {
    super(message, init.cause === undefined ? {} : { cause: init.cause });
    if (init.headers !== undefined) this.headers = createHeaders({}, init.headers);
    if (init.cookies !== undefined) this.cookies = mergeCookies([], init.cookies);
    if (init.compress !== undefined) this.compress = init.compress;
  }

  /** Creates the reply for use without a mount. */
  protected toReply(): AnyResponse {
    return new Text(this.message, { status: Status.INTERNAL_SERVER_ERROR });
  }

  /** Called for each request before the reply is written. */
  render(): this {
    return this;
  }

  /** Returns a copy with merged headers and cookies, and with `compress` if given. */
  with(changes: Pick<ResponseChanges, 'headers' | 'cookies' | 'compress'>): this {
    checkInit('with()', changes, CHANGES);
    return copyError(this, {
      headers: createHeaders(this.headers, changes.headers ?? {}),
      cookies: mergeCookies(this.cookies, changes.cookies ?? []),
      ...keptOptions('error', changes),
    });
  }

  /** Returns the body of the reply as a string, without a server. */
  async text(): Promise<string> {
    return this.toReply().text();
  }

  /** Returns the body of the reply parsed as JSON. */
  async json<T = unknown>(): Promise<T> {
    return this.toReply().json<T>();
  }

  /** Returns the body of the reply as bytes. */
  async bytes(): Promise<Buffer> {
    return this.toReply().bytes();
  }

  static {
    brand(this, 'error');
    setDefaults(this, { headers: Object.freeze({}), cookies: Object.freeze([]), expose: true });
  }
}

/** The static members of every error class: those of the global Error. */
export interface ThrowableStatics<Instance> extends Omit<ErrorConstructor, 'prototype'> {
  /** Its type lets `instanceof` narrow. */
  readonly prototype: Instance;
}

/**
 * Defines default properties on the prototype of an error class, so a log shows only the properties of the instance.
 * Writable, so that tools can annotate errors.
 */
export function setDefaults(errorClass: { readonly prototype: object }, defaults: object): void {
  for (const [key, value] of Object.entries(defaults) as [string, unknown][])
    Object.defineProperty(errorClass.prototype, key, { value, configurable: true, writable: true });
}

/**
 * Returns a copy of an error with changed properties: a real Error of the same class with the original stack. Not
 * frozen, even if the error is.
 */
export function copyError<E extends globalThis.Error>(error: E, changes: Readonly<Record<string, unknown>>): E {
  const copy = withoutStack(() => new globalThis.Error());
  Object.setPrototypeOf(copy, Object.getPrototypeOf(error) as object);
  for (const key of Reflect.ownKeys(error)) {
    const descriptor = { ...Object.getOwnPropertyDescriptor(error, key), configurable: true };
    if ('value' in descriptor) descriptor.writable = true;
    Object.defineProperty(copy, key, descriptor);
  }
  return Object.assign(copy, changes) as E;
}

/** Creates an error without a stack trace, which is faster: docs/performance.md. */
export function withoutStack<E>(make: () => E): E {
  const { stackTraceLimit } = globalThis.Error;
  globalThis.Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    globalThis.Error.stackTraceLimit = stackTraceLimit;
  }
}
