import type { Body } from '../streams/body';
import { brand } from './brand';
import type { Erased, InitArguments, ResponseStatics, WithStatus } from './construct';
import type { ResponseInit } from './init';
import { BaseResponse, type Response } from './response';
import type { Declaration, DeclarationInit, Uninferred } from './declaration';
import { checkMediaType, declareReply } from './declare';
import type { BytesKind, PlainReply } from './reply';

/** Bytes: a Buffer, typed array, ArrayBuffer, Blob, or a stream. Set their type with `contentType`. */
export interface Binary<B = Body, S extends number = 200> extends Response<B, S> {}

/** The constructor of Binary. */
export interface BinaryConstructor extends ResponseStatics<Binary<Erased, Erased>> {
  new <B = Body>(body: B & Body, init?: ResponseInit<200>): Binary<B>;
  new <B, const S extends number, _Only>(body: B & Body, init: WithStatus<S>): Binary<B, S>;
  new <B, S extends number>(body: B & Body, ...init: InitArguments<S>): Binary<B, S>;
  /**
   * Declares bytes of a media type for `returns`.
   *
   * @throws UsageError `ERR_RETURNS_DESCRIPTION` for a wrong argument.
   */
  of<Type extends string, const S extends number = 200>(
    mediaType: Type,
    status?: S,
  ): Uninferred<Declaration<Binary<Body, S>, PlainReply<BytesKind<Type>, S>>, S>;
  of<Type extends string, const S extends number = 200>(
    mediaType: Type,
    init: DeclarationInit<S>,
  ): Uninferred<Declaration<Binary<Body, S>, PlainReply<BytesKind<Type>, S>>, S>;
}

export const Binary: BinaryConstructor = class Binary<B, S extends number> extends BaseResponse<B, S> {
  static override contentType: string | null = 'application/octet-stream';

  constructor(body: B & Body, init?: ResponseInit<S>) {
    super(body, init);
  }

  static of(mediaType: unknown, init?: number | DeclarationInit): Declaration<never, never> {
    return declareReply(this, init, { contentType: checkMediaType(this, mediaType) });
  }

  static {
    brand(this, 'body');
  }
};
