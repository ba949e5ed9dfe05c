import fc, { anyText } from '../helpers/fast-check';
import { chooseMediaType } from '../../lib/http/accept';

const choose = (accept: string | undefined, ...offered: string[]): string | undefined =>
  offered[chooseMediaType(accept, offered)];

describe('chooseMediaType', () => {
  it.each<[string, string | undefined, string[], string | undefined]>([
    ['the first without a header', undefined, ['a/a', 'b/b'], 'a/a'],
    ['the first with an empty one', ' ', ['a/a', 'b/b'], 'a/a'],
    ['none of none', undefined, [], undefined],
    ['what is named', 'b/b', ['a/a', 'b/b'], 'b/b'],
    ['none that is not named', 'c/c', ['a/a', 'b/b'], undefined],
    ['names in any case', 'B/B', ['a/a', 'b/B'], 'b/B'],
    ['the first of what is named with one quality, in the order of the offer', 'b/b, a/a', ['a/a', 'b/b'], 'a/a'],
    ['the same below 1', 'b/b;q=0.5, a/a;q=0.5', ['a/a', 'b/b'], 'a/a'],
    ['the higher quality', 'a/a;q=0.5, b/b;q=0.8', ['a/a', 'b/b'], 'b/b'],
    ['the first for any', '*/*', ['a/a', 'b/b'], 'a/a'],
    ['what is named before what any takes, as res.format', 'b/b, */*', ['a/a', 'b/b'], 'b/b'],
    ['what a range names before what any takes', '*/*, b/*', ['a/a', 'b/b'], 'b/b'],
    ['the quality of the most specific range', 'a/*, a/a;q=0.1, */*;q=0.5', ['a/a', 'b/b'], 'b/b'],
    ['nothing of quality 0', 'a/a;q=0, */*', ['a/a', 'b/b'], 'b/b'],
    ['nothing whose weight is none', 'a/a;q=x, b/b;q=0.1', ['a/a', 'b/b'], 'b/b'],
    ['a range that is none is left out', 'json, */html, b/b', ['a/a', 'b/b'], 'b/b'],
    ['the charset of a range does not count', 'a/a; charset=utf-8', ['a/a'], 'a/a'],
    ['in any spelling', 'a/a;CHARSET="UTF-8";q=0.5', ['a/a'], 'a/a'],
    ['that of an offer neither', 'a/a', ['a/a; charset=utf-8'], 'a/a; charset=utf-8'],
    ['not even another one', 'a/a; charset=latin1', ['a/a; charset=utf-8'], 'a/a; charset=utf-8'],
    ['a parameter that the type has', 'a/a;v=2', ['a/a', 'a/a;v=1', 'a/a; V="2"'], 'a/a; V="2"'],
    ['no type without the parameter', 'a/a;v=2', ['a/a'], undefined],
    ['a type with more parameters than the range', 'a/a', ['a/a;v=2'], 'a/a;v=2'],
    ['the example of RFC 9110: level 1', exampleHeader(), ['text/html', 'text/html;level=1'], 'text/html;level=1'],
    ['level 3 as any html', exampleHeader(), ['text/html;level=2', 'text/html;level=3'], 'text/html;level=3'],
    ['a comma in quotes', 'a/a;v="1,2"', ['a/a;v="1,2"'], 'a/a;v="1,2"'],
    ['the weight before other parameters', 'a/a;q=0.1;v=1, b/b;q=0.2', ['a/a;v=1', 'b/b'], 'b/b'],
  ])('chooses %s', (_what, accept, offered, expected) => {
    expect(choose(accept, ...offered)).toBe(expected);
  });

  const offer = ['a/a', 'a/b', 'a/a;v=1', 'b/b', 'b/b;v=1;w=2'];
  const range = fc.record({
    type: fc.constantFrom('*/*', 'a/*', 'b/*', 'a/a', 'a/b', 'b/b', 'c/c'),
    parameters: fc.constantFrom('', ';v=1', ';v=2', ';w=2;v=1', ';charset=utf-8', ';v=1;charset=latin1'),
    weight: fc.constantFrom('', ';q=0', ';q=0.3', ';q=0.7', ';q=1'),
  });
  const header = fc.array(range, { minLength: 1, maxLength: 6 });
  const write = (ranges: readonly { type: string; parameters: string; weight: string }[]): string =>
    ranges.map(({ type, parameters, weight }) => type + parameters + weight).join(', ');
  const offers = fc.uniqueArray(fc.constantFrom(...offer), { minLength: 1 });

  it('ignores the order of the header and any charset', () => {
    fc.assert(
      fc.property(header, offers, (ranges, offered) => {
        const chosen = choose(write(ranges), ...offered);

        expect(choose(write([...ranges].reverse()), ...offered)).toBe(chosen);
        expect(choose(write(ranges).replace(/;charset=[^;,]+/g, ''), ...offered)).toBe(chosen);
        expect(choose(write(ranges).replace(/(\/[^;,]+)/g, '$1; charset=x'), ...offered)).toBe(chosen);
      }),
    );
  });

  it('chooses a type of the highest quality', () => {
    fc.assert(
      fc.property(header, offers, (ranges, offered) => {
        const accept = write(ranges);
        const accepted = offered.filter((type) => choose(accept, type) !== undefined);
        const chosen = choose(accept, ...offered);

        expect(chosen === undefined).toBe(accepted.length === 0);
        // Between the chosen one and any other alone, it is chosen again.
        for (const other of accepted)
          expect(choose(accept, ...offered.filter((type) => type === other || type === chosen))).toBe(chosen);
      }),
    );
  });

  it('accepts any string', () => {
    fc.assert(
      fc.property(anyText(), (accept) => {
        expect([undefined, 'a/a']).toContain(choose(accept, 'a/a'));
      }),
    );
  });
});

/** RFC 9110 section 12.5.1. */
function exampleHeader(): string {
  return 'text/*;q=0.3, text/plain;q=0.7, text/plain;format=flowed, text/plain;format=fixed;q=0.4, */*;q=0.5, text/html;q=0.3, text/html;level=1, text/html;level=2;q=0.2';
}
