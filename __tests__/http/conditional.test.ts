import type { IncomingHttpHeaders } from 'node:http';
import { evaluatePreconditions, isRangeCurrent, type Validators } from '../../lib/http/conditional';

const SECOND = 1000;
const modified = Date.UTC(2026, 0, 1, 12);
const date = (seconds: number): string => new Date(modified + seconds * SECOND).toUTCString();
const both: Validators = { etag: '"1"', lastModified: modified };
const weak: Validators = { etag: 'W/"1"', lastModified: modified };
const none: Validators = {};

describe('evaluatePreconditions', () => {
  it.each<[IncomingHttpHeaders, Validators, ReturnType<typeof evaluatePreconditions>]>([
    [{}, both, 'send'],
    // Step 1, RFC 9110 section 13.1.1: strong comparison.
    [{ 'if-match': '"1"' }, both, 'send'],
    [{ 'if-match': '"0", "1"' }, both, 'send'],
    [{ 'if-match': '*' }, both, 'send'],
    [{ 'if-match': '*' }, none, 'send'],
    [{ 'if-match': '"2"' }, both, 'failed'],
    [{ 'if-match': 'W/"1"' }, both, 'failed'],
    [{ 'if-match': 'W/"1"' }, weak, 'failed'],
    [{ 'if-match': '"1"' }, none, 'failed'],
    [{ 'if-match': '' }, both, 'failed'],
    // Step 2, section 13.1.4: only without If-Match.
    [{ 'if-unmodified-since': date(0) }, both, 'send'],
    [{ 'if-unmodified-since': date(1) }, both, 'send'],
    [{ 'if-unmodified-since': date(-1) }, both, 'failed'],
    [{ 'if-unmodified-since': date(-1) }, none, 'send'],
    [{ 'if-unmodified-since': 'yesterday' }, both, 'send'],
    [{ 'if-match': '"1"', 'if-unmodified-since': date(-1) }, both, 'send'],
    [{ 'if-match': '"2"', 'if-unmodified-since': date(1) }, both, 'failed'],
    // Step 3, section 13.1.2: weak comparison.
    [{ 'if-none-match': '"1"' }, both, 'not modified'],
    [{ 'if-none-match': 'W/"1"' }, both, 'not modified'],
    [{ 'if-none-match': '"1"' }, weak, 'not modified'],
    [{ 'if-none-match': '"0", "1"' }, both, 'not modified'],
    [{ 'if-none-match': '*' }, none, 'not modified'],
    [{ 'if-none-match': '"2"' }, both, 'send'],
    [{ 'if-none-match': '"1"' }, none, 'send'],
    // Step 4, section 13.1.3: only without If-None-Match.
    [{ 'if-modified-since': date(0) }, both, 'not modified'],
    [{ 'if-modified-since': date(1) }, both, 'not modified'],
    [{ 'if-modified-since': date(-1) }, both, 'send'],
    [{ 'if-modified-since': date(0) }, none, 'send'],
    [{ 'if-modified-since': '2100' }, both, 'send'],
    [{ 'if-none-match': '"2"', 'if-modified-since': date(0) }, both, 'send'],
    [{ 'if-none-match': '"1"', 'if-modified-since': date(-1) }, both, 'not modified'],
    // The order of the steps.
    [{ 'if-match': '"2"', 'if-none-match': '"1"' }, both, 'failed'],
    [{ 'if-match': '"1"', 'if-none-match': '"1"' }, both, 'not modified'],
    [{ 'if-unmodified-since': date(-1), 'if-modified-since': date(0) }, both, 'failed'],
    [{ 'if-unmodified-since': date(0), 'if-modified-since': date(0) }, both, 'not modified'],
  ])('%j of %j', (headers, validators, expected) => {
    expect(evaluatePreconditions(headers, validators)).toBe(expected);
  });
});

describe('isRangeCurrent', () => {
  const later = modified + 60 * SECOND;

  it.each<[string | undefined, Validators, number, boolean]>([
    [undefined, none, later, true],
    ['"1"', both, later, true],
    ['"2"', both, later, false],
    ['"0", "1"', both, later, false],
    ['W/"1"', both, later, false],
    ['W/"1"', weak, later, false],
    ['"1"', weak, later, false],
    ['"1"', none, later, false],
    ['*', both, later, false],
    [date(0), both, later, true],
    [date(1), both, later, false],
    [date(-1), both, later, false],
    [date(0), none, later, false],
    // Something else may have been sent in the same second (section 8.8.2.2).
    [date(0), both, modified + SECOND - 1, false],
    [date(0), both, modified + SECOND, true],
    ['tomorrow', both, later, false],
    ['', both, later, false],
  ])('If-Range: %s of %j', (ifRange, validators, now, expected) => {
    expect(isRangeCurrent(ifRange, validators, now)).toBe(expected);
  });
});
