import { Success } from 'express-returns';
import { usageError } from '../diagnostics/refused';

describe('Success', () => {
  it('is JSON in UTF-8 with status 200', () => {
    const response = new Success();

    expect(response.status).toBe(200);
    expect(response.headers).toEqual({ 'content-type': 'application/json; charset=utf-8' });
    expect(response.body).toStrictEqual({ status: 'success' });
  });

  it.each([
    ['undefined as none', undefined, '{"status":"success"}'],
    ['null as data', null, '{"status":"success","data":null}'],
    ['a text', 'Successful login!', '{"status":"success","data":"Successful login!"}'],
    ['false', false, '{"status":"success","data":false}'],
    ['an object', { id: 1 }, '{"status":"success","data":{"id":1}}'],
  ])('takes %s', async (_what, data, text) => {
    await expect(new Success(data).text()).resolves.toBe(text);
  });

  it('has a frozen body that holds the data as it was given', () => {
    const data = { id: 1 };
    const response = new Success(data);

    expect(Object.isFrozen(response.body)).toBe(true);
    expect(response.body.data).toBe(data);
  });

  it.each([
    ['a bigint', 1n, '1n'],
    ['a symbol', Symbol('a'), 'Symbol(a)'],
    ['a function', () => 1, 'a function'],
    ['a Map', new Map(), 'a Map'],
    // JSON.stringify makes {} of it: the handler forgot to await.
    ['a promise', Promise.resolve(1), 'a Promise'],
    // And of these: their values would be lost without a word.
    [
      'a generator',
      (function* () {
        yield 1;
      })(),
      'a Generator',
    ],
    ['a web stream', new ReadableStream(), 'a ReadableStream'],
  ])('refuses %s', (_what, data, named) => {
    expect(() => new Success(data as object)).toThrow(usageError('ERR_RETURNS_BODY', `Success cannot hold ${named}`));
  });

  it('takes no status without a body', () => {
    expect(() => new Success(undefined, { status: 204 })).toThrow(
      usageError('ERR_RETURNS_STATUS', 'Success cannot have the status 204: this status has no body'),
    );
  });
});
