import type { Body } from '../streams/body';
import { brand } from './brand';
import type { Erased, InitArguments, ResponseStatics, WithStatus } from './construct';
import type { ResponseInit } from './init';
import { BaseResponse, type Response } from './response';
import type { Declaration, DeclarationInit, Uninferred } from './declaration';
import { declareReply } from './declare';
import type { PlainReply } from './reply';

/** An HTML document or fragment. Nothing is escaped. */
export interface HTML<B = Body, S extends number = 200> extends Response<B, S> {}

/** The constructor of HTML. */
export interface HTMLConstructor extends ResponseStatics<HTML<Erased, Erased>> {
  new <B = Body>(body: B & Body, init?: ResponseInit<200>): HTML<B>;
  new <B, const S extends number, _Only>(body: B & Body, init: WithStatus<S>): HTML<B, S>;
  new <B, S extends number>(body: B & Body, ...init: InitArguments<S>): HTML<B, S>;
  /**
   * Declares HTML for `returns`.
   *
   * @throws UsageError `ERR_RETURNS_DESCRIPTION` for a wrong argument.
   */
  of<const S extends number = 200>(status?: S): Uninferred<Declaration<HTML<Body, S>, PlainReply<'text', S>>, S>;
  of<const S extends number = 200>(
    init: DeclarationInit<S>,
  ): Uninferred<Declaration<HTML<Body, S>, PlainReply<'text', S>>, S>;
}

export const HTML: HTMLConstructor = class HTML<B, S extends number> extends BaseResponse<B, S> {
  static override contentType: string | null = 'text/html; charset=utf-8';

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
