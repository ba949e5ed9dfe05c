import { validateHeaderName } from 'node:http';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { fieldValue } from './field-value';

/** One header's value: a number is written in decimal, an array is a repeated field. */
export type HeaderValue = string | number | readonly string[];

/** Headers as a handler gives them: a record, a `Headers`, or pairs. Names are case-insensitive; `undefined` is no header. */
export type HeadersInit =
  Readonly<Record<string, HeaderValue | undefined>> | Iterable<readonly [string, HeaderValue | undefined]>;

/** Headers as a response holds them: a frozen record with names in lower case. */
export type HeaderRecord = Readonly<Record<string, string | readonly string[]>>;

/** A header as it is sent, its name spelled as it was given. */
export type HeaderLine = readonly [name: string, value: string | readonly string[]];

/** Changes to headers: `null` removes. */
export type HeadersPatch =
  | Readonly<Record<string, HeaderValue | null | undefined>>
  | Iterable<readonly [string, HeaderValue | null | undefined]>;

// The spelling on the wire is kept beside the record, not in it: two responses that differ only in the case of a
// header name are equal, and yet `X-Total-Count` is sent as hand-written Express sends it.
const LINES: unique symbol = Symbol.for('express-returns.header-lines') as never;

type Held = HeaderRecord & { readonly [LINES]?: readonly HeaderLine[] };

/** The lines to send for a record, which may come from another copy of this package. */
export function headerLines(headers: HeaderRecord): readonly HeaderLine[] {
  return (headers as Held)[LINES] ?? Object.entries(headers);
}

/**
 * A frozen record of the given headers on top of `base`: a name that is in both is replaced, `null` removes it,
 * `undefined` leaves it, a name given twice is a repeated field.
 *
 * @throws UsageError `ERR_RETURNS_HEADER` for a name that is not a token (RFC 9110 section 5.6.2), a value with CR, LF,
 * NUL or anything else that Node would refuse to send (section 5.5), or one that is not of the grammar of its field;
 * `ERR_RETURNS_INIT` when `contentType` or `download` is given beside the header that it writes.
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
 * Lines on top of `base`, each in place of one of the same name. For names and values of our own making only, which
 * need none of the checks.
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

function freezeRecord(lines: readonly HeaderLine[]): HeaderRecord {
  const record: Record<string, string | readonly string[]> = {};
  for (const [name, value] of lines) {
    const key = name.toLowerCase();
    // A header like any other, only not to be assigned.
    if (key === '__proto__') Object.defineProperty(record, key, { value, enumerable: true });
    else record[key] = value;
  }
  Object.defineProperty(record, LINES, { value: Object.freeze(lines) });
  return Object.freeze(record);
}

function pairs(headers: HeadersPatch): Iterable<readonly [string, HeaderValue | null | undefined]> {
  if (typeof headers === 'object' && (headers as unknown) !== null) {
    return Symbol.iterator in headers ? checkPairs(headers) : ((headers as Held)[LINES] ?? Object.entries(headers));
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
      `${describe(name)} is no header name: use letters, digits and hyphens.`,
      { cause },
    );
  }
  return (name as string).toLowerCase();
}
