import { validateHeaderName } from 'node:http';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { fieldValue } from './field-value';
import type { HeaderName } from './header-name';

/** The value of one header. A number is written in decimal, an array is a repeated field. */
export type HeaderValue = string | number | readonly string[];

/** Headers given by a handler: a record, a `Headers`, or pairs. Names are case-insensitive; `undefined` is ignored. */
export type HeadersInit = HeaderFields<HeaderValue | undefined> | Iterable<readonly [string, HeaderValue | undefined]>;

/** Headers of a response: a frozen record with names in lower case. */
export type HeaderRecord = Readonly<Record<string, string | readonly string[]>>;

/** A header as it is sent, with the given spelling of its name. */
export type HeaderLine = readonly [name: string, value: string | readonly string[]];

/** Changes to headers: `null` removes. */
export type HeadersPatch =
  HeaderFields<HeaderValue | null | undefined> | Iterable<readonly [string, HeaderValue | null | undefined]>;

/** Values by the names of fields: any name, and those that an editor offers. */
export type HeaderFields<V> = Readonly<Record<string, V>> & Readonly<Partial<Record<HeaderName, V>>>;

// The record itself has names in lower case, so that two responses that differ only in the case of a header name are
// equal. The spelling for the wire is kept beside it: `X-Total-Count` is sent as hand-written Express sends it.
const LINES: unique symbol = Symbol.for('express-returns.header-lines') as never;

type RecordWithLines = HeaderRecord & { readonly [LINES]?: readonly HeaderLine[] };

/** The lines to send for a record, which may come from another copy of this package. */
export function headerLines(headers: HeaderRecord): readonly HeaderLine[] {
  return (headers as RecordWithLines)[LINES] ?? Object.entries(headers);
}

/** Whether headers are a record of this module, which never changes. */
export function isHeaderRecord(headers: object): headers is HeaderRecord {
  return Object.hasOwn(headers, LINES) && Object.isFrozen(headers);
}

/**
 * Creates a frozen record of `base` with the given headers: a header with the same name is replaced, `null` removes it,
 * `undefined` leaves it, and a name given twice is a repeated field.
 *
 * @throws UsageError `ERR_RETURNS_HEADER` for a name that is not a token (RFC 9110 section 5.6.2), a value with CR, LF,
 * NUL or anything else that Node refuses to send (section 5.5), or a value that breaks the grammar of its field;
 * `ERR_RETURNS_INIT` when `contentType` or `download` is given beside the header that it sets.
 */
export function createHeaders(
  base: HeaderRecord,
  patch: HeadersPatch,
  contentType?: string | null,
  disposition?: string | null,
): HeaderRecord {
  const given = new Map<string, HeaderLine | null>();
  const change = (name: string, value: HeaderValue | null): void => {
    const key = checkName(name);
    const before = given.get(key);
    given.set(key, value === null ? null : [before?.[0] ?? name, fieldValue(name, before?.[1], value)]);
  };
  for (const [name, value] of pairs(patch)) if (value !== undefined) change(name, value);
  for (const [option, name, value] of [
    ['contentType', 'Content-Type', contentType],
    ['download', 'Content-Disposition', disposition],
  ] as const) {
    if (value === undefined) continue;
    if (given.has(name.toLowerCase())) {
      throw new UsageError(
        'ERR_RETURNS_INIT',
        `A response got both ${option} and a ${name.toLowerCase()} header; give one of them.`,
      );
    }
    change(name, value);
  }

  const lines: HeaderLine[] = [];
  for (const line of headerLines(base)) {
    const key = line[0].toLowerCase();
    const changed = given.get(key);
    if (changed === undefined) lines.push(line);
    else if (changed !== null) lines.push(changed);
    given.delete(key);
  }
  for (const line of given.values()) if (line !== null) lines.push(line);
  return freezeRecord(lines);
}

/**
 * Returns `base` with more lines; each replaces a line of the same name. Only for names and values made by the library:
 * they are not checked.
 */
export function addLines(base: HeaderRecord, lines: readonly HeaderLine[]): HeaderRecord {
  const record: Record<string | symbol, unknown> = { ...base };
  let kept = headerLines(base);
  for (const [name, value] of lines) {
    const key = name.toLowerCase();
    if (Object.hasOwn(record, key)) kept = kept.filter(([other]) => other.toLowerCase() !== key);
    record[key] = value;
  }
  record[LINES] = [...kept, ...lines];
  return record as HeaderRecord;
}

/** Creates the record of lines that are valid and have different names. */
export function freezeRecord(lines: readonly HeaderLine[]): HeaderRecord {
  const record: Record<string, string | readonly string[]> = {};
  for (const [name, value] of lines) {
    const key = name.toLowerCase();
    // A valid header name, but an assignment would set the prototype.
    if (key === '__proto__') Object.defineProperty(record, key, { value, enumerable: true });
    else record[key] = value;
  }
  Object.defineProperty(record, LINES, { value: Object.freeze(lines) });
  return Object.freeze(record);
}

function pairs(headers: HeadersPatch): Iterable<readonly [string, HeaderValue | null | undefined]> {
  if (typeof headers === 'object' && (headers as unknown) !== null) {
    return Symbol.iterator in headers
      ? checkPairs(headers)
      : ((headers as RecordWithLines)[LINES] ?? Object.entries(headers));
  }
  throw new UsageError(
    'ERR_RETURNS_HEADER',
    `headers must be a record, a Headers or an array of pairs; got ${describe(headers)}.`,
  );
}

function* checkPairs(given: Iterable<unknown>): Iterable<readonly [string, HeaderValue | null | undefined]> {
  for (const pair of given) {
    if (!Array.isArray(pair) || pair.length !== 2) {
      throw new UsageError(
        'ERR_RETURNS_HEADER',
        `headers as a list must hold [name, value] pairs; got ${describe(pair)}.`,
      );
    }
    yield pair as unknown as readonly [string, HeaderValue | null | undefined];
  }
}

function checkName(name: unknown): string {
  try {
    validateHeaderName(name as string);
  } catch (cause) {
    throw new UsageError(
      'ERR_RETURNS_HEADER',
      `${describe(name)} is not a valid header name: use letters, digits and hyphens.`,
      { cause },
    );
  }
  return (name as string).toLowerCase();
}
