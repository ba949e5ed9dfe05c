import type { Body } from './body';
import { brand } from './brand';
import type { ResponseInit } from './init';
import { Response } from './response';

/** An HTML document or fragment. Nothing is escaped: it is sent as it is. */
export class HTML<B = Body, S extends number = 200> extends Response<B, S> {
  static override contentType: string | null = 'text/html; charset=utf-8';

  constructor(body: B & Body, init?: ResponseInit<S>) {
    super(body, init);
  }

  static {
    brand(this, 'body');
  }
}
