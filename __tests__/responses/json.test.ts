import { PassThrough } from 'node:stream';
import { JSON } from 'express-returns';
import { usageError } from '../diagnostics/refused';

describe('JSON', () => {
  it('is JSON in UTF-8 with status 200', () => {
    const response = new JSON({ a: 1 });

    expect(response.status).toBe(200);
    expect(response.headers).toEqual({ 'content-type': 'application/json; charset=utf-8' });
    expect(response.body).toEqual({ a: 1 });
  });

  it.each([
    ['an object', { a: 'é', b: undefined }, '{"a":"é"}'],
    ['an array', [1, undefined], '[1,null]'],
    ['a string', 'a"b', '"a\\"b"'],
    ['an empty string', '', '""'],
    ['zero', 0, '0'],
    ['false', false, 'false'],
    ['null', null, 'null'],
    ['a Date', new Date(0), '"1970-01-01T00:00:00.000Z"'],
    ['what has a toJSON', { toJSON: () => ({ a: 1 }) }, '{"a":1}'],
  ])('holds %s', async (_what, body, text) => {
    await expect(new JSON(body).text()).resolves.toBe(text);
  });

  it('sends the values of a generator as an array', async () => {
    function* values() {
      yield { a: 1 };
      yield undefined;
      yield 'b';
    }

    await expect(new JSON(values()).text()).resolves.toBe('[{"a":1},null,"b"]');
  });

  it.each([
    ['undefined', undefined, 'undefined'],
    ['a bigint', 1n, '1n'],
    ['a symbol', Symbol('a'), 'Symbol(a)'],
    ['a function', () => 1, 'a function'],
    ['a Map', new Map(), 'a Map'],
    ['a Set', new Set(), 'a Set'],
    // JSON.stringify makes {} of it: the handler forgot to await.
    ['a promise', Promise.resolve(1), 'a Promise'],
  ])('refuses %s', (_what, body, named) => {
    expect(() => new JSON(body as object)).toThrow(usageError('ERR_RETURNS_BODY', `JSON cannot hold ${named}.`));
  });

  it('keeps a Readable that fails before it is read from ending the process', () => {
    const stream = new PassThrough({ objectMode: true });
    new JSON(stream);

    // With no listener, emitting an error throws it.
    expect(() => stream.emit('error', new Error('gone'))).not.toThrow();
  });

  it('has parse and stringify of the global JSON', () => {
    expect(JSON.parse).toBe(globalThis.JSON.parse);
    expect(JSON.stringify).toBe(globalThis.JSON.stringify);
  });
});
