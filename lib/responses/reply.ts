import type { InputOf, OutputOf, StandardSchema } from '../schema/standard-schema';

/** A reply as a client sees it: plain data, of which a union is narrowed by `status`, `kind` or `code`. */
export type Reply =
  | JSONReply<number, unknown>
  | LinesReply<number, unknown>
  | EventsReply<number, ReplyEvent<string, unknown>>
  | ErrorReply<number, number | string>
  | PlainReply<'text' | 'bytes' | 'empty' | 'redirect' | 'other'>;

/** A JSON body. */
export interface JSONReply<S, Body> {
  readonly status: S;
  readonly kind: 'json';
  readonly body: Body;
}

/** JSON values, one in each line. */
export interface LinesReply<S, Line> {
  readonly status: S;
  readonly kind: 'lines';
  readonly line: Line;
}

/** Server-sent events; `Event` is a union of `ReplyEvent`. */
export interface EventsReply<S, Event> {
  readonly status: S;
  readonly kind: 'events';
  readonly event: Event;
}

/** One event; without a name of its own it is a `message`. */
export interface ReplyEvent<Name, Data> {
  readonly event: Name;
  readonly data: Data;
}

/** An error by its code, in either format; `Data` is `unknown` for a code that declares none. */
export interface ErrorReply<S, C, Data = unknown> {
  readonly status: S;
  readonly kind: 'error';
  readonly code: C;
  readonly data: Data;
}

/**
 * A reply whose body has no type of its own: `text`, `bytes` (a file, too, unless it is text), `empty` (204, 205, 304),
 * `redirect`, or `other` for a class of the app, an exception and a route that declares nothing, whose media type says
 * more.
 */
export interface PlainReply<Kind, S = number> {
  readonly status: S;
  readonly kind: Kind;
}

/** How a client reads bytes of a media type: `text/...` as a string; `other` where it cannot be known. */
export type BytesKind<MediaType extends string> = MediaType extends `text/${string}`
  ? 'text'
  : string extends MediaType
    ? 'other'
    : MediaType extends `${string}json${string}`
      ? 'other'
      : 'bytes';

/** The envelope of `Success`. */
export interface SuccessReply<Data> {
  readonly status: 'success';
  readonly data: Data;
}

/** The reply of a `Response`, whose class does not say what its body is. */
export type StatusReply<S> = S extends 204 | 205 | 304 ? PlainReply<'empty', S> : PlainReply<'text', S>;

/** The value that a client reads where JSON of `T` was sent: a Date is a text. */
export type Wire<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends { toJSON(...args: never[]): infer Text }
    ? Wire<Text>
    : T extends object
      ? { [Name in keyof T]: Wire<T[Name]> }
      : T;

/**
 * The value that a client sends where a schema takes `Input` and gives `Output`: where the input may be anything, as
 * that of a coercion, it is what comes out. A Date or its text; `Big` is how
 * a bigint is sent.
 */
export type Sent<Input, Output, Big> = unknown extends Input
  ? unknown extends Output
    ? unknown
    : Sent<Output, Output, Big>
  : Input extends string | number | boolean | null | undefined
    ? Input
    : Input extends bigint
      ? Big
      : Input extends Date
        ? Date | string
        : Input extends { toJSON(...args: never[]): infer Text }
          ? Wire<Text>
          : Input extends object
            ? {
                readonly [Name in keyof Input]: Sent<
                  Input[Name],
                  Name extends keyof Output ? Output[Name] : unknown,
                  Big
                >;
              }
            : Input;

/** The value that a client reads where a schema was declared. */
export type WireOf<Schema extends StandardSchema> = Wire<OutputOf<Schema>>;

/** The value that a client sends as text where a schema was declared. */
export type SentOf<Schema extends StandardSchema> = Sent<InputOf<Schema>, OutputOf<Schema>, bigint | `${bigint}`>;

/** The value that a client sends as JSON, which has no bigint, where a schema was declared. */
export type SentAsJSON<Schema extends StandardSchema> = Sent<InputOf<Schema>, OutputOf<Schema>, `${bigint}`>;
