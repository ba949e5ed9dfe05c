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
  /** Resolves with the next reply; with `undefined` where the server answers that there is no more (204). */
  readonly connect: (lastEventId: string) => Promise<globalThis.Response | undefined>;
  readonly signal?: AbortSignal | undefined;
  /** @default true, where the server has sent an id or a time to `retry` */
  readonly reconnect?: boolean | undefined;
}

/**
 * The events of a reply. When the connection ends or breaks, it connects again with `Last-Event-ID`, as EventSource does
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html), if the server has sent an id or a time to retry:
 * else the stream would begin again from its start.
 */
export async function* readEvents(first: globalThis.Response, connection: Connection): AsyncGenerator<EventOf, void> {
  const { connect, signal, reconnect = true } = connection;
  let response: typeof first | undefined = first;
  let canResume = false;
  let id = '';
  // Milliseconds before the next connection, where the server has given no time.
  let wait = 1000;
  for (;;) {
    try {
      response ??= await connect(id);
      if (response === undefined) return;
      for await (const { event, data, id: newId, retry } of readFields(response)) {
        canResume ||= reconnect && (newId ?? retry) !== undefined;
        id = newId ?? id;
        wait = Number(retry ?? wait);
        if (data !== undefined) yield { event: event ?? 'message', data: parse(data), id };
      }
    } catch (error) {
      if (!canResume || (error instanceof UnexpectedReply && error.status < 500)) throw error;
      wait ||= 1000;
    }
    if (!canResume) return;
    response = undefined;
    signal?.throwIfAborted();
    await sleep(wait, signal);
  }
}

/** The fields of each event, by name, whose lines are joined. An event is whole at its empty line. */
async function* readFields(response: globalThis.Response): AsyncGenerator<Partial<Record<string, string>>, void> {
  let fields: Partial<Record<string, string>> = {};
  for await (const line of readLines(response)) {
    if (line) {
      const [name, value = ''] = line.split(/: (.*)/) as [string, string?];
      fields[name] = name in fields ? `${fields[name]}\n${value}` : value;
    } else {
      yield fields;
      fields = {};
    }
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
