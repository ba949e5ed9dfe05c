import { PassThrough } from 'node:stream';
import { checkItems } from '../../lib/responses/items';
import { usageError } from '../diagnostics/refused';

describe('checkItems', () => {
  it.each<[string, unknown]>([
    ['an array', [1]],
    ['an iterator', [].values()],
    ['an async iterable', { [Symbol.asyncIterator]: (): void => undefined }],
    ['a Readable', new PassThrough()],
    ['a web stream', new ReadableStream()],
  ])('takes %s', (_what, items) => {
    expect(() => {
      checkItems('JSONLines', items);
    }).not.toThrow();
  });

  it.each<[string, unknown, string]>([
    ['a string', 'abc', '"abc"'],
    ['bytes', Buffer.from('a'), 'a Uint8Array'],
    ['a Blob', new Blob([]), 'a Blob'],
    ['an object', { a: 1 }, 'an object with the keys a'],
    ['a function', () => [], 'a function'],
    ['null', null, 'null'],
  ])('refuses %s', (_what, items, shown) => {
    expect(() => {
      checkItems('JSONLines', items);
    }).toThrow(usageError('ERR_RETURNS_BODY', `JSONLines sends items one by one and cannot have ${shown}`));
  });
});
