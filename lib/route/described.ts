import type { NextFunction, Request, Response as ExpressResponse } from 'express';
import type { DescriptionSettings, DocumentDescription, FileRule, UploadedFile } from '../handlers/description';
import type { RepliesOfGuard } from '../handlers/guard';
import type { CheckedHandler } from '../handlers/handler-fault';
import type { AnyResult, RepliesOf, ReturnedBy } from '../handlers/returned';
import type { LooseHandler } from '../handlers/types';
import type { PathParams } from '../paths/path-params';
import type { Uninferred } from '../responses/declaration';
import type { SentAsJSON, SentOf } from '../responses/reply';
import type { InputOf, OutputOf, StandardSchema } from '../schema/standard-schema';
import type { InvalidInputReply, TooLargeReply, UnsupportedBodyReply } from './endpoint';
import type { RouteSettings } from './route';

// A type parameter for each part of the options, `never` where a route has none: with one parameter for all of them the
// compiler would compare whole objects of options, which is several times slower (bench/types.mjs).

/** The options of a described route: schemas for the parts of its requests, and declarations of its replies. */
export interface DescribedOptions<Path, Types, P extends StandardSchema, Q, H, C, B, F, E>
  extends RouteSettings, DescriptionSettings, DocumentDescription {
  /** The schema of `req.params`, over the values that the path gives. */
  readonly params?: P & CheckedParams<PathParams<Path, Types>, P>;
  /** The schema of `req.query`. */
  readonly query?: Q;
  /** The schema of headers, by names in lower case; `req.headers` keeps the others. */
  readonly headers?: H;
  /** The schema of `req.cookies`. */
  readonly cookies?: C;
  /** The schema of `req.body`. */
  readonly body?: B;
  /** The media types of a body. @default ['application/json'] */
  readonly bodyTypes?: readonly string[];
  /** The rules for files, by the names of the fields of a form. */
  readonly files?: F;
  /** The replies: declarations such as `JSON.of(schema)`, error codes, and classes of responses. */
  readonly returns?: readonly E[];
}

/** The rules for the files of a form. */
export type FileRules = Readonly<Record<string, FileRule>>;

type CheckedParams<Params, P extends StandardSchema> = [P] extends [never] ? unknown : ParamsFault<Params, InputOf<P>>;

// Other names may be those of a group; that the path has them is checked when it is mounted.
type ParamsFault<Params, Input> =
  DisagreeingKeys<Params, Input> extends infer Wrong
    ? [Wrong] extends [never]
      ? unknown
      : `the path converts ${Wrong & string} to a number, which the schema does not take`
    : never;

type DisagreeingKeys<Params, Input> = {
  [Name in keyof Input & keyof Params]-?: Params[Name] extends number | undefined
    ? Params[Name] extends Input[Name]
      ? never
      : Name
    : never;
}[keyof Input & keyof Params];

/** The request of a described route: each part has the type that comes out of its schema, and guards add theirs. */
export type DescribedRequest<
  Path,
  Types,
  P extends StandardSchema,
  Q extends StandardSchema,
  H extends StandardSchema,
  C extends StandardSchema,
  B extends StandardSchema,
  F,
> = RequestOf<ParamsOf<Path, Types, P>, Part<B, Open>, Part<Q, Request['query']>, Part<C, Open>> &
  WithHeaders<H> &
  WithFiles<Declared<F>>;

type Open = Request['body'];

type Part<Schema extends StandardSchema, Otherwise> = [Schema] extends [never] ? Otherwise : OutputOf<Schema>;

type ParamsOf<Path, Types, P extends StandardSchema> = [P] extends [never] ? PathParams<Path, Types> : OutputOf<P>;

// `unknown` adds nothing to an intersection, so that a request without such parts is Express's own type.
type WithHeaders<H extends StandardSchema> = [H] extends [never] ? unknown : { readonly headers: OutputOf<H> };

type WithFiles<F> = [F] extends [never] ? unknown : { readonly files: FilesOf<F> };

/** The rules of a route. Beside some declarations the compiler infers those of any files where there are none. */
type Declared<F> = string extends keyof F ? never : F;

type FilesOf<F> = { readonly [Field in keyof F]: FileOf<F[Field]> };

