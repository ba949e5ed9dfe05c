import { freezeRecord, type HeadersInit } from '../http/headers';
import { brand } from './brand';
import type { ServerEvent } from './event';
import type { Erased, InitArguments, ResponseStatics, WithStatus } from './construct';
import type { ResponseInit } from './init';
import { checkItems, type Items } from './items';
import { BaseResponse, type Response } from './response';
import type { Declaration, DeclarationInit, Uninferred } from './declaration';
import { checkEvents, declareReply, type ReplySchema } from './declare';
import type { OutputOf, StandardSchema } from '../schema/standard-schema';
import type { EventsReply, ReplyEvent, WireOf } from './reply';
import type { DeclaredEvent, DeclaredEvents, EventSchemas, RepliedEvents } from './declared-event';

/** Options of an event stream. */
export interface EventStreamInit<S extends number = number> extends ResponseInit<S> {
  /**
   * Seconds of silence after which a comment is sent, so that proxies keep the connection; 0 for never.
   *
   * @default 15
   */
  readonly heartbeatSeconds?: number;
}

/**
 * Server-sent events for the browser's `EventSource`. The head is sent immediately, and every event as it comes.
 *
 * ```ts
 * routes.get('/ticks', (req) => new EventStream(ticks(Number(req.get('Last-Event-ID') ?? 0))));
 * async function* ticks(from: number) {
 *   for (let id = from + 1; ; id++) yield { id, data: await nextTick() };
 * }
 * ```
 */
export interface EventStream<
  E extends ServerEvent | string = ServerEvent | string,
  S extends number = 200,
> extends Response<Items<E>, S> {
  readonly heartbeatSeconds?: number;
}

type ReplySchemas<Schemas extends EventSchemas> = { readonly [Name in keyof Schemas]: ReplySchema<Schemas[Name]> };

/** An event whose name stays a literal where it is written out: `{ event: 'end' }`. */
type NamedEvent<Name extends string> = ServerEvent & { readonly event?: Name };

/** The constructor of EventStream. */
export interface EventStreamConstructor extends ResponseStatics<EventStream<Erased, Erased>> {
  new <E extends NamedEvent<Name> | string, Name extends string = string>(
    events: Items<E>,
    init?: EventStreamInit<200>,
  ): EventStream<E>;
  new <E extends NamedEvent<Name> | string, const S extends number, _Only, Name extends string = string>(
    events: Items<E>,
    init: WithStatus<S, EventStreamInit<S>>,
  ): EventStream<E, S>;
  new <E extends NamedEvent<Name> | string, S extends number, Name extends string = string>(
    events: Items<E>,
    ...init: InitArguments<S, EventStreamInit<S>>
  ): EventStream<E, S>;
  /**
   * Declares an event stream for `returns`: by the schema of the data of every event, or by schemas for the names of
   * events.
   *
   * @throws UsageError `ERR_RETURNS_DESCRIPTION` for a wrong argument.
   */
  of<Schema extends StandardSchema, const S extends number = 200>(
    schema: ReplySchema<Schema>,
    status?: S,
  ): Uninferred<
    Declaration<EventStream<DeclaredEvent<OutputOf<Schema>>, S>, EventsReply<S, ReplyEvent<string, WireOf<Schema>>>>,
    S
  >;
  of<Schemas extends EventSchemas, const S extends number = 200>(
    schemas: ReplySchemas<Schemas>,
    status?: S,
  ): Uninferred<Declaration<EventStream<DeclaredEvents<Schemas>, S>, EventsReply<S, RepliedEvents<Schemas>>>, S>;
  of<Schema extends StandardSchema, const S extends number = 200>(
    schema: ReplySchema<Schema>,
    init: DeclarationInit<S>,
  ): Uninferred<
    Declaration<EventStream<DeclaredEvent<OutputOf<Schema>>, S>, EventsReply<S, ReplyEvent<string, WireOf<Schema>>>>,
    S
  >;
  of<Schemas extends EventSchemas, const S extends number = 200>(
    schemas: ReplySchemas<Schemas>,
    init: DeclarationInit<S>,
  ): Uninferred<Declaration<EventStream<DeclaredEvents<Schemas>, S>, EventsReply<S, RepliedEvents<Schemas>>>, S>;
}

export const EventStream: EventStreamConstructor = class EventStream<
  E extends ServerEvent | string,
  S extends number,
> extends BaseResponse<Items<E>, S> {
  static override contentType: string | null = 'text/event-stream';
  /** Otherwise nginx would buffer events and a cache would replay old ones. */
  static override headers: HeadersInit | undefined = freezeRecord([
    ['Cache-Control', 'no-cache'],
    ['X-Accel-Buffering', 'no'],
  ]);
  declare readonly heartbeatSeconds?: number;

  /** @throws UsageError `ERR_RETURNS_BODY` for a body that is not iterable. */
  constructor(events: Items<E>, init?: EventStreamInit<S>) {
    super(events, init);
    checkItems(new.target.name, events);
  }

  static of(schemas: unknown, init?: number | DeclarationInit): Declaration<never, never> {
    return declareReply(this, init, checkEvents(this, schemas));
  }

  static {
    brand(this, 'events');
  }
};
