import type { Body } from './body';
import { brand } from './brand';
import type { ResponseInit } from './init';
import { Response } from './response';

/** Bytes: a Buffer, typed array, ArrayBuffer, Blob, or a stream. Name their type with `contentType`. */
export class Binary<B = Body, S extends number = 200> extends Response<B, S> {
  static override contentType: string | null = 'application/octet-stream';

  constructor(body: B & Body, init?: ResponseInit<S>) {
    super(body, init);
  }

  static {
    brand(this, 'body');
  }
}
