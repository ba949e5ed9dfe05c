import fc from '../helpers/fast-check';
import { parseHTTPDate } from '../../lib/http/http-date';

describe('parseHTTPDate', () => {
  const time = Date.UTC(1994, 10, 6, 8, 49, 37);

  it.each([
    ['the preferred form', 'Sun, 06 Nov 1994 08:49:37 GMT'],
    ['the form of RFC 850', 'Sunday, 06-Nov-94 08:49:37 GMT'],
    ['the form of asctime', 'Sun Nov  6 08:49:37 1994'],
  ])('parses %s (RFC 9110 section 5.6.7)', (_what, text) => {
    expect(parseHTTPDate(text)).toBe(time);
  });

  it('reads a year of two digits as at most 50 years in the future', () => {
    const now = new Date().getUTCFullYear();
    const twoDigits = (year: number) => `Sunday, 06-Nov-${String(year % 100).padStart(2, '0')} 08:49:37 GMT`;

    expect(parseHTTPDate(twoDigits(now + 50))).toBe(Date.UTC(now + 50, 10, 6, 8, 49, 37));
    expect(parseHTTPDate(twoDigits(now + 51))).toBe(Date.UTC(now - 49, 10, 6, 8, 49, 37));
  });

  it('accepts a leap second', () => {
    expect(parseHTTPDate('Sat, 31 Dec 2016 23:59:60 GMT')).toBe(Date.UTC(2017, 0, 1));
  });

  it('parses every date that toUTCString() makes', () => {
    fc.assert(
      fc.property(fc.integer({ min: -60_000_000_000, max: 250_000_000_000 }), (seconds) => {
        expect(parseHTTPDate(new Date(seconds * 1000).toUTCString())).toBe(seconds * 1000);
      }),
    );
  });

  it.each([
    undefined,
    '',
    '0',
    '2026',
    '1994-11-06T08:49:37Z',
    'Sun, 06 Nov 1994 08:49:37 UTC',
    'Sun, 06 Nov 1994 08:49:37 +0100',
    'Sun, 6 Nov 1994 08:49:37 GMT',
    'sun, 06 nov 1994 08:49:37 gmt',
    'Sun, 06 Nov 1994 24:00:00 GMT',
    'Sun, 06 Nov 1994 08:60:37 GMT',
    'Sun, 06 Nov 1994 08:49:61 GMT',
    'Wed, 31 Feb 2024 08:49:37 GMT',
    'Wed, 00 Feb 2024 08:49:37 GMT',
    'Wed, 01 Foo 2024 08:49:37 GMT',
    ' Sun, 06 Nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT',
  ])('rejects %p', (text) => {
    expect(parseHTTPDate(text)).toBeUndefined();
  });
});
