import type { Body } from '../streams/body';
import { brand } from './brand';
import type { Erased, InitArguments, ResponseStatics } from './construct';
import type { ResponseInit } from './init';
import { Response } from './response';

/** Plain text: a string, number, boolean or bigint, or a stream of text. */
export interface Text<B = Body, S extends number = 200> extends Response<B, S> {}

/** The constructor of Text. */
export interface TextConstructor extends ResponseStatics<Text<Erased, Erased>> {
  new <B = Body>(body: B & Body, init?: ResponseInit<200>): Text<B>;
  new <B, S extends number>(body: B & Body, ...init: InitArguments<S>): Text<B, S>;
}

export const Text: TextConstructor = class Text<B, S extends number> extends Response<B, S> {
  constructor(body: B & Body, init?: ResponseInit<S>) {
    super(body, init);
  }

  static {
    brand(this, 'body');
  }
};
