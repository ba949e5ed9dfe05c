import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';

/** An event of an `EventStream` with at least one of these fields. A string is short for `{ data: string }`. */
export interface ServerEvent {
  /** A string is sent as it is, other values as JSON. Without data, clients read only `id` and `retry`. */
  readonly data?: unknown;
  /**
   * The event name that clients listen to.
   *
   * @default 'message'
   */
  readonly event?: string;
  /** Sent by the client as `Last-Event-ID` when it reconnects. */
  readonly id?: string | number;
  /** Milliseconds that a client waits before it reconnects. */
  readonly retry?: number;
  /** A comment line; clients ignore it. */
  readonly comment?: string;
}

const FIELDS: readonly (keyof ServerEvent)[] = ['comment', 'event', 'id', 'retry', 'data'];

/**
 * Serializes an event (https://html.spec.whatwg.org/multipage/server-sent-events.html). Each line of data and comments
 * is a field. A line break in another field would forge a field and is rejected.
 *
 * @throws UsageError `ERR_RETURNS_EVENT`
 */
export function formatEvent(value: unknown, stringify: (data: unknown) => string): string {
  const { comment, event, id, retry, data } = toEvent(value);
  return [
    ...(comment === undefined ? [] : lines('', text('comment', comment))),
    ...(event === undefined ? [] : [`event: ${oneLine('event', event)}`]),
    ...(id === undefined ? [] : [`id: ${oneLine('id', id)}`]),
    ...(retry === undefined ? [] : [`retry: ${milliseconds(retry)}`]),
    ...(data === undefined ? [] : lines('data', typeof data === 'string' ? data : stringify(data))),
    '\n',
  ].join('\n');
}

function toEvent(value: unknown): Partial<Record<keyof ServerEvent, unknown>> {
  if (typeof value === 'string') return { data: value };
  const names = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  // Without the forgotten `data`, clients would ignore the event.
  if (names.length === 0 || !names.every((name) => (FIELDS as readonly string[]).includes(name)))
    throw new UsageError(
      'ERR_RETURNS_EVENT',
      `An EventStream yielded ${describe(value)}; an event is a string, or an object with data, event, id, retry, comment.`,
    );
  return value as ServerEvent;
}

/** Returns one field for each line; CRLF, CR and LF end a line. */
function lines(name: string, value: string): string[] {
  return value.split(/\r\n|\r|\n/).map((line) => `${name}: ${line}`);
}

function oneLine(name: 'event' | 'id', value: unknown): string {
  const line = name === 'id' && typeof value === 'number' ? String(value) : text(name, value);
  // Clients ignore an id with a NUL and would reconnect with the id before it.
  if (/[\r\n]/.test(line) || (name === 'id' && line.includes('\0'))) throw wrong(name, value, 'one line without NUL');
  return line;
}

function text(name: string, value: unknown): string {
  if (typeof value !== 'string') throw wrong(name, value, 'a string');
  return value;
}

function milliseconds(value: unknown): string {
  if (!Number.isSafeInteger(value) || (value as number) < 0)
    throw wrong('retry', value, 'a whole number of milliseconds');
  return String(value);
}

function wrong(name: string, value: unknown, wanted: string): UsageError {
  return new UsageError('ERR_RETURNS_EVENT', `The ${name} of an event must be ${wanted}; got ${describe(value)}.`);
}
