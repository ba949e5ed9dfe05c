import { splitList } from '../../lib/http/list-field';

describe('splitList', () => {
  it.each([
    ['a, b,c', ['a', 'b', 'c']],
    ['a', ['a']],
    ['', []],
    [' , a ,\t,b, ', ['a', 'b']],
    ['"a, b", c', ['"a, b"', 'c']],
    ['W/"1,2" , "3"', ['W/"1,2"', '"3"']],
    ['a="x, \\"y, z", b', ['a="x, \\"y, z"', 'b']],
    ['"a\\\\", b', ['"a\\\\"', 'b']],
    ['5" disk, tape', ['5" disk', 'tape']],
    ['"a", "b, c', ['"a"', '"b', 'c']],
    ['"a\\", b', ['"a\\"', 'b']],
    ['"', ['"']],
  ])('splits %j into %j', (field, elements) => {
    expect(splitList(field)).toEqual(elements);
  });

  it('takes time in proportion to the length, also for quotes that do not end', () => {
    expect(splitList('"\\'.repeat(500_000))).toHaveLength(1);
    expect(splitList('"' + '\\"'.repeat(500_000))).toHaveLength(1);
  });
});
