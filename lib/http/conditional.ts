import type { IncomingHttpHeaders } from 'node:http';
import { hasStrongTag, hasWeakTag } from './entity-tag';
import { parseHTTPDate } from './http-date';

/** Validators of the current state of a representation (RFC 9110 section 8.8). */
export interface Validators {
  readonly etag?: string | undefined;
  /** In milliseconds, rounded down to whole seconds, as it is sent. */
  readonly lastModified?: number | undefined;
}

/**
 * Evaluates the first four steps of RFC 9110 section 13.2.2 for a GET or HEAD of an existing representation: send it
 * (`send`), reply 304 (`not modified`) or 412 (`failed`).
 */
export function evaluatePreconditions(
  headers: IncomingHttpHeaders,
  { etag, lastModified }: Validators,
): 'send' | 'not modified' | 'failed' {
  const match = headers['if-match'];
  const noneMatch = headers['if-none-match'];

  // Steps 1 and 2. A condition with a tag takes precedence over one with a date; an invalid date is ignored.
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
 * Step 5: whether the range belongs to the version that the client has. A tag must be strong on both sides. A date must
 * be equal, and old enough that the file cannot have changed within its second (RFC 9110 sections 13.1.5 and 8.8.2.2).
 */
export function isRangeCurrent(ifRange: string | undefined, { etag, lastModified }: Validators, now: number): boolean {
  if (ifRange === undefined) return true;
  if (ifRange === etag) return hasStrongTag(ifRange, etag);
  return lastModified !== undefined && parseHTTPDate(ifRange) === lastModified && lastModified + 1000 <= now;
}

/** Whether the representation was modified after a date; `undefined` without a valid date on both sides. */
function isAfter(lastModified: number | undefined, date: string | undefined): boolean | undefined {
  const since = parseHTTPDate(date);
  return lastModified === undefined || since === undefined ? undefined : lastModified > since;
}
