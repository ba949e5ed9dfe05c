import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';

/** An event of an `EventStream`: any of these fields, at least one. A text stands for `{ data: text }`. */
export interface ServerEvent {
  /** Text as it is; anything else is sent as JSON. Without it, a client takes note of the other fields only. */
  readonly data?: unknown;
  /** The name that a client listens to; without one it is `message`. */
  readonly event?: string;
  /** What a client sends as `Last-Event-ID` when it connects again. */
  readonly id?: string | number;
  /** How long a client waits before it connects again, in milliseconds. */
  readonly retry?: number;
  /** For whoever reads along; clients skip it. */
  readonly comment?: string;
}

const FIELDS: readonly (keyof ServerEvent)[] = ['comment', 'event', 'id', 'retry', 'data'];

/**
 * An event as it is sent (https://html.spec.whatwg.org/multipage/server-sent-events.html). Data and comments of several
 * lines are several fields; a line break in any other field would forge one, and is refused.
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
  // A forgotten `data:` would be an event that no client sees.
  if (names.length === 0 || !names.every((name) => (FIELDS as readonly string[]).includes(name)))
    throw new UsageError(
      'ERR_RETURNS_EVENT',
      `An EventStream gave ${describe(value)}; an event is a string, or an object of data, event, id, retry, comment.`,
    );
  return value as ServerEvent;
}

/** One field for each line; CRLF, CR and LF all end one. */
function lines(name: string, value: string): string[] {
  return value.split(/\r\n|\r|\n/).map((line) => `${name}: ${line}`);
}

function oneLine(name: 'event' | 'id', value: unknown): string {
  const line = name === 'id' && typeof value === 'number' ? String(value) : text(name, value);
  // Clients ignore an id with a NUL, so that they would connect again with the one before it.
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
