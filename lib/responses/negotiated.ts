import type { Request } from 'express';
import { describe } from '../diagnostics/describe';
import { HTTPError } from '../http/http-error';
import { UsageError } from '../diagnostics/usage-error';
import { chooseMediaType } from '../http/accept';
import { headerLines } from '../http/headers';
import { essenceOf } from '../http/media-type';
import { mediaTypeOf } from '../http/media-types';
import { appendVary } from '../http/vary';
import { brand } from './brand';
import type { Erased, ResponseStatics } from './construct';
import type { ResponseInit } from './init';
import { commonOptions } from './writer-options';
import { BaseResponse, isResponse, type AnyResponse, type Response } from './response';

/** Creates a representation. Called only if it was chosen. */
export type Representation = (req: Request) => AnyResponse | Promise<AnyResponse>;

/**
 * Representations by media type, or by extension as in `res.format`, in the order of preference. `default` is sent to
 * clients that accept none of them; without it they get a 406.
 */
export type Representations = Readonly<Record<string, Representation>> &
  Readonly<Partial<Record<RepresentationName, Representation>>>;

/** The names that an editor offers; every other media type or extension is allowed, too. */
type RepresentationName =
  | 'application/json'
  | 'application/pdf'
  | 'application/xml'
  | 'image/svg+xml'
  | 'text/csv'
  | 'text/html'
  | 'text/markdown'
  | 'text/plain'
  | 'csv'
  | 'html'
  | 'json'
  | 'text'
  | 'xml'
  | 'default';

/** Options without `contentType`: the chosen representation has it. */
type NegotiatedInit<S extends number = number> = Omit<ResponseInit<S>, 'contentType'>;

/**
 * Several representations of a resource, of which `Accept` chooses one (RFC 9110 section 12.5.1). `Vary: Accept` is
 * sent, also with a 406. A status other than 200, headers, cookies and options are added to the chosen representation.
 *
 * ```ts
 * const page = (user: object) =>
 *   new Negotiated({
 *     'application/json': () => new JSON(user),
 *     'text/html': () => new View('user', user),
 *   });
 * ```
 */
export interface Negotiated<R extends Representations = Representations, S extends number = number> extends Response<
  R,
  S
> {
  /** @throws HTTPError 406 if the client accepts none. */
  render(req: Request): Promise<AnyResponse>;
}

/** The constructor of Negotiated. */
export interface NegotiatedConstructor extends ResponseStatics<Negotiated<Erased, Erased>> {
  new <R extends Representations, S extends number>(
    representations: R,
    init: NegotiatedInit<S> & { readonly status: S },
  ): Negotiated<R, S>;
  new <R extends Representations = Representations>(representations: R, init?: NegotiatedInit): Negotiated<R>;
}

export const Negotiated: NegotiatedConstructor = class Negotiated<
  R extends Representations,
  S extends number,
> extends BaseResponse<R, S> {
  static override contentType: string | null = null;

  /** @throws UsageError `ERR_RETURNS_BODY` for invalid representations. */
  constructor(representations: R, init?: NegotiatedInit<S>) {
    super(checkRepresentations(new.target.name, representations), init);
  }

  override async render(req: Request): Promise<AnyResponse> {
    const { default: fallback, ...offered } = this.body as Representations;
    const types = Object.keys(offered);
    // A request of a unit test may have no headers.
    const { accept } = (req as Partial<Request>).headers ?? {};
    const type = types[chooseMediaType(accept, types.map(toMediaType))];
    const represent = type === undefined ? fallback : offered[type];
    if (represent === undefined) {
      const message = `Not Acceptable: this is available as ${types.join(', ')}.`;
      // Express's error handler replaces headers with those of the error; the `Vary: Origin` of CORS must stay.
      const vary = req.res?.getHeader('Vary') as string | string[] | undefined;
      throw new HTTPError(406, { message, headers: { Vary: appendVary(vary, 'Accept') } });
    }
    const chosen = await represent(req);
    if (!isResponse(chosen)) {
      throw new UsageError(
        'ERR_RETURNS_RENDER',
        `The representation ${describe(type ?? 'default')} returned ${describe(chosen)}; it must return a response.`,
      );
    }
    return join(this, chosen, type);
  }

  static {
    brand(this, 'render');
  }
};

/** Adds the common options to the chosen representation, and the media type under which it was chosen. */
function join(whole: AnyResponse, chosen: AnyResponse, type: string | undefined): AnyResponse {
  const { status, headers, cookies } = whole;
  const own = chosen.headers['content-type'];
  const isNamed =
    type !== undefined &&
    type.includes('/') &&
    typeof own === 'string' &&
    essenceOf(own) !== essenceOf(type) &&
    headers['content-type'] === undefined;
  const others = headerLines(headers).filter(([name]) => name.toLowerCase() !== 'vary');
  return chosen.with({
    ...commonOptions(whole),
    headers: [...others, ['Vary', appendVary(chosen.headers['vary'], headers['vary'], 'Accept')]],
    ...(cookies.length > 0 && { cookies }),
    ...(status !== 200 && { status }),
    ...(isNamed && { contentType: type }),
  });
}

/** Returns the media type of a key; for an unknown extension the empty string, which no range matches. */
function toMediaType(key: string): string {
  return key.includes('/') ? key : (mediaTypeOf(key) ?? '');
}

function checkRepresentations<R extends Representations>(className: string, given: R): R {
  const wrong = (fact: string) =>
    new UsageError(
      'ERR_RETURNS_BODY',
      `${className} takes its representations as { 'application/json': () => new JSON(...), ... }; ${fact}`,
    );
  if (typeof given !== 'object' || (given as unknown) === null) throw wrong(`got ${describe(given)}.`);
  for (const [type, represent] of Object.entries(given)) {
    if (type.includes('*')) throw wrong(`the type ${describe(type)} is a range; give a single type.`);
    if (typeof represent !== 'function') {
      const remedy = isResponse(represent) ? ' Write () => response.' : '';
      throw wrong(`${describe(type)} is ${describe(represent)}, not a function.${remedy}`);
    }
  }
  if (Object.keys(given).every((type) => type === 'default')) throw wrong('there is no representation.');
  return Object.freeze({ ...given });
}
