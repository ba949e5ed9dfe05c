import { runInNewContext } from 'node:vm';
import fc from '../helpers/fast-check';
import { Error as ErrorResponse, ErrorCode } from 'express-returns';
import { isPlainObject, renderMessage } from '../../lib/errors/message';
import { usageError } from '../diagnostics/refused';

describe('renderMessage', () => {
  it.each<[string, unknown, string]>([
    ['no values', undefined, 'no values'],
    ['{}', 'jalil', 'jalil'],
    ['{}', ['jalil'], 'jalil'],
    ['{}', { a: 1 }, '{"a":1}'],
    ['{}', null, 'null'],
    ['{} {}', ['a', 2], 'a 2'],
    ['{0}', [['a', 'b']], '["a","b"]'],
    ['{a}', { a: 'b' }, 'b'],
    ['{constructor}', { constructor: 'own' }, 'own'],
    ['{}', '{}', '{}'],
  ])('%j with %j', (template, data, message) => {
    expect(renderMessage(new ErrorCode(1100, template, 400), data)).toBe(message);
  });

  it('takes no inherited property for a value', () => {
    expect(() => renderMessage(new ErrorCode(1100, '{constructor}', 400), {})).toThrow(
      usageError('ERR_RETURNS_MESSAGE_DATA', 'needs the value "constructor"'),
    );
  });

  const hostile: readonly [string, unknown][] = [
    ['a getter that throws', Object.defineProperty({}, 'a', { get: fail, enumerable: true })],
    ['a Proxy that throws', new Proxy({}, { ownKeys: fail, get: fail, getPrototypeOf: fail })],
    ['a revoked Proxy', revoked({})],
    ['a revoked Proxy of an array', revoked([])],
    ['an array whose items throw', Object.defineProperty([], '0', { get: fail })],
    ['a toJSON that throws', { toJSON: fail }],
    ['a toString that throws', { toString: fail, [Symbol.toPrimitive]: fail }],
  ];

  it.each(hostile)('shows %s without a word of it', (_what, data) => {
    const error = new ErrorResponse(1100, data);

    expect(error.message).not.toContain('secret');
    expect(renderMessage(new ErrorCode(1100, '{}', 400), error.messageData)).not.toContain('secret');
    expect(renderMessage(new ErrorCode(1100, '{}', 400), [data])).not.toContain('secret');
  });

  it.each(hostile.slice(0, 5))('finds no names in %s', (_what, data) => {
    expect(() => renderMessage(new ErrorCode(1100, '{a}', 400), data)).toThrow(
      usageError('ERR_RETURNS_MESSAGE_DATA', 'has no placeholder for the value "0"'),
    );
  });

  it('takes a template and values of 64 kB', () => {
    const errorCode = new ErrorCode(1100, '{}'.repeat(32768), 400);
    const long = 'a'.repeat(65536);

    expect(renderMessage(errorCode, Array(32768).fill('ab'))).toHaveLength(65536);
    expect(renderMessage(new ErrorCode(1100, '{}', 400), long)).toBe(long);
  });

  it('shows exactly the given values, or refuses them as a whole', () => {
    const templates = fc.constantFrom('{}', '{} {}', '{1}{0}', '{a}', '{a} {toString}', 'plain');
    fc.assert(
      fc.property(templates, fc.anything({ withBigInt: true, withDate: true, withMap: true }), (template, data) => {
        try {
          expect(typeof renderMessage(new ErrorCode(1100, template, 400), data)).toBe('string');
        } catch (error) {
          expect(error).toEqual(usageError('ERR_RETURNS_MESSAGE_DATA'));
        }
      }),
    );
  });
});

function revoked(target: object): unknown {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

function fail(): never {
  throw new Error('secret');
}

describe('isPlainObject', () => {
  it.each<[string, unknown, boolean]>([
    ['{}', {}, true],
    ['an object without a prototype', Object.create(null), true],
    ['one of another realm', runInNewContext('({ a: 1 })'), true],
    ['an array of another realm', runInNewContext('[]'), false],
    ['an object that inherits', Object.create({ a: 1 }), false],
    ['a revoked Proxy', revoked({}), false],
    ['null', null, false],
    ['an array', [], false],
    ['a text', 'a', false],
    ['a Date', new Date(), false],
    ['an object of a class', new (class A {})(), false],
  ])('of %s', (_what, value, expected) => {
    expect(isPlainObject(value)).toBe(expected);
  });
});
