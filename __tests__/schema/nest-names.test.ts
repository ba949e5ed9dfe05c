import querystring from 'node:querystring';
import qs from 'qs';
import { compileConverter, compileQueryConverter } from '../../lib/schema/convert-text';
import { compileNesting } from '../../lib/schema/nest-names';
import fc from '../helpers/fast-check';

const simple = (text: string): Record<string, unknown> => querystring.parse(text);
const extended = (text: string): Record<string, unknown> => qs.parse(text, { allowPrototypes: true });

describe('compileNesting', () => {
  it.each([
    ['a=1', { a: '1' }],
    ['a[b]=1', { a: { b: '1' } }],
    ['a[b][c]=1&a[b][d]=2', { a: { b: { c: '1', d: '2' } } }],
    ['a[]=1', { a: ['1'] }],
    ['a[]=1&a[]=2', { a: ['1', '2'] }],
    ['a[b][]=1', { a: { b: ['1'] } }],
    ['a[b]=1&a[b]=2', { a: { b: ['1', '2'] } }],
    ['a[b]=1&c=2', { a: { b: '1' }, c: '2' }],
    ['constructor[prototype]=1', { constructor: { prototype: '1' } }],
    ['a[b', { 'a[b': '' }],
  ])('nests %s as Express 4 does', (text, expected) => {
    const nest = compileNesting([]);

    expect(nest(simple(text))).toEqual(expected);
    if (text !== 'a[b') expect(nest(extended(text))).toEqual(expected);
  });

  it.each(['a[__proto__][b]=1', '__proto__[b]=1', 'a[][b]=1', 'a[b][c][d][e][f][g]=1', 'a=1&a[b]=2'])(
    'leaves %s',
    (text) => {
      expect(Object.keys(compileNesting([])(simple(text)))).toContain(text.split('&').at(-1)?.split('=')[0]);
      expect({}).not.toHaveProperty('b');
    },
  );

  it('leaves the names that the schema has, and makes them of nested values', () => {
    const nest = compileNesting(['filter[name]', 'page[size]']);

    for (const parse of [simple, extended]) {
      expect(nest(parse('filter[name]=x&page[size]=2&page[number]=3'))).toEqual({
        'filter[name]': 'x',
        'page[size]': '2',
        'page': { number: '3' },
      });
    }
  });

  it('makes one value of a query, whichever parser ran', () => {
    const schema = {
      type: 'object',
      properties: {
        n: { type: 'number' },
        list: { type: 'array', items: { type: 'number' } },
        in: { type: 'object', properties: { n: { type: 'number' }, list: { type: 'array' } } },
      },
    };
    const convert = compileQueryConverter(schema);
    const names = fc.constantFrom('n', 'list', 'list[]', 'in[n]', 'in[list][]', 'in[x]', 'other', 'other[x]');
    const pairs = fc.uniqueArray(fc.tuple(names, fc.nat(9)), {
      selector: ([name]) => name.replace('[]', ''),
    });
    fc.assert(
      fc.property(pairs, (given) => {
        const apart = given.filter(([name]) => name !== 'other' || !given.some(([other]) => other === 'other[x]'));
        const text = apart.map(([name, value]) => `${name}=${value}`).join('&');
        expect(convert(simple(text))).toEqual(convert(extended(text)));
      }),
    );
  });

  it('makes a list of many values, of which the parser of Express 4 makes an object', () => {
    const text = Array.from({ length: 50 }, (_, index) => `list=${index}`).join('&');
    const convert = compileConverter({ properties: { list: { type: 'array', items: { type: 'number' } } } });

    expect(convert(extended(text))).toEqual(convert(simple(text)));
    expect(convert(extended(text))).toEqual({ list: Array.from({ length: 50 }, (_, index) => index) });
  });
});
