import fc from '../helpers/fast-check';
import { contentRange, parseRange, type ByteRange } from '../../lib/http/range';

describe('parseRange', () => {
  it.each<[string, number, ReturnType<typeof parseRange>]>([
    // RFC 9110 section 14.1.2
    ['bytes=0-4', 10, [{ first: 0, last: 4 }]],
    ['bytes=4-4', 10, [{ first: 4, last: 4 }]],
    ['bytes=4-', 10, [{ first: 4, last: 9 }]],
    ['bytes=4-99', 10, [{ first: 4, last: 9 }]],
    ['bytes=-3', 10, [{ first: 7, last: 9 }]],
    ['bytes=-99', 10, [{ first: 0, last: 9 }]],
    ['BYTES=0-4', 10, [{ first: 0, last: 4 }]],
    ['bytes=0000-0004', 10, [{ first: 0, last: 4 }]],
    [`bytes=0-${'9'.repeat(400)}`, 10, [{ first: 0, last: 9 }]],
    ['bytes=10-', 10, 'unsatisfiable'],
    ['bytes=10-20', 10, 'unsatisfiable'],
    ['bytes=-0', 10, 'unsatisfiable'],
    [`bytes=${'9'.repeat(400)}-`, 10, 'unsatisfiable'],
    ['bytes=99-,-0', 10, 'unsatisfiable'],
    ['bytes=0-', 0, 'unsatisfiable'],
    ['bytes=-5', 0, undefined],
    // Several: in the order asked for, what cannot be satisfied left out.
    ['bytes=0-0,-1', 10, [{ first: 0, last: 0 }, { first: 9, last: 9 }]], // prettier-ignore
    ['bytes=8-, 0-1', 10, [{ first: 8, last: 9 }, { first: 0, last: 1 }]], // prettier-ignore
    ['bytes=0-1,99-', 10, [{ first: 0, last: 1 }]],
    ['bytes=0-3,2-5', 10, [{ first: 0, last: 5 }]],
    ['bytes=0-3,4-5', 10, [{ first: 0, last: 5 }]],
    ['bytes=6-7,0-1,1-2', 10, [{ first: 6, last: 7 }, { first: 0, last: 2 }]], // prettier-ignore
    ['bytes=0-,0-,0-', 10, [{ first: 0, last: 9 }]],
    ['bytes= ,0-1 ,\t3-4,,', 10, [{ first: 0, last: 1 }, { first: 3, last: 4 }]], // prettier-ignore
    // Ignored: another unit, malformed (section 14.2).
    ['items=0-4', 10, undefined],
    ['bytes', 10, undefined],
    ['bytes=', 10, undefined],
    ['bytes=,', 10, undefined],
    ['bytes=-', 10, undefined],
    ['bytes=a-b', 10, undefined],
    ['bytes=5-2', 10, undefined],
    ['bytes=0-1,5-2', 10, undefined],
    ['bytes=0-1;3-4', 10, undefined],
    ['bytes=0 -1', 10, undefined],
    ['bytes=0x0-0x5', 10, undefined],
    ['bytes=1.5-3', 10, undefined],
    ['bytes=1e1-', 10, undefined],
    ['bytes=--5', 10, undefined],
    ['bytes=0-1-2', 10, undefined],
    ['bytes=\u00a00-1', 10, undefined],
    ['bytes = 0-1', 10, undefined],
    ['bytes=0-1, bytes=3-4', 10, undefined],
  ])('%s of %d bytes', (header, size, expected) => {
    expect(parseRange(header, size)).toEqual(expected);
  });

  it('ignores a header with more than 50 ranges', () => {
    const ask = (parts: number) =>
      `bytes=${Array.from({ length: parts }, (_, part) => `${2 * part}-${2 * part}`).join(',')}`;

    expect(parseRange(ask(50), 1000)).toHaveLength(50);
    expect(parseRange(ask(51), 1000)).toBeUndefined();
  });

  it('gives exactly the requested bytes, each once', () => {
    const spec = fc.oneof(
      fc.tuple(fc.nat(30), fc.nat(30)).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
      fc.nat(30).map((first) => `${first}-`),
      fc.nat(30).map((length) => `-${length}`),
    );
    const bytesOf = (specs: readonly string[], size: number): Set<number> => {
      const all = [...Array(size).keys()];
      return new Set(
        specs.flatMap((each) => {
          const [first = '', last = ''] = each.split('-');
          if (first === '') return last === '0' ? [] : all.slice(-Number(last));
          return all.slice(Number(first), last === '' ? undefined : Number(last) + 1);
        }),
      );
    };

    fc.assert(
      fc.property(fc.array(spec, { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 25 }), (specs, size) => {
        const wanted = [...bytesOf(specs, size)].sort((a, b) => a - b);
        const ranges = parseRange(`bytes=${specs.join(', ')}`, size);
        if (wanted.length === 0) expect(ranges).toBe('unsatisfiable');
        else {
          const given = (ranges as readonly ByteRange[]).flatMap(({ first, last }) =>
            Array.from({ length: last - first + 1 }, (_, index) => first + index),
          );
          expect(given.sort((a, b) => a - b)).toEqual(wanted);
        }
      }),
    );
  });

  it('accepts any string, in linear time', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), (text, size) => {
        parseRange(`bytes=${text}`, size);
      }),
    );
    for (const text of [' '.repeat(50_000), '0'.repeat(50_000), `${' '.repeat(50_000)}x`, '0-,'.repeat(20_000)]) {
      const start = process.hrtime.bigint();
      parseRange(`bytes=${text}`, 10);
      // A wide margin: quadratic time would be many seconds.
      expect(process.hrtime.bigint() - start).toBeLessThan(2_000_000_000n);
    }
  });
});

describe('contentRange', () => {
  it('has the range and the size, or only the size', () => {
    expect(contentRange({ first: 0, last: 4 }, 10)).toBe('bytes 0-4/10');
    expect(contentRange(undefined, 10)).toBe('bytes */10');
  });
});
