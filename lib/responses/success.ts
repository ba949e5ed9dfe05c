import { brand } from './brand';
import type { Erased, InitArguments, ResponseStatics, WithStatus } from './construct';
import type { ResponseInit } from './init';
import { checkData } from './json-body';
import type { JSONBody } from './json';
import type { CheckedData } from './json-fault';
import { BaseResponse, type Response } from './response';
import { withData } from './with-data';
import type { Declaration, DeclarationInit, Uninferred } from './declaration';
import { checkSchema, declareReply, type ReplySchema } from './declare';
import type { OutputOf, StandardSchema } from '../schema/standard-schema';
import type { JSONReply, SuccessReply, WireOf } from './reply';

/** The JSON that is sent, with `data` if given. */
export interface SuccessBody<D> {
  readonly status: 'success';
  readonly data?: D;
}

/** `{"status":"success"}`, with `"data"` unless it is `undefined`. */
export interface Success<D = JSONBody | undefined, S extends number = 200> extends Response<SuccessBody<D>, S> {}

/** The constructor of Success. */
export interface SuccessConstructor extends ResponseStatics<Success<Erased, Erased>> {
  new <D = JSONBody | undefined>(data?: CheckedData<D>, init?: ResponseInit<200>): Success<D>;
  new <D, const S extends number, _Only>(data: CheckedData<D>, init: WithStatus<S>): Success<D, S>;
  new <D, S extends number>(data?: CheckedData<D>, ...init: InitArguments<S>): Success<D, S>;
  /**
   * Declares an envelope with data of a schema for `returns`.
   *
   * @throws UsageError `ERR_RETURNS_DESCRIPTION` for a wrong argument.
   */
  of<Schema extends StandardSchema, const S extends number = 200>(
    schema: ReplySchema<Schema>,
    status?: S,
  ): Uninferred<Declaration<Success<OutputOf<Schema>, S>, JSONReply<S, SuccessReply<WireOf<Schema>>>>, S>;
  of<Schema extends StandardSchema, const S extends number = 200>(
    schema: ReplySchema<Schema>,
    init: DeclarationInit<S>,
  ): Uninferred<Declaration<Success<OutputOf<Schema>, S>, JSONReply<S, SuccessReply<WireOf<Schema>>>>, S>;
}

export const Success: SuccessConstructor = class Success<D, S extends number> extends BaseResponse<SuccessBody<D>, S> {
  static override contentType: string | null = 'application/json; charset=utf-8';

  constructor(data?: CheckedData<D>, init?: ResponseInit<S>) {
    if (data !== undefined) checkData(new.target.name, data);
    const envelope = { status: 'success' as const };
    super(Object.freeze(data === undefined ? envelope : withData(envelope, data)), init);
  }

  static of(schema: unknown, init?: number | DeclarationInit): Declaration<never, never> {
    return declareReply(this, init, { schema: checkSchema(this, schema), isEnvelope: true });
  }

  static {
    brand(this, 'json');
  }
};
