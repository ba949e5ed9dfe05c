import { runInNewContext } from 'node:vm';
import { isPlainObject } from '../../lib/errors/plain-object';

describe('isPlainObject', () => {
  it.each<[string, unknown, boolean]>([
    ['{}', {}, true],
    ['an object without a prototype', Object.create(null), true],
    ['one of another realm', runInNewContext('({ a: 1 })'), true],
    ['an array of another realm', runInNewContext('[]'), false],
    ['an object that inherits', Object.create({ a: 1 }), false],
    ['a revoked Proxy', revoked(), false],
    ['null', null, false],
    ['an array', [], false],
    ['a text', 'a', false],
    ['a Date', new Date(), false],
    ['an object of a class', new (class A {})(), false],
  ])('of %s', (_what, value, expected) => {
    expect(isPlainObject(value)).toBe(expected);
  });
});

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
