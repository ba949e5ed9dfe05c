import { hasStrongTag, hasWeakTag, isEntityTag } from '../../lib/http/entity-tag';

describe('isEntityTag', () => {
  it.each(['"a"', 'W/"a"', '""', '"!#~\u00e9"', '"a,b"'])('accepts %s', (text) => {
    expect(isEntityTag(text)).toBe(true);
  });

  it.each(['', 'a', '"a', 'a"', 'w/"a"', 'W/a', '"a b"', '"a""b"', '"a", "b"', '"\u0100"', '"\x7f"', ' "a"'])(
    'refuses %s',
    (text) => {
      expect(isEntityTag(text)).toBe(false);
    },
  );
});

// The table of RFC 9110 section 8.8.3.2.
describe.each([
  ['W/"1"', 'W/"1"', false, true],
  ['W/"1"', 'W/"2"', false, false],
  ['W/"1"', '"1"', false, true],
  ['"1"', 'W/"1"', false, true],
  ['"1"', '"1"', true, true],
])('%s compared with %s', (list, tag, strong, weak) => {
  it('follows RFC 9110 section 8.8.3.2', () => {
    expect([hasStrongTag(list, tag), hasWeakTag(list, tag)]).toEqual([strong, weak]);
  });
});

describe('a list of tags', () => {
  it.each([
    ['"0", "1"', true],
    ['"0","1"', true],
    ['"0" , "1" ,', true],
    ['W/"1", "1"', true],
    ['"0,1", "1"', true],
    ['"0,"1', false],
    ['"0", "2"', false],
    ['', false],
    ['1', false],
    ['*', false],
  ])('%s has "1": %p', (list, expected) => {
    expect(hasStrongTag(list, '"1"')).toBe(expected);
    expect(hasWeakTag(list, '"1"')).toBe(expected);
  });
});
