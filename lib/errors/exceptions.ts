import { STATUS_CODES } from 'node:http';
import { describe } from '../diagnostics/describe';
import { ANY, type OptionChecks } from '../diagnostics/options';
import { UsageError } from '../diagnostics/usage-error';
import type { Erased, InitArguments } from '../responses/construct';
import type { Declaration, DeclarationInit, Uninferred } from '../responses/declaration';
import { declareReply } from '../responses/declare';
import { checkInit } from '../responses/init';
import { checkJSON } from '../responses/json-body';
import type { PlainReply } from '../responses/reply';
import type { AnyResponse } from '../responses/response';
import { exceptionReply } from './error-reply';
import { showValue } from './show-value';
import { setDefaults, THROWABLE_CHECKS, ThrowableResponse, type ErrorInit, type ThrowableStatics } from './throwable';

const SERVER_ERROR_CHECKS: OptionChecks = { status: ANY, ...THROWABLE_CHECKS };

/** Options of an exception. */
export interface ExceptionInit<S extends number = number> extends Omit<ErrorInit, 'data'> {
  /**
   * An integer from 400 to 599.
   *
   * @default 500
   */
  readonly status?: S;
}

/**
 * An error without a code. It is a response and a real global Error. A string body is sent as text, an object as JSON;
 * without a body, the description of the status is sent.
 *
 * ```ts
 * throw new NotFound();                              // 404 Not Found
 * throw new BadRequest({ name: 'is missing' });      // 400 {"name":"is missing"}
 * ```
 */
export interface ExceptionResponse<B = string | object, S extends number = number> extends ThrowableResponse {
  readonly body: B;
  readonly status: S;
  readonly statusCode: S;
}

/** The constructor of ExceptionResponse. */
export interface ExceptionResponseConstructor extends ThrowableStatics<ExceptionResponse<Erased, Erased>> {
  // TypeScript finds the signatures of a base class by their number of type parameters; this one serves calls only.
  new <B, _S, _Only>(body?: B & (string | object), init?: ExceptionInit<500>): ExceptionResponse<B, 500>;
  new <B, S extends number>(
    body?: B & (string | object),
    ...init: InitArguments<S, ExceptionInit<S>, 500>
  ): ExceptionResponse<B, S>;
  new <B = string | object>(body?: B & (string | object), init?: ExceptionInit): ExceptionResponse<B>;
  /**
   * Declares the exception for `returns`. The class itself stands for it, too.
   *
   * @throws UsageError `ERR_RETURNS_DESCRIPTION` for a wrong argument.
   */
  of<Instance extends ExceptionResponse, const S extends number = DefaultStatus<Instance>>(
    this: abstract new (...args: never[]) => Instance,
    status?: S,
  ): Uninferred<Declaration<Instance, PlainReply<'other', S>>, S>;
  of<Instance extends ExceptionResponse, const S extends number = DefaultStatus<Instance>>(
    this: abstract new (...args: never[]) => Instance,
    init: DeclarationInit<S>,
  ): Uninferred<Declaration<Instance, PlainReply<'other', S>>, S>;
}

type DefaultStatus<Instance extends ExceptionResponse> = number extends Instance['status'] ? 500 : Instance['status'];

export const ExceptionResponse: ExceptionResponseConstructor = class ExceptionResponse<
  B,
  S extends number,
> extends ThrowableResponse {
  readonly body: B;
  readonly status: S;
  readonly statusCode: S;

  /**
   * @throws UsageError `ERR_RETURNS_STATUS`, or `ERR_RETURNS_BODY` for a body that is neither a string nor an object.
   */
  constructor(body?: B & (string | object), init: ExceptionInit<S> = {}) {
    const { name } = new.target;
    checkInit(name, init, SERVER_ERROR_CHECKS);
    const { status = 500 as S } = init;
    if (!Number.isInteger(status) || status < 400 || status > 599) {
      throw new UsageError(
        'ERR_RETURNS_STATUS',
        `${name} cannot have the status ${describe(status)}: give one from 400 to 599.`,
      );
    }
    const content = body === undefined ? (STATUS_CODES[status] ?? String(status)) : body;
    checkContent(name, content);
    super(showValue(content), init);
    this.body = content as B;
    this.status = status;
    this.statusCode = status;
  }

  protected override toReply(): AnyResponse {
    return exceptionReply(this);
  }

  static of(init?: number | DeclarationInit): Declaration<never, never> {
    return declareReply(this, init);
  }

  static {
    setDefaults(this, { name: 'ExceptionResponse', status: 500 });
  }
};

/** 400: the request is invalid. */
export class BadRequest<B = string | object> extends ExceptionResponse<B, 400> {
  constructor(body?: B & (string | object), init?: Omit<ErrorInit, 'data'>) {
    super(body, withStatus(new.target.name, init, 400));
  }

  static {
    setDefaults(this, { name: 'BadRequest', status: 400 });
  }
}

/** 401: the client must authenticate. RFC 9110 section 15.5.2 requires a `WWW-Authenticate` header. */
export class Unauthorized<B = string | object> extends ExceptionResponse<B, 401> {
  constructor(body?: B & (string | object), init?: Omit<ErrorInit, 'data'>) {
    super(body, withStatus(new.target.name, init, 401));
  }

  static {
    setDefaults(this, { name: 'Unauthorized', status: 401 });
  }
}

/** 403: the client is not allowed to do this. */
export class Forbidden<B = string | object> extends ExceptionResponse<B, 403> {
  constructor(body?: B & (string | object), init?: Omit<ErrorInit, 'data'>) {
    super(body, withStatus(new.target.name, init, 403));
  }

  static {
    setDefaults(this, { name: 'Forbidden', status: 403 });
  }
}

/** 404: the resource does not exist. */
export class NotFound<B = string | object> extends ExceptionResponse<B, 404> {
  constructor(body?: B & (string | object), init?: Omit<ErrorInit, 'data'>) {
    super(body, withStatus(new.target.name, init, 404));
  }

  static {
    setDefaults(this, { name: 'NotFound', status: 404 });
  }
}

/** 500: the server failed. The body is sent to the client: put the reason in `cause`. */
export class ServerError<B = string | object> extends ExceptionResponse<B, 500> {
  constructor(body?: B & (string | object), init?: Omit<ErrorInit, 'data'>) {
    super(body, withStatus(new.target.name, init, 500));
  }

  static {
    setDefaults(this, { name: 'ServerError', status: 500 });
  }
}

type WithStatus<S extends number> = ExceptionInit<S> & { readonly status: S };

/** Adds the status of a class to its init. Rejects another status, for callers whose types are not checked. */
function withStatus<S extends number>(className: string, init: Omit<ErrorInit, 'data'> = {}, status: S): WithStatus<S> {
  checkInit(className, init, THROWABLE_CHECKS);
  return { ...init, status };
}

function checkContent(className: string, body: unknown): void {
  if (typeof body === 'string') return;
  if (typeof body === 'object' && body !== null) {
    checkJSON(className, body);
    return;
  }
  throw new UsageError(
    'ERR_RETURNS_BODY',
    `The body of ${className} must be a string or an object; got ${describe(body)}.`,
  );
}
