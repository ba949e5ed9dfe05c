import { brand } from './brand';
import type { Erased, InitArguments, ResponseStatics, WithStatus } from './construct';
import type { ResponseInit } from './init';
import { checkJSON } from './json-body';
import type { CheckedJSON } from './json-fault';
import { BaseResponse, type Response } from './response';
import type { Declaration, DeclarationInit, Uninferred, WhenOK } from './declaration';
import { checkSchema, declareReply, type ReplySchema } from './declare';
import type { OutputOf, StandardSchema } from '../schema/standard-schema';
import type { JSONReply, WireOf } from './reply';

/** The type of a JSON body: not `undefined`, a function, a symbol or a bigint. */
export type JSONBody = object | string | number | boolean | null;

/**
 * JSON, written by `res.json`, so the app settings `json replacer`, `json spaces` and `json escape` apply. An iterator
 * or async iterable is sent as an array, item by item.
 *
 * `JSON.parse` and `JSON.stringify` are the global functions, so importing this class does not break existing code.
 */
export interface JSON<B = JSONBody, S extends number = 200> extends Response<B, S> {}

/**
 * The results with which a handler gives declared JSON: also item by item for an array, and the bare value for a 200. A
 * bare string would be text.
 */
export type DeclaredJSON<Value, S extends number> =
  | JSON<Value | (Value extends readonly (infer Item)[] ? Iterable<Item> | AsyncIterable<Item> : never), S>
  | WhenOK<S, Exclude<Value, string>>;

/** The constructor of JSON. */
export interface JSONConstructor extends ResponseStatics<JSON<Erased, Erased>> {
  new <B = JSONBody>(body: CheckedJSON<B>, init?: ResponseInit<200>): JSON<B>;
  new <B, const S extends number, _Only>(body: CheckedJSON<B>, init: WithStatus<S>): JSON<B, S>;
  new <B, S extends number>(body: CheckedJSON<B>, ...init: InitArguments<S>): JSON<B, S>;
  readonly parse: typeof globalThis.JSON.parse;
  readonly stringify: typeof globalThis.JSON.stringify;
  /**
   * Declares JSON of a schema for `returns`.
   *
   * @throws UsageError `ERR_RETURNS_DESCRIPTION` for a wrong argument.
   */
  of<Schema extends StandardSchema, const S extends number = 200>(
    schema: ReplySchema<Schema>,
    status?: S,
  ): Uninferred<Declaration<DeclaredJSON<OutputOf<Schema>, S>, JSONReply<S, WireOf<Schema>>>, S>;
  of<Schema extends StandardSchema, const S extends number = 200>(
    schema: ReplySchema<Schema>,
    init: DeclarationInit<S>,
  ): Uninferred<Declaration<DeclaredJSON<OutputOf<Schema>, S>, JSONReply<S, WireOf<Schema>>>, S>;
}

export const JSON: JSONConstructor = class JSON<B, S extends number> extends BaseResponse<B, S> {
  static override contentType: string | null = 'application/json; charset=utf-8';
  static readonly parse: typeof globalThis.JSON.parse = globalThis.JSON.parse;
  static readonly stringify: typeof globalThis.JSON.stringify = globalThis.JSON.stringify;

  /** @throws UsageError `ERR_RETURNS_BODY` for a body that JSON cannot hold, such as `undefined`. */
  constructor(body: CheckedJSON<B>, init?: ResponseInit<S>) {
    super(body as B, init);
    checkJSON(new.target.name, body);
  }

  static of(schema: unknown, init?: number | DeclarationInit): Declaration<never, never> {
    return declareReply(this, init, { schema: checkSchema(this, schema) });
  }

  static {
    brand(this, 'json');
  }
};
