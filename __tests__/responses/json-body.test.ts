import { runInNewContext } from 'node:vm';
import { Text } from 'express-returns';
import { checkJSON } from '../../lib/responses/json-body';
import { usageError } from '../diagnostics/refused';

function* generator() {
  yield 1;
}

describe('checkJSON', () => {
  it.each([null, '', 'a', 0, Number.NaN, true, {}, [], new Date(), generator(), { toJSON: () => 1 }])(
    'takes %p',
    (body) => {
      expect(() => {
        checkJSON('JSON', body);
      }).not.toThrow();
    },
  );

  it.each([
    ['a Text', new Text('a'), 'It is a response itself: return it, or give its body.'],
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
    ['an object with the keys then', { then: () => 1 }, 'Await it first.'],
  ])('refuses %s, and says what to give', (named, body, remedy) => {
    expect(() => {
      checkJSON('Success', body);
    }).toThrow(usageError('ERR_RETURNS_BODY', `Success cannot hold ${named}. ${remedy}`));
  });
});
