import { resolveRef, unescapeToken } from '../../lib/schema/json-ref';
import fc from '../helpers/fast-check';

const DOCUMENT = { $defs: { 'User': { type: 'object' }, 'a/b~c d': { type: 'null' } }, list: [{ type: 'string' }] };

describe('resolveRef', () => {
  it.each([
    ['#', DOCUMENT],
    ['#/$defs/User', { type: 'object' }],
    ['#/$defs/a~1b~0c%20d', { type: 'null' }],
    ['#/list/0', { type: 'string' }],
    ['#/$defs/Nobody', undefined],
    ['#/$defs/constructor', undefined],
    ['#/$defs/User/type/length', undefined],
    ['#/$defs/%', undefined],
    ['#User', undefined],
    ['https://example.com/schema', undefined],
  ])('finds %s', (ref, expected) => {
    expect(resolveRef(DOCUMENT, ref)).toEqual(expected);
  });
});

describe('unescapeToken', () => {
  // RFC 6901 section 3.
  const escapeToken = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

  it('gives the name back, also inside a URI', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        expect(unescapeToken(encodeURIComponent(escapeToken(name)))).toBe(name);
      }),
    );
  });
});
