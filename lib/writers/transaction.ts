import type { OutgoingHttpHeader } from 'node:http';
import type { Response as ExpressResponse } from 'express';
import { headerLines, type HeaderRecord } from '../http/headers';
import { locationOf } from '../http/location';
import { appendVary } from '../http/vary';
import { isThenable } from '../streams/body';
import type { Cookie } from '../responses/cookie';
import type { AnyResponse } from '../responses/response';
import { breakOff } from './break-off';
import type { Exchange } from './exchange';
import { correctAtEnd } from './stale-fields';

/** The part of a reply before its body. */
export type Head = Pick<AnyResponse, 'status' | 'headers' | 'cookies'>;

/** Commits a body that Express sends in one piece: as it is, or compressed. */
export type CommitWhole = (head: Head, exchange: Exchange, send: () => unknown) => void | Promise<void>;

/** Status and headers set by middleware, with names in lower case. */
interface HeadSnapshot {
  readonly status: number;
  readonly names: readonly string[];
  readonly values: readonly (OutgoingHttpHeader | undefined)[];
}

/**
 * Sets status, headers and cookies, then sends. If an Express method throws (a BigInt in `res.json`, a validator that
 * wraps it) or the promise of a wrapper rejects, status and headers are set back, so that the error reply has nothing
 * of the failed response. If the head was already sent, the connection is broken off.
 */
export function commit(head: Head, res: ExpressResponse, send: () => unknown): void | Promise<void> {
  return commitFrom(snapshot(res), head, res, send);
}

/** Does the same for a body that Express sends in one piece, and so chooses between 200 and 304 itself. */
export const commitWhole: CommitWhole = (head, { res }, send) => {
  const before = snapshot(res);
  if (!mayContradict(before.names, head.headers)) return commitFrom(before, head, res, send);
  return commitFrom(before, head, res, () => {
    correctAtEnd(res);
    return send();
  });
};

function commitFrom(before: HeadSnapshot, head: Head, res: ExpressResponse, send: () => unknown): void | Promise<void> {
  try {
    setHead(head, res, before.status);
    const sent = send();
    // Checked first, since looking for `then` in all prototypes of `res` is slower: docs/performance.md.
    if (sent === res || !isThenable(sent)) return;
    return Promise.resolve(sent).then(
      () => undefined,
      (error: unknown) => {
        restore(res, before, error);
        throw error;
      },
    );
  } catch (error) {
    restore(res, before, error);
    throw error;
  }
}

function snapshot(res: ExpressResponse): HeadSnapshot {
  // Not getHeaders(), which is slower: docs/performance.md.
  const names = res.getHeaderNames();
  return { status: res.statusCode, names, values: names.map((name) => res.getHeader(name)) };
}

/** Whether the request was already answered: a timeout or a limiter may have been faster than the handler. */
export function isAnswered(res: ExpressResponse): boolean {
  // writableEnded is not needed: end() sends the head. Each property of `res` is slow to read, since Express swaps its
  // prototype.
  return res.headersSent;
}

/** Fields that `res.send` leaves on a reply that they contradict. */
const UNCORRECTED_FIELDS: ReadonlySet<string> = new Set(['content-encoding', 'content-language', 'transfer-encoding']);
const MIN_LENGTH = Math.min(...[...UNCORRECTED_FIELDS].map(({ length }) => length));

/** Whether a reply has fields, of middleware or its own, that `res.send` may leave where they are wrong. */
function mayContradict(namesOnRes: readonly string[], headers: HeaderRecord): boolean {
  return (
    namesOnRes.some(isUncorrected) ||
    headers['content-encoding'] !== undefined ||
    headers['content-language'] !== undefined
  );
}

function isUncorrected(name: string): boolean {
  // The length first: a header name of most replies is shorter.
  return name.length >= MIN_LENGTH && UNCORRECTED_FIELDS.has(name);
}

function setHead({ status, headers, cookies }: Head, res: ExpressResponse, before: number): void {
  // Setting the same status again is slower: docs/performance.md.
  if (before !== status) res.status(status);
  for (const [name, value] of headerLines(headers)) {
    if (isNamed(name, 'vary')) addVary(value, res);
    // Appended: the cookies of middleware (a session, a CSRF token) must not be lost.
    else if (isNamed(name, 'set-cookie')) res.append(name, value as string[]);
    else if (isNamed(name, 'location')) res.location(locationOf(value as string));
    else res.setHeader(name, value);
  }
  for (const cookie of cookies) addCookie(cookie, res);
}

/** Adds one list without empty elements, for which `res.vary` would throw. */
function addVary(value: string | readonly string[], res: ExpressResponse): void {
  const fields = appendVary(value);
  if (fields !== '') res.vary(fields);
}

function addCookie({ name, value, maxAge, ...options }: Cookie, res: ExpressResponse): void {
  // `res.cookie` computes `expires` from `maxAge`: it would renew a cookie that `expires` clears.
  const isCleared = options.expires instanceof Date && options.expires.getTime() <= Date.now();
  res.cookie(name, value, maxAge === undefined || isCleared ? options : { ...options, maxAge });
}

/** Whether a header has this name, in any case. */
function isNamed(name: string, lowerCase: string): boolean {
  return name.length === lowerCase.length && name.toLowerCase() === lowerCase;
}

function restore(res: ExpressResponse, before: HeadSnapshot, error: unknown): void {
  if (res.headersSent) {
    if (!res.writableEnded) breakOff(res, error);
    return;
  }
  const { sendDate } = res;
  res.statusCode = before.status;
  const spelled = new Map(rawHeaderNames(res).map((name) => [name.toLowerCase(), name]));
  for (const key of spelled.keys()) {
    if (!before.names.includes(key)) res.removeHeader(key);
  }
  for (const [index, key] of before.names.entries()) {
    const value = before.values[index];
    if (value !== undefined && res.getHeader(key) !== value) res.setHeader(spelled.get(key) ?? key, value);
  }
  // Node sends no Date after its removal.
  res.sendDate = sendDate;
}

/** Header names in their original case. HTTP/2 has lower case only, and no such method. */
function rawHeaderNames(res: ExpressResponse & { getRawHeaderNames?: () => string[] }): string[] {
  return res.getRawHeaderNames?.() ?? res.getHeaderNames();
}
