import type { IncomingHttpHeaders } from 'node:http';
import { hasStrongTag, hasWeakTag } from './entity-tag';
import { parseHTTPDate } from './http-date';

/** What tells one state of a representation from another (RFC 9110 section 8.8). */
export interface Validators {
  readonly etag?: string | undefined;
  /** In milliseconds, of whole seconds as they are sent. */
  readonly lastModified?: number | undefined;
}

/**
 * The first four steps of RFC 9110 section 13.2.2, for a GET or HEAD of a representation that exists: whether it is to
 * be sent, or a 304 or 412 in its place.
 */
export function evaluatePreconditions(
  headers: IncomingHttpHeaders,
  { etag, lastModified }: Validators,
): 'send' | 'not modified' | 'failed' {
  const match = headers['if-match'];
  const noneMatch = headers['if-none-match'];

  // Steps 1 and 2. A tag of either kind outranks its date; a date that is none counts as not sent.
  if (match !== undefined) {
    if (match !== '*' && !(etag !== undefined && hasStrongTag(match, etag))) return 'failed';
  } else if (isAfter(lastModified, headers['if-unmodified-since'])) return 'failed';

  // Steps 3 and 4.
  if (noneMatch !== undefined) {
    if (noneMatch === '*' || (etag !== undefined && hasWeakTag(noneMatch, etag))) return 'not modified';
  } else if (isAfter(lastModified, headers['if-modified-since']) === false) return 'not modified';

  return 'send';
}

/**
 * Step 5: whether a Range still fits what the client has. A tag must be strong on both sides. A date must be the very
 * one, and old enough that nothing else can have been sent in its second (RFC 9110 sections 13.1.5 and 8.8.2.2).
 */
export function isRangeCurrent(ifRange: string | undefined, { etag, lastModified }: Validators, now: number): boolean {
  if (ifRange === undefined) return true;
  if (ifRange === etag) return hasStrongTag(ifRange, etag);
  return lastModified !== undefined && parseHTTPDate(ifRange) === lastModified && lastModified + 1000 <= now;
}

/** `undefined` where there is nothing to compare. */
function isAfter(lastModified: number | undefined, date: string | undefined): boolean | undefined {
  const since = parseHTTPDate(date);
  return lastModified === undefined || since === undefined ? undefined : lastModified > since;
}
