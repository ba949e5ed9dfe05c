import { Readable } from 'node:stream';
import { runInNewContext } from 'node:vm';
import { arrayFraming, checkJSON, isStreamedJSON } from '../../lib/responses/json-stream';
import { usageError } from '../diagnostics/refused';

function* generator() {
  yield 1;
}

async function* asyncGenerator() {
  yield await Promise.resolve(1);
}

describe('isStreamedJSON', () => {
  it.each<[string, unknown, boolean]>([
    ['a generator', generator(), true],
    ['an async generator', asyncGenerator(), true],
    ['an iterator of a Map', new Map().values(), true],
    ['a Readable', Readable.from([]), true],
    ['a web stream', new ReadableStream(), true],
    ['an array', [], false],
    ['a typed array', new Uint8Array(), false],
    ['an object', { next: 1 }, false],
    ['a string', 'a', false],
    ['null', null, false],
  ])('is decided for %s', (_what, body, expected) => {
    expect(isStreamedJSON(body)).toBe(expected);
  });
});

describe('arrayFraming', () => {
  const framing = arrayFraming((item) => JSON.stringify(item));

  it.each([
    ['nothing', [], '[]'],
    ['one item', [{ a: 1 }], '[{"a":1}]'],
    ['several', [1, 'b', null, [2]], '[1,"b",null,[2]]'],
    ['what JSON has no text for', [undefined, () => 1, Symbol('a')], '[null,null,null]'],
  ])('writes %s as a JSON array', (_what, items, text) => {
    const parts = items.map((item, index) => framing.item(item, index));

    expect([...parts, framing.end(items.length)].join('')).toBe(text);
  });
});

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
    }).toThrow(usageError('ERR_RETURNS_BODY', `Success cannot hold ${named}, which JSON does not know. ${remedy}`));
  });
});
