import type { Body } from './body';
import { brand } from './brand';
import type { ResponseInit } from './init';
import { Response } from './response';

/** Plain text: a string, number, boolean or bigint, or a stream of text. */
export class Text<B = Body, S extends number = 200> extends Response<B, S> {
  constructor(body: B & Body, init?: ResponseInit<S>) {
    super(body, init);
  }

  static {
    brand(this, 'body');
  }
}
