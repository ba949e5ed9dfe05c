import { runInNewContext } from 'node:vm';
import { Text } from 'express-returns';
import { checkJSON } from '../../lib/responses/json-body';
import { usageError } from '../diagnostics/refused';

/** Items in private state, as in many a collection. */
class Hidden {
  readonly #items = [1];
  [Symbol.iterator]() {
    return this.#items.values();
  }
}

function* generator() {
  yield 1;
}

describe('checkJSON', () => {
  class Empty {}
  class Shelf {
    readonly books = ['a'];
    [Symbol.iterator]() {
      return this.books.values();
    }
  }

  it.each([
    ...[null, '', 'a', 0, Number.NaN, true, {}, [], new Date(), generator(), { toJSON: () => 1 }],
    ...[new Empty(), new Shelf(), new URL('http://a/'), Object.create(null), runInNewContext('({})')],
    ...[Buffer.from('a'), Object.assign(new Map(), { toJSON: () => [] }), new ReadableStream()],
  ])('takes %p', (body) => {
    expect(() => {
      checkJSON('JSON', body);
    }).not.toThrow();
  });

  it.each([
    ['a Text', new Text('a'), 'It is already a response: return it, or give its body.'],
    ['undefined', undefined, 'Give an object, an array, a string, a number, a boolean or null.'],
    ['1n', 1n, 'Give an object, an array, a string, a number, a boolean or null.'],
    ['a function', () => 1, 'Give an object, an array, a string, a number, a boolean or null.'],
    ['Symbol(a)', Symbol('a'), 'Give an object, an array, a string, a number, a boolean or null.'],
    ['a Map', new Map(), 'Give Object.fromEntries(map) or [...set].'],
    ['a Set', new Set(), 'Give Object.fromEntries(map) or [...set].'],
    ['a Map', runInNewContext('new Map()'), 'Give Object.fromEntries(map) or [...set].'],
    ['a WeakMap', new WeakMap(), 'Give Object.fromEntries(map) or [...set].'],
    ['a WeakSet', new WeakSet(), 'Give Object.fromEntries(map) or [...set].'],
    ['a Promise', Promise.resolve(1), 'Await it first.'],
    ['a Map', Object.assign(new Map(), { own: 1 }), 'Give Object.fromEntries(map) or [...set].'],
    ['a URLSearchParams', new URLSearchParams('a=1'), 'Give Object.fromEntries(...) of it.'],
    ['a FormData', new FormData(), 'Give Object.fromEntries(...) of it.'],
    ['a Headers', new Headers({ a: 'b' }), 'Give Object.fromEntries(...) of it.'],
    ['a RegExp', /a/, 'Give its source.'],
    ['a Blob', new Blob(['a']), 'Give its content as plain data.'],
    ['an ArrayBuffer', new ArrayBuffer(1), 'Give its content as plain data.'],
    ['a Request', new Request('http://a/'), 'Give its content as plain data.'],
    ['a WeakRef', new WeakRef({}), 'Give its content as plain data.'],
    ['an Error', new Error('a'), 'Return or throw it, or give its message.'],
    ['a Hidden', new Hidden(), 'Give an array of its items.'],
    ['an object with the keys then', { then: () => 1 }, 'Await it first.'],
  ])('refuses %s, and says what to give', (named, body, remedy) => {
    expect(() => {
      checkJSON('Success', body);
    }).toThrow(usageError('ERR_RETURNS_BODY', `Success cannot hold ${named}. ${remedy}`));
  });
});
