import { readLines } from './read-lines';
import { UnexpectedReply } from './unexpected-reply';

/** An event of an event stream. */
export interface EventOf<Name = string, Data = unknown> {
  /** `'message'` where the server gives no name. */
  readonly event: Name;
  /** JSON where the text is JSON, else the text. */
  readonly data: Data;
  /** The last id that the server has sent, or `''`. */
  readonly id: string;
}

/** How a stream of events continues after its end. */
export interface Connection {
  /** Resolves with the next reply: events, or a 204 where the server says that there are no more. */
  readonly connect: (lastEventId: string) => Promise<globalThis.Response>;
  readonly signal?: AbortSignal | undefined;
  /** @default true, where the server has sent an id or a time to `retry` */
  readonly reconnect?: boolean | undefined;
}

/** The fields of an event. */
interface EventFields {
  readonly event?: string | undefined;
  readonly data?: string | undefined;
  readonly id: string;
  readonly retry?: string | undefined;
}

/**
 * The events of a reply. When the connection ends or breaks, it connects again with `Last-Event-ID`, as EventSource
 * does (https://html.spec.whatwg.org/multipage/server-sent-events.html), if the server has sent an id or a time to
 * retry: else the stream would begin again from its start.
 */
export async function* readEvents(first: globalThis.Response, connection: Connection): AsyncGenerator<EventOf, void> {
  const { connect, signal, reconnect = true } = connection;
  // An id or a time, where the server has sent one.
  let canResume: string | boolean | undefined;
  // Those of the last whole event, an `id` and a `retry` of which hold until others come.
  let last: EventFields = { id: '' };
  // Milliseconds before the next connection, where the server has given no time.
  let wait = 1000;
  for (let response: typeof first | undefined = first; ; response = undefined) {
    try {
      response ??= await connect(last.id);
      if (response.status === 204) return;
      let fields = last;
      for await (const line of readLines(response)) {
        const { event, data, id, retry } = fields;
        if (line) {
          // Its name and its value. An id with NUL is ignored: it has neither.
          const match = /^(?!id.*\0)([^:]*):? ?([^]*)/.exec(line) ?? [];
          const [, name, value] = match as readonly string[] as readonly [string, string, string];
          fields = { ...fields, [name]: name === 'data' && name in fields ? `${data}\n${value}` : value };
        } else {
          fields = last = { id, retry };
          canResume ||= reconnect && (id || retry);
          if (Number(retry) >= 0) wait = Number(retry);
          if (data !== undefined) yield { event: event || 'message', data: parse(data), id };
        }
      }
    } catch (error) {
      if (!canResume || (error instanceof UnexpectedReply && error.status < 500)) throw error;
      wait ||= 1000;
    }
    if (!canResume) return;
    signal?.throwIfAborted();
    await sleep(wait, signal);
  }
}

function parse(text: string): unknown {
  try {
    return globalThis.JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Resolves after a time, or when the signal fires. */
function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', done);
  });
}
