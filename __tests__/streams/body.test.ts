import { Readable, Writable } from 'node:stream';
import * as body from '../../lib/streams/body';

function* generator() {
  yield 'a';
}

async function* asyncGenerator() {
  yield await Promise.resolve('a');
}

const method = () => 0;

const {
  isAsyncIterable,
  isBlob,
  isBytes,
  isIterable,
  isIterator,
  isNodeStream,
  isOldStream,
  isStream,
  isStreamable,
  isThenable,
  isWebStream,
} = body;
const predicates = {
  isAsyncIterable,
  isBlob,
  isBytes,
  isIterable,
  isIterator,
  isNodeStream,
  isOldStream,
  isStream,
  isStreamable,
  isThenable,
  isWebStream,
};

describe('what a body is', () => {
  it.each<[string, unknown, (keyof typeof predicates)[]]>([
    ['a Readable', Readable.from(['a']), ['isAsyncIterable', 'isNodeStream', 'isStream', 'isStreamable']],
    ['a web stream', new ReadableStream(), ['isAsyncIterable', 'isStream', 'isStreamable', 'isWebStream']],
    [
      'a web stream of the DOM types',
      { getReader: method, cancel: method },
      ['isStream', 'isStreamable', 'isWebStream'],
    ],
    ['a Blob', new Blob([]), ['isBlob', 'isStreamable']],
    ['a generator', generator(), ['isIterable', 'isIterator', 'isStream', 'isStreamable']],
    ['an async generator', asyncGenerator(), ['isAsyncIterable', 'isStream', 'isStreamable']],
    ['an iterator of an array', [].values(), ['isIterable', 'isIterator', 'isStream', 'isStreamable']],
    ['an array', [], ['isIterable', 'isStreamable']],
    ['a Map', new Map(), ['isIterable', 'isStreamable']],
    ['a Set', new Set(), ['isIterable', 'isStreamable']],
    ['a Buffer', Buffer.from('a'), ['isBytes', 'isIterable']],
    ['a typed array', new Float64Array(1), ['isBytes', 'isIterable']],
    ['a DataView', new DataView(new ArrayBuffer(1)), ['isBytes']],
    ['an ArrayBuffer', new ArrayBuffer(1), ['isBytes']],
    ['a SharedArrayBuffer', new SharedArrayBuffer(1), ['isBytes']],
    ['an iterator that cannot be iterated', { next: () => 0 }, []],
    ['a string', 'a', []],
    ['a number', 1, []],
    ['null', null, []],
    ['undefined', undefined, []],
    ['a generator function', generator, []],
    ['an object whose fields are no methods', { pipe: true, read: 1, next: {}, then: 'a' }, []],
    [
      'a Readable of an old version, which cannot be destroyed',
      { pipe: method, on: method, read: method, readable: true },
      ['isOldStream'],
    ],
    [
      'a Readable of readable-stream 2, without an async iterator',
      { pipe: method, on: method, read: method, destroy: method, readable: true },
      ['isNodeStream', 'isStream', 'isStreamable'],
    ],
    ['a stream as Node 0.8 had it', { pipe: method, on: method, destroy: method, readable: true }, ['isOldStream']],
    ['a Writable', new Writable(), []],
    [
      'what can be destroyed, but not read',
      { destroy: method, [Symbol.asyncIterator]: method },
      ['isAsyncIterable', 'isStream', 'isStreamable'],
    ],
    ['what can only be piped', { pipe: method }, []],
    ['what can only be cancelled', { cancel: method }, []],
    ['what only has a stream', { stream: method }, []],
    ['a promise', Promise.resolve(), ['isThenable']],
    ['a web Response', new Response('a'), []],
  ])('is recognised: %s', (_what, value, expected) => {
    const found = Object.entries(predicates).filter(([, predicate]) => predicate(value));

    expect(found.map(([name]) => name)).toEqual(expected);
  });
});

describe('toBuffer', () => {
  const larger = Uint8Array.of(9, 1, 2, 9);

  it.each([
    ['a part of a typed array', larger.subarray(1, 3)],
    ['a DataView', new DataView(larger.buffer, 1, 2)],
    ['an ArrayBuffer', larger.buffer.slice(1, 3)],
    ['a typed array of wider numbers', new Uint16Array(larger.buffer.slice(1, 3))],
  ])('views the bytes of %s without a copy', (_what, bytes) => {
    const buffer = body.toBuffer(bytes);

    expect([...buffer]).toEqual([1, 2]);
    expect(buffer.buffer).toBe(ArrayBuffer.isView(bytes) ? bytes.buffer : bytes);
  });

  it('returns a Buffer unchanged', () => {
    const buffer = Buffer.from('a');

    expect(body.toBuffer(buffer)).toBe(buffer);
  });
});
