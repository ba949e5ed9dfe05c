import fc from '../helpers/fast-check';
import { showValue } from '../../lib/errors/show-value';

const revoked = Proxy.revocable({}, {});
revoked.revoke();
const cycle: Record<string, unknown> = {};
cycle['self'] = cycle;

describe('showValue', () => {
  const shown: readonly (readonly [unknown, string])[] = [
    ['jalil', 'jalil'],
    ['', ''],
    [5, '5'],
    [-0, '0'],
    [Number.NaN, 'NaN'],
    [10n, '10'],
    [true, 'true'],
    [null, 'null'],
    [undefined, 'undefined'],
    [Symbol('s'), 'Symbol(s)'],
    [new Date(0), '1970-01-01T00:00:00.000Z'],
    [new URL('http://a/b'), 'http://a/b'],
    [{ a: 1, b: [1n] }, '{"a":1,"b":["1"]}'],
    [['a', null], '["a",null]'],
    [Object.create(null), 'an object without keys'],
    [new Map([[1, 2]]), 'a Map'],
    [/x/, 'a RegExp'],
    [isNaN, 'a function isNaN'],
    [new Error('secret'), 'an Error'],
    [cycle, 'an object with the keys self'],
    [revoked.proxy, 'an object that cannot be read'],
    [{ toJSON: () => undefined }, 'an object with the keys toJSON'],
    [
      {
        get a(): never {
          throw new Error('secret');
        },
      },
      'an object with the keys a',
    ],
    [{ toJSON: () => { throw new Error('secret'); } }, 'an object with the keys toJSON'], // prettier-ignore
  ];

  // By number: Jest cannot print all of them.
  it.each(shown.map(([, text], index) => [text, index] as const))('shows %j', (text, index) => {
    expect(showValue(shown[index]?.[0])).toBe(text);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withDate: true,
          withMap: true,
          withSet: true,
          withTypedArray: true,
          withNullPrototype: true,
          withObjectString: true,
          withSparseArray: true,
        }),
        (value) => {
          expect(typeof showValue(value)).toBe('string');
        },
      ),
    );
  });
});
