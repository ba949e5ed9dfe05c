import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { brand } from './brand';
import type { Erased, InitArguments, ResponseStatics, WithStatus } from './construct';
import type { ResponseInit } from './init';
import { BaseResponse, type Response } from './response';
import type { Declaration, DeclarationInit, Uninferred } from './declaration';
import { declareReply } from './declare';
import type { PlainReply } from './reply';

/** The name of a view and its locals. */
export interface ViewBody<L extends object> {
  readonly name: string;
  readonly locals: L;
}

/** A view rendered by the app's engine through `res.render`, so `app.locals` and `res.locals` apply. */
export interface View<L extends object = object, S extends number = 200> extends Response<ViewBody<L>, S> {}

/** The constructor of View. */
export interface ViewConstructor extends ResponseStatics<View<Erased, Erased>> {
  new <L extends object = object>(name: string, locals?: L, init?: ResponseInit<200>): View<L>;
  new <L extends object, const S extends number, _Only>(name: string, locals: L, init: WithStatus<S>): View<L, S>;
  new <L extends object, S extends number>(name: string, locals?: L, ...init: InitArguments<S>): View<L, S>;
  /**
   * Declares a view for `returns`.
   *
   * @throws UsageError `ERR_RETURNS_DESCRIPTION` for a wrong argument.
   */
  of<const S extends number = 200>(status?: S): Uninferred<Declaration<View<object, S>, PlainReply<'text', S>>, S>;
  of<const S extends number = 200>(
    init: DeclarationInit<S>,
  ): Uninferred<Declaration<View<object, S>, PlainReply<'text', S>>, S>;
}

export const View: ViewConstructor = class View<L extends object, S extends number> extends BaseResponse<
  ViewBody<L>,
  S
> {
  static override contentType: string | null = 'text/html; charset=utf-8';

  /** @throws UsageError `ERR_RETURNS_BODY` for a name that is not a string or locals that are not an object. */
  constructor(name: string, locals: L = {} as L, init?: ResponseInit<S>) {
    if (typeof name !== 'string' || name === '') {
      throw new UsageError('ERR_RETURNS_BODY', `${new.target.name} needs the name of a view; got ${describe(name)}.`);
    }
    if (typeof locals !== 'object' || (locals as unknown) === null) {
      throw new UsageError(
        'ERR_RETURNS_BODY',
        `${new.target.name} ${describe(name)} needs an object of locals; got ${describe(locals)}.`,
      );
    }
    super(Object.freeze({ name, locals }), init);
  }

  static of(init?: number | DeclarationInit): Declaration<never, never> {
    return declareReply(this, init);
  }

  static {
    brand(this, 'view');
  }
};
