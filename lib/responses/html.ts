import type { Body } from '../streams/body';
import { brand } from './brand';
import type { Erased, InitArguments, ResponseStatics } from './construct';
import type { ResponseInit } from './init';
import { Response } from './response';

/** An HTML document or fragment. Nothing is escaped. */
export interface HTML<B = Body, S extends number = 200> extends Response<B, S> {}

/** The constructor of HTML. */
export interface HTMLConstructor extends ResponseStatics<HTML<Erased, Erased>> {
  new <B = Body>(body: B & Body, init?: ResponseInit<200>): HTML<B>;
  new <B, S extends number>(body: B & Body, ...init: InitArguments<S>): HTML<B, S>;
}

export const HTML: HTMLConstructor = class HTML<B, S extends number> extends Response<B, S> {
  static override contentType: string | null = 'text/html; charset=utf-8';

  constructor(body: B & Body, init?: ResponseInit<S>) {
    super(body, init);
  }

  static {
    brand(this, 'body');
  }
};
