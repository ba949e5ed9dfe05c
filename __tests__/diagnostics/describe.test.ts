import fc, { anyText } from '../helpers/fast-check';
import { UsageError } from 'express-returns';
import { cut, describe as describeValue } from '../../lib/diagnostics/describe';

class User {
  readonly password = 'secret';
}

class ThrowingName {
  static get name(): string {
    return fail();
  }

  readonly id = 1;
}

function revoked(target: object): unknown {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

describe('describe', () => {
  it.each([
    ['a "quoted"\ntext', '"a \\"quoted\\"\\ntext"'],
    ['', '""'],
    ['a'.repeat(61), `"${'a'.repeat(60)}…"`],
    [12, '12'],
    [Number.NaN, 'NaN'],
    [12n, '12n'],
    [10n ** 99n, `1${'0'.repeat(59)}…n`],
    [true, 'true'],
    [undefined, 'undefined'],
    [null, 'null'],
    [Symbol('id'), 'Symbol(id)'],
    [() => undefined, 'a function'],
    [describeValue, 'a function describe'],
    [UsageError, 'a function UsageError'],
    [[], 'an array of 0 items'],
    [[1, 2], 'an array of 2 items'],
    [{}, 'an object without keys'],
    [Object.create(null), 'an object without keys'],
    [{ id: 1, name: 'x' }, 'an object with the keys id, name'],
    [{ ['k'.repeat(61)]: 1 }, `an object with the keys ${'k'.repeat(60)}…`],
    [new User(), 'a User'],
    [Object.create(User.prototype), 'a User'],
    [{ constructor: User }, 'an object with the keys constructor'],
    [Object.create({ constructor: 'User' }), 'an object without keys'],
    [new UsageError('ERR_RETURNS_BODY', 'secret'), 'an Error'],
    [new Map(), 'a Map'],
    [new Date(0), 'a Date'],
    [new Error('secret'), 'an Error'],
    [Promise.resolve(), 'a Promise'],
  ])('describes %p', (value, name) => {
    expect(describeValue(value)).toBe(name);
  });

  it('does not run getters', () => {
    const getter = jest.fn(() => 'secret');
    const value = Object.defineProperty({}, 'password', { get: getter, enumerable: true });

    expect(describeValue(value)).toBe('an object with the keys password');
    expect(getter).not.toHaveBeenCalled();
  });

  it.each([
    [
      'a toStringTag that throws',
      Object.defineProperty({}, Symbol.toStringTag, { get: () => fail() }),
      'an object that cannot be read',
    ],
    ['a proxy that throws', new Proxy({}, { ownKeys: () => fail() }), 'an object that cannot be read'],
    ['a revoked proxy', revoked({}), 'an object that cannot be read'],
    ['a revoked proxy of an array', revoked([]), 'an object that cannot be read'],
    [
      'a function whose name throws',
      Object.defineProperty(() => undefined, 'name', { get: () => fail() }),
      'a function',
    ],
    ['an object whose class has a name that throws', new ThrowingName(), 'an object with the keys id'],
    ['a function whose name is no text', Object.defineProperty(() => undefined, 'name', { value: 1 }), 'a function'],
    ['a revoked proxy of a function', revoked(() => undefined), 'a function'],
  ])('does not throw for %s', (_what, value, name) => {
    expect(describeValue(value)).toBe(name);
  });

  // Keys may come from a request: a line feed among them would forge a line of the log.
  it.each([
    ['key', { 'a\nb': 1 }],
    ['tag', { [Symbol.toStringTag]: 'a\r\nb' }],
    ['symbol', Symbol('a\nb')],
    ['function name', Object.defineProperty(() => undefined, 'name', { value: 'a\nb' })],
  ])('keeps a %s with a line feed on one line', (_what, value) => {
    expect(describeValue(value)).not.toMatch(/[\r\n]/);
  });

  it('gives a string of bounded length for any value', () => {
    const anything = fc.anything({
      withBigInt: true,
      withBoxedValues: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withObjectString: true,
      withSet: true,
      withSparseArray: true,
      withTypedArray: true,
    });
    // JSON writes one character in up to six.
    const longest = 6 * 61 + 2;

    fc.assert(
      fc.property(fc.oneof(anything, anyText({ maxLength: 200 })), (value) => {
        const name: unknown = describeValue(value);
        return typeof name === 'string' && name.length <= longest;
      }),
    );
  });
});

describe('cut', () => {
  it.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'abc…'],
    ['', 0, ''],
    ['a\r\nb\u2028c\0', 9, 'a  b c '],
  ])('shortens %p to %d characters of one line', (text, longest, expected) => {
    expect(cut(text, longest)).toBe(expected);
  });
});

function fail(): never {
  throw new Error('called into the value');
}
