import type { OutputOf, StandardSchema } from '../schema/standard-schema';
import type { ServerEvent } from './event';
import type { ReplyEvent, WireOf } from './reply';

/** Schemas of the data of events, by the name of the event. */
export type EventSchemas = Readonly<Record<string, StandardSchema>>;

interface Framing extends Omit<ServerEvent, 'data' | 'event'> {}

/** An event of which only `data` is declared; one without data carries an `id`, a `retry` or a comment. */
export type DeclaredEvent<Data> =
  (Framing & { readonly data: Data; readonly event?: string }) | Silent | (Data extends string ? Data : never);

/** The events that are declared by name. */
export type DeclaredEvents<Schemas extends EventSchemas> =
  { [Name in keyof Schemas]: Framing & NamedEvent<Name, OutputOf<Schemas[Name]>> }[keyof Schemas] | Silent;

type NamedEvent<Name, Data> = Name extends 'message'
  ? { readonly event?: Name; readonly data: Data }
  : { readonly event: Name & string; readonly data: Data };

interface Silent extends Framing {
  readonly event?: never;
  readonly data?: never;
}

/** The declared events as a client reads them; conditional, so that no schema is in the declarations of an app. */
export type RepliedEvents<Schemas extends EventSchemas, Name = keyof Schemas> = Name extends keyof Schemas
  ? ReplyEvent<Name, WireOf<Schemas[Name]>>
  : never;
