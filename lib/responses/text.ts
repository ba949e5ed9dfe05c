import type { Body } from '../streams/body';
import { brand } from './brand';
import type { Erased, InitArguments, ResponseStatics, WithStatus } from './construct';
import type { ResponseInit } from './init';
import { BaseResponse, type Response } from './response';
import type { Declaration, DeclarationInit, Uninferred, WhenOK } from './declaration';
import { declareReply } from './declare';
import type { PlainReply } from './reply';

/** Plain text: a string, number, boolean or bigint, or a stream of text. */
export interface Text<B = Body, S extends number = 200> extends Response<B, S> {}

/** The constructor of Text. */
export interface TextConstructor extends ResponseStatics<Text<Erased, Erased>> {
  new <B = Body>(body: B & Body, init?: ResponseInit<200>): Text<B>;
  new <B, const S extends number, _Only>(body: B & Body, init: WithStatus<S>): Text<B, S>;
  new <B, S extends number>(body: B & Body, ...init: InitArguments<S>): Text<B, S>;
  /**
   * Declares plain text for `returns`.
   *
   * @throws UsageError `ERR_RETURNS_DESCRIPTION` for a wrong argument.
   */
  of<const S extends number = 200>(
    status?: S,
  ): Uninferred<Declaration<Text<Body, S> | WhenOK<S, string>, PlainReply<'text', S>>, S>;
  of<const S extends number = 200>(
    init: DeclarationInit<S>,
  ): Uninferred<Declaration<Text<Body, S> | WhenOK<S, string>, PlainReply<'text', S>>, S>;
}

export const Text: TextConstructor = class Text<B, S extends number> extends BaseResponse<B, S> {
  constructor(body: B & Body, init?: ResponseInit<S>) {
    super(body, init);
  }

  static of(init?: number | DeclarationInit): Declaration<never, never> {
    return declareReply(this, init);
  }

  static {
    brand(this, 'body');
  }
};
