import type { Body } from '../streams/body';
import { brand } from './brand';
import type { Erased, InitArguments, ResponseStatics } from './construct';
import type { ResponseInit } from './init';
import { Response } from './response';

/** Bytes: a Buffer, typed array, ArrayBuffer, Blob, or a stream. Set their type with `contentType`. */
export interface Binary<B = Body, S extends number = 200> extends Response<B, S> {}

/** The constructor of Binary. */
export interface BinaryConstructor extends ResponseStatics<Binary<Erased, Erased>> {
  new <B = Body>(body: B & Body, init?: ResponseInit<200>): Binary<B>;
  new <B, S extends number>(body: B & Body, ...init: InitArguments<S>): Binary<B, S>;
}

export const Binary: BinaryConstructor = class Binary<B, S extends number> extends Response<B, S> {
  static override contentType: string | null = 'application/octet-stream';

  constructor(body: B & Body, init?: ResponseInit<S>) {
    super(body, init);
  }

  static {
    brand(this, 'body');
  }
};
