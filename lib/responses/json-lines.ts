import { brand } from './brand';
import type { Erased, InitArguments, ResponseStatics, WithStatus } from './construct';
import type { ResponseInit } from './init';
import { checkItems, type Items } from './items';
import { BaseResponse, type Response } from './response';
import type { Declaration, DeclarationInit, Uninferred } from './declaration';
import { checkSchema, declareReply, type ReplySchema } from './declare';
import type { OutputOf, StandardSchema } from '../schema/standard-schema';
import type { LinesReply, WireOf } from './reply';

/**
 * Values as NDJSON (https://github.com/ndjson/ndjson-spec), one per line, sent as they come. The app settings
 * `json replacer` and `json escape` apply.
 */
export interface JSONLines<T = unknown, S extends number = 200> extends Response<Items<T>, S> {}

/** The constructor of JSONLines. */
export interface JSONLinesConstructor extends ResponseStatics<JSONLines<Erased, Erased>> {
  new <T = unknown>(items: Items<T>, init?: ResponseInit<200>): JSONLines<T>;
  new <T, const S extends number, _Only>(items: Items<T>, init: WithStatus<S>): JSONLines<T, S>;
  new <T, S extends number>(items: Items<T>, ...init: InitArguments<S>): JSONLines<T, S>;
  /**
   * Declares lines of JSON, each of a schema, for `returns`.
   *
   * @throws UsageError `ERR_RETURNS_DESCRIPTION` for a wrong argument.
   */
  of<Schema extends StandardSchema, const S extends number = 200>(
    schema: ReplySchema<Schema>,
    status?: S,
  ): Uninferred<Declaration<JSONLines<OutputOf<Schema>, S>, LinesReply<S, WireOf<Schema>>>, S>;
  of<Schema extends StandardSchema, const S extends number = 200>(
    schema: ReplySchema<Schema>,
    init: DeclarationInit<S>,
  ): Uninferred<Declaration<JSONLines<OutputOf<Schema>, S>, LinesReply<S, WireOf<Schema>>>, S>;
}

export const JSONLines: JSONLinesConstructor = class JSONLines<T, S extends number> extends BaseResponse<Items<T>, S> {
  static override contentType: string | null = 'application/x-ndjson';

  /** @throws UsageError `ERR_RETURNS_BODY` for a body that is not iterable. */
  constructor(items: Items<T>, init?: ResponseInit<S>) {
    super(items, init);
    checkItems(new.target.name, items);
  }

  static of(schema: unknown, init?: number | DeclarationInit): Declaration<never, never> {
    return declareReply(this, init, { schema: checkSchema(this, schema) });
  }

  static {
    brand(this, 'lines');
  }
};
