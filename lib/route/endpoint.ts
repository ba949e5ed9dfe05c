import type { ErrorReply } from '../responses/reply';

// The types of a route for its clients. Imported by lib/client, so there is no type of Express here.

/**
 * The type of a described route for a client: plain data, without schemas, handlers and server code.
 */
export interface Endpoint<Method = string, Path = string, Input = EndpointInput, Replies = unknown> {
  /** The method in upper case; `'*'` is any. */
  readonly method: Method;
  /** The path as it was written, such as `'/users/<id:int>'`. */
  readonly path: Path;
  /** The parts that a request has. Only those that exist; one that may be left out is optional. */
  readonly input: Input;
  /** A union of the types of responses/reply.ts. */
  readonly replies: Replies;
}

/** The parts of a request. */
export interface EndpointInput {
  /** The variables of the path, and of the schema `params`. */
  readonly params?: unknown;
  readonly query?: unknown;
  /** Names in lower case. */
  readonly headers?: unknown;
  readonly body?: unknown;
  /** The files by field: a Blob, or an array of them where there may be several. */
  readonly files?: unknown;
}

/** The refusal of a request whose parts are not what the route describes; sent for every route that describes any. */
export interface InvalidInputReply extends ErrorReply<400, 1002, InvalidInput | undefined> {}

/** Messages by place and field: `{ query: { page: ['Invalid input: expected number, received string'] } }`. */
export type InvalidInput = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** The refusal of a body that is too large. */
export interface TooLargeReply extends ErrorReply<413, 413> {}

/** The refusal of a body of another media type. */
export interface UnsupportedBodyReply extends ErrorReply<415, 415> {}

declare const ENDPOINT: unique symbol;

/** A value that carries the type of an endpoint, or the union of several: a route, a `Routes`. */
export interface HasEndpoint<out E = unknown> {
  /** Never a value: it carries types only. */
  readonly [ENDPOINT]?: E;
}

// Read as properties, here and in `ApiOf`: to infer from them, as in `T extends HasEndpoint<infer E>`, the compiler
// goes through the types of all endpoints, several times.

/** The endpoints of a route or a `Routes`, as a union. */
export type EndpointOf<T extends HasEndpoint> = KnownEndpoint<NonNullable<T[typeof ENDPOINT]>>;

/** None where the type does not say which. */
type KnownEndpoint<E> = 'method' extends keyof E ? E : never;

/**
 * The types of an app for its clients, endpoints by method and path: `interface Api extends ApiOf<typeof routes> {}`.
 *
 * An interface, and flat: a member of an interface is looked up by its name, while the compiler would substitute type
 * parameters in all routes, for each call of a client, to find one in a type alias or in an object by method.
 */
export type ApiOf<R extends HasEndpoint> = {
  readonly [One in EndpointOf<R> as `${TextOf<One, 'method'>} ${TextOf<One, 'path'>}`]: One;
};

type TextOf<One, Name> = One[Name & keyof One] & string;
