import fc from '../helpers/fast-check';
import { escapeJSON } from '../../lib/writers/escape-json';

describe('escapeJSON', () => {
  it('escapes the characters that have a meaning in HTML', () => {
    expect(escapeJSON('{"a":"</script>&"}')).toBe('{"a":"\\u003c/script\\u003e\\u0026"}');
  });

  it('gives JSON of the same value without these characters, for any value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        const escaped = escapeJSON(text);
        expect(escaped).not.toMatch(/[<>&]/);
        expect(JSON.parse(escaped)).toEqual(JSON.parse(text));
      }),
    );
  });
});
