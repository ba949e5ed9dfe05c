import fc from '../helpers/fast-check';
import { chooseCoding, isPlainRefused } from '../../lib/http/accept-encoding';

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

describe('isPlainRefused', () => {
  it.each([
    [undefined, false],
    ['', false],
    ['gzip', false],
    ['identity;q=0', true],
    ['gzip, identity;q=0', true],
    ['*;q=0', true],
    ['*;q=0, identity', false],
    ['*;q=0, identity;q=0.001', false],
    ['gzip;q=0', false],
  ])('%s: %s', (header, expected) => {
    expect(isPlainRefused(header)).toBe(expected);
  });
});

describe('any Accept-Encoding', () => {
  const available = ['br', 'zstd', 'gzip', 'deflate'];
  const thousandths = fc.option(fc.integer({ min: 0, max: 1000 }), { nil: undefined });
  const items = fc.uniqueArray(fc.tuple(fc.constantFrom(...available, 'identity', '*', 'compress'), thousandths), {
    selector: ([coding]) => coding,
  });
  const space = fc.constantFrom('', ' ', '\t');

  /** As a client writes it, with letter case and white space of its own. */
  const written = (list: readonly (readonly [string, number | undefined])[], gap: string, isUpper: boolean): string =>
    list
      .map(([coding, quality]) => {
        const name = isUpper ? coding.toUpperCase() : coding;
        return quality === undefined ? name : `${name}${gap};${gap}q=${(quality / 1000).toFixed(3)}`;
      })
      .join(`${gap},${gap}`);

  it('gives the first coding of the highest quality, never a refused one', () => {
    fc.assert(
      fc.property(items, space, fc.boolean(), (list, gap, isUpper) => {
        const said = new Map(list.map(([coding, quality = 1000]) => [coding, quality]));
        const liking = (coding: string): number => said.get(coding) ?? said.get('*') ?? 0;
        const most = Math.max(...available.map(liking));
        const isLiked = most > 0 && most >= (said.get('identity') ?? 0);
        const header = written(list, gap, isUpper);

        expect(chooseCoding(header, available)).toBe(
          isLiked ? available.find((coding) => liking(coding) === most) : undefined,
        );
        expect(isPlainRefused(header)).toBe((said.get('identity') ?? said.get('*')) === 0);
      }),
    );
  });

  it('never throws for any string', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('br', 'gzip', '*', ',', ';', '=', 'q', '0', '1', '.', ' ', '"', '\\'),
          maxLength: 40,
        }),
        (header) => {
          expect([undefined, ...available]).toContain(chooseCoding(header, available));
          expect(typeof isPlainRefused(header)).toBe('boolean');
        },
      ),
    );
  });
});
