import { isPlainObject } from '../../lib/errors/plain-object';

describe('isPlainObject', () => {
  it.each<[string, unknown, boolean]>([
    ['{}', {}, true],
    ['an object without a prototype', Object.create(null), true],
    ['null', null, false],
    ['an array', [], false],
    ['a text', 'a', false],
    ['a Date', new Date(), false],
    ['an object of a class', new (class A {})(), false],
  ])('of %s', (_what, value, expected) => {
    expect(isPlainObject(value)).toBe(expected);
  });
});
