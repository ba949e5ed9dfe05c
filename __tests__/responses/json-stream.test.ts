import { Readable } from 'node:stream';
import { arrayFraming, isStreamedJSON } from '../../lib/responses/json-stream';

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