type FileOf<Rule> = Rule extends { readonly maxCount: 1 }
  ? OneFile<Rule>
  : Rule extends { readonly maxCount: number }
    ? readonly UploadedFile[]
    : OneFile<Rule>;

type OneFile<Rule> = Rule extends { readonly optional: true } ? UploadedFile | undefined : UploadedFile;

/**
 * A request with types of its own for cookies. An interface, without a condition: in an intersection `any`, the type of
 * Express, would win, and for `Omit` or a conditional type the compiler computes all members of a request.
 */
export interface RequestOf<Params, Body, Query, Cookies> extends Request<Params, Open, Body, Query> {
  cookies: Cookies;
}

/** The handler of a described route. */
export type DescribedHandler<R, E> = (
  req: Uninferred<R, E>,
  res: ExpressResponse,
  next: NextFunction,
) => Uninferred<ReturnedBy<E> | Promise<ReturnedBy<E>>, E>;

/** The same with types of its own, where nothing is declared. */
export type LooseStatementHandler<Path, Types, E> = (
  ...args: Parameters<LooseHandler<Path, Types>>
) => [AnyResult] extends [E] ? unknown : ReturnedBy<E> | Promise<ReturnedBy<E>>;

/** A handler whose results are declared, or one that is checked as any other. */
export type DeclaredHandler<Fn, E> = [AnyResult] extends [E] ? CheckedHandler<Fn> : Fn;

/** The type of a described route for clients. */
export type EndpointFor<
  Method,
  Path,
  P extends StandardSchema,
  Q extends StandardSchema,
  H extends StandardSchema,
  B extends StandardSchema,
  F,
  E,
  G,
> = Path extends string ? Flat<EndpointParts<Method, Path, P, Q, H, B, F, E, G>> : never;

// An interface, so that the compiler computes the input and the replies of a route when a client asks for them.
interface EndpointParts<
  Method,
  Path,
  P extends StandardSchema,
  Q extends StandardSchema,
  H extends StandardSchema,
  B extends StandardSchema,
  F,
  E,
  G,
> {
  readonly method: Method;
  readonly path: Path;
  readonly input: Flat<
    ParamsInput<Path, P> & Input<'query', Q> & Input<'headers', H> & BodyInput<B> & FilesInput<Declared<F>>
  >;
  readonly replies: RepliesOf<E> | RefusalOf<P | Q | H | Declared<F>, B | Declared<F>> | RepliesOfGuard<G>;
}

// Without the name of this type, so that declarations of an app have its data only.
type Flat<T> = T extends infer U ? { [Name in keyof U]: U[Name] } : never;

type ParamsInput<Path, P extends StandardSchema> = [P] extends [never]
  ? PathInput<PathParams<Path>>
  : { params: SentOf<P> };

type PathInput<Params> = [keyof Params] extends [never] ? unknown : Named<'params', Params>;

type Input<Name extends string, Schema extends StandardSchema> = [Schema] extends [never]
  ? unknown
  : Named<Name, SentOf<Schema>>;

type BodyInput<Schema extends StandardSchema> = [Schema] extends [never] ? unknown : Named<'body', SentAsJSON<Schema>>;

type Named<Name extends string, Value> = object extends Value
  ? Partial<Record<Name, Value>>
  : undefined extends Value
    ? Partial<Record<Name, Value>>
    : Record<Name, Value>;

type FilesInput<F> = [F] extends [never] ? unknown : Named<'files', SentFiles<F>>;

type SentFiles<F> = Flat<
  { [Field in RequiredFields<F>]: SentFile<F[Field]> } & {
    [Field in Exclude<keyof F, RequiredFields<F>>]?: SentFile<F[Field]>;
  }
>;

type RequiredFields<F> = { [Field in keyof F]: F[Field] extends { readonly optional: true } ? never : Field }[keyof F];

type SentFile<Rule> = FileOf<Rule> extends readonly UploadedFile[] ? readonly Blob[] : Blob;

type RefusalOf<Any, Body> = [Any | Body] extends [never]
  ? never
  : InvalidInputReply | ([Body] extends [never] ? never : TooLargeReply | UnsupportedBodyReply);
