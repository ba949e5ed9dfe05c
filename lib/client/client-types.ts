import type { Endpoint } from '../route/endpoint';
import type { Fields } from './make-request';
import type { EventOf } from './read-events';
import type { ErrorOf } from './unexpected-reply';

/** The methods of a client; each takes the paths of the routes of this method. */
export interface Client<Api> {
  readonly get: Call<Api, 'GET'>;
  readonly post: Call<Api, 'POST'>;
  readonly put: Call<Api, 'PUT'>;
  readonly patch: Call<Api, 'PATCH'>;
  readonly delete: Call<Api, 'DELETE'>;
  readonly head: Call<Api, 'HEAD'>;
  readonly options: Call<Api, 'OPTIONS'>;
  readonly query: Call<Api, 'QUERY'>;
}

/** The paths of one method, and those of any method. */
type PathsOf<Keys, Method extends string> = Keys extends `${Method | '*'} ${infer Path}` ? Path : never;

type EndpointAt<Api, Method extends string, Path extends string> = `${Method} ${Path}` extends infer Key
  ? Key extends keyof Api
    ? Api[Key]
    : `* ${Path}` extends infer Any extends keyof Api
      ? Api[Any]
      : never
  : never;

/**
 * Sends a request for a route, whose path is written as in the route. `E` is never given: with its default in its place
 * the compiler would go through all routes for each call, to learn what the conditional types may be.
 */
export type Call<Api, Method extends string> = <
  Path extends PathsOf<keyof Api, Method>,
  E = EndpointAt<Api, Method, Path>,
>(
  path: Path,
  ...input: InputOf<E>
) => Promise<ReplyOf<E>>;

type InputOf<E> =
  E extends Endpoint<string, string, infer Input>
    ? object extends Input
      ? [input?: Input & CallOptions]
      : [input: Input & CallOptions]
    : never;

/** Options of one call. */
export interface CallOptions {
  /** Headers of this request, over those of the client; `undefined` leaves one out. */
  readonly headers?: Fields;
  /** Aborts the request, and the streams of its reply. */
  readonly signal?: AbortSignal | undefined;
  /** Whether a stream of events that ends is connected again. @default true, where the server sends ids or `retry` */
  readonly reconnect?: boolean | undefined;
}

/** The replies of a route, as a union that `status`, `error` and `error.code` narrow. */
export type ReplyOf<E> = E extends Endpoint<string, string, unknown, infer Replies> ? Received<Replies> : never;

type Received<R> = R extends { readonly kind: 'json'; readonly status: infer S; readonly body: infer Body }
  ? BodyReply<S, Body>
  : R extends { readonly kind: 'error'; readonly status: infer S; readonly code: infer Code; readonly data: infer Data }
    ? FailedReply<S, ErrorOf<Code, Data>>
    : R extends { readonly kind: 'lines'; readonly status: infer S; readonly line: infer Line }
      ? LinesReply<S, Line>
      : R extends { readonly kind: 'events'; readonly status: infer S; readonly event: infer Event }
        ? EventsReply<S, Named<Event>>
        : R extends { readonly kind: infer Kind; readonly status: infer S }
          ? Kind extends 'text'
            ? BodyReply<S, string>
            : Kind extends 'bytes'
              ? BodyReply<S, Blob>
              : Kind extends 'empty'
                ? BodyReply<S, undefined>
                : AnyBodyReply<S>
          : never;

type Named<Event> = Event extends { readonly event: infer Name; readonly data: infer Data }
  ? EventOf<Name, Data>
  : never;

/** The part that every reply has. */
interface Head<S> {
  readonly status: S;
  readonly headers: Headers;
  /** The reply of `fetch`, whose body has been read. */
  readonly response: globalThis.Response;
}

/** A reply that is read as a whole: JSON, text, a Blob, or `undefined` for none. */
export interface BodyReply<S, Body> extends Head<S> {
  readonly body: Body;
  readonly error?: undefined;
}

/** A reply of an error. */
export interface FailedReply<S, E> extends Head<S> {
  readonly error: E;
  readonly body?: undefined;
}

/** A reply of JSON lines. Leaving the loop cancels the request. */
export interface LinesReply<S, Line> extends Head<S> {
  readonly lines: AsyncIterable<Line>;
  readonly error?: undefined;
}

/** A reply of server-sent events. Leaving the loop cancels the request. */
export interface EventsReply<S, Event> extends Head<S> {
  readonly events: AsyncIterable<Event>;
  readonly error?: undefined;
}

/** A reply whose body has no declared type. */
export interface AnyBodyReply<S> extends Head<S> {
  readonly body?: unknown;
  readonly error?: ErrorOf | undefined;
}
