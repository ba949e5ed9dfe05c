import { describe } from '../diagnostics/describe';
import { FLAG, type OptionChecks } from '../diagnostics/options';
import { UsageError } from '../diagnostics/usage-error';
import { brand } from './brand';
import type { Erased, ResponseStatics } from './construct';
import { checkInit, INIT_CHECKS, type ResponseInit } from './init';
import { BaseResponse, type Response } from './response';
import type { Declaration, DeclarationInit, Uninferred } from './declaration';
import { declareReply } from './declare';
import type { PlainReply } from './reply';

/** The statuses for which `Location` is defined (RFC 9110 section 15.4). */
export type RedirectStatus = 300 | 301 | 302 | 303 | 307 | 308;

/** Options of a redirect: `status`, or `permanent` and `preserveMethod`. Express writes the body and its type. */
export interface RedirectInit<S extends RedirectStatus = RedirectStatus> extends Omit<ResponseInit<S>, 'contentType'> {
  /**
   * 308 or 301 instead of 307 or 302.
   *
   * @default false
   */
  readonly permanent?: boolean;
  /**
   * Whether the client repeats method and body. If false, a POST becomes a GET.
   *
   * @default true
   */
  readonly preserveMethod?: boolean;
}

/** The options of a redirect whose status comes from `permanent` and `preserveMethod`. */
interface RedirectChoice<P extends boolean, M extends boolean> extends Omit<
  RedirectInit<never>,
  'permanent' | 'preserveMethod'
> {
  readonly permanent?: P;
  readonly preserveMethod?: M;
}

type ChosenStatus<P extends boolean, M extends boolean> = M extends true
  ? P extends true
    ? 308
    : 307
  : P extends true
    ? 301
    : 302;

/**
 * A redirect: 307 by default, 308 with `permanent`, 302 or 301 with `preserveMethod: false` (RFC 9110 section 15.4).
 * `Location` is encoded as by `res.redirect`. `'back'` is a relative URL, not the Referer.
 */
export interface Redirect<U = string | URL, S extends RedirectStatus = RedirectStatus> extends Response<U, S> {}

/** The constructor of Redirect. */
export interface RedirectConstructor extends ResponseStatics<Redirect<Erased, Erased>> {
  new <U, _S, _Only, P extends boolean = false, M extends boolean = true>(
    url: U & (string | URL),
    init?: RedirectChoice<P, M>,
  ): Redirect<U, ChosenStatus<P, M>>;
  new <U, S extends RedirectStatus>(
    url: U & (string | URL),
    init: RedirectInit<S> & { readonly status: S },
  ): Redirect<U, S>;
  new <U = string | URL>(url: U & (string | URL), init?: RedirectInit): Redirect<U>;
  /**
   * Declares a redirect for `returns`.
   *
   * @throws UsageError `ERR_RETURNS_DESCRIPTION` for a wrong argument.
   */
  of<const S extends RedirectStatus = 307>(
    status?: S,
  ): Uninferred<Declaration<Redirect<string | URL, S>, PlainReply<'redirect', S>>, S>;
  of<const S extends RedirectStatus = 307>(
    init: DeclarationInit<S>,
  ): Uninferred<Declaration<Redirect<string | URL, S>, PlainReply<'redirect', S>>, S>;
}

export const Redirect: RedirectConstructor = class Redirect<U, S extends RedirectStatus> extends BaseResponse<U, S> {
  static override contentType: string | null = null;

  /** @throws UsageError `ERR_RETURNS_BODY` for an invalid url, `ERR_RETURNS_INIT` for contradicting options. */
  constructor(url: U & (string | URL), init?: RedirectInit<S>) {
    const { name } = new.target;
    if (!(url instanceof URL) && (typeof url !== 'string' || url === '')) {
      throw new UsageError('ERR_RETURNS_BODY', `${name} needs a url, a string or a URL; got ${describe(url)}.`);
    }
    super(url, init === undefined ? undefined : withStatus(name, init));
  }

  static of(init?: number | DeclarationInit): Declaration<never, never> {
    return declareReply(this, init);
  }

  static {
    brand(this, 'redirect');
  }
};

const REDIRECT_CHECKS: OptionChecks = { permanent: FLAG, preserveMethod: FLAG, ...INIT_CHECKS };

/** Replaces `permanent` and `preserveMethod` in an init with their status. */
function withStatus<S extends RedirectStatus>(name: string, init: RedirectInit<S>): ResponseInit<S> {
  checkInit(name, init, REDIRECT_CHECKS);
  const { permanent, preserveMethod, ...rest } = init;
  if (rest.status === undefined)
    return { ...rest, status: redirectStatus(permanent === true, preserveMethod !== false) as S };
  if (permanent === undefined && preserveMethod === undefined) return rest;
  throw new UsageError(
    'ERR_RETURNS_INIT',
    `${name} got a status together with permanent or preserveMethod, which set it; give one of them.`,
  );
}

function redirectStatus(permanent: boolean, preserveMethod: boolean): number {
  if (preserveMethod) return permanent ? 308 : 307;
  return permanent ? 301 : 302;
}
