import { chooseCoding } from '../../lib/http/accept-encoding';

describe('chooseCoding', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['br', 'br'],
    ['gzip', 'gzip'],
    ['gzip, deflate, br', 'br'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip;q=1.0, br;q=0.9', 'gzip'],
    ['br;q=0.9, gzip;q=0.900', 'br'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0.000, gzip;q=0', undefined],
    ['*', 'br'],
    ['*;q=0.1', 'br'],
    ['*;q=0', undefined],
    ['br;q=0, *', 'gzip'],
    ['gzip, *;q=0', 'gzip'],
    ['identity', undefined],
    ['identity;q=0', undefined],
    ['identity, br;q=0.5', undefined],
    ['identity, br', 'br'],
    ['identity;q=0.5, gzip;q=0.6', 'gzip'],
    ['deflate', undefined],
    ['BR ; Q=0.5', 'br'],
    ['br;q=high', undefined],
    ['br;q=2', undefined],
    ['br;q=-1', undefined],
    ['brotli', undefined],
    [', ,br', 'br'],
  ])('%s: %s', (header, expected) => {
    expect(chooseCoding(header, ['br', 'gzip'])).toBe(expected);
  });
});
