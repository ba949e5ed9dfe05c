import * as reply from 'express-returns';
import { headerLines } from '../../lib/http/headers';
import { brand, brandOf, isOwnClass, PROTOCOL } from '../../lib/responses/brand';
import { anotherCopy } from '../helpers/copy';

class Note extends reply.Text {}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

describe('brandOf', () => {
  it.each<[string, reply.Response]>([
    ['body', new reply.Response('a')],
    ['body', new reply.Text('a')],
    ['body', new reply.HTML('a')],
    ['body', new reply.Binary('a')],
    ['body', new Note('a')],
    ['json', new reply.JSON({})],
    ['json', new reply.Success()],
    ['redirect', new reply.Redirect('/a')],
    ['view', new reply.View('a')],
    ['file', new reply.File('a')],
  ])('has the kind %s of %p', (kind, response) => {
    expect(brandOf(response)).toEqual({ protocol: PROTOCOL, kind });
  });

  it.each([
    ['null', null],
    ['undefined', undefined],
    ['a text', 'express-returns.response'],
    ['a class', reply.Text],
    ['an object', {}],
    ['a revoked Proxy', revoked()],
    [
      'JSON that tries',
      JSON.parse('{"Symbol(express-returns.response)":{"protocol":1,"kind":"body"},"__proto__":{"kind":"body"}}'),
    ],
  ])('is undefined for %s', (_what, value) => {
    expect(brandOf(value)).toBeUndefined();
  });
});

describe('brand', () => {
  it('cannot be changed, and is no key of a response', () => {
    class Marked {
      readonly id = 1;
    }
    brand(Marked, 'json');
    const symbol = Symbol.for('express-returns.response');

    expect(Reflect.set(Marked.prototype, symbol, null)).toBe(false);
    expect(Reflect.set(new Marked(), symbol, null)).toBe(false);
    expect(Reflect.ownKeys(new Marked())).toEqual(['id']);
    expect(Object.keys(Marked.prototype)).toEqual([]);
  });
});

describe('isOwnClass', () => {
  const own = [
    reply.Response,
    reply.Text,
    reply.HTML,
    reply.JSON,
    reply.Binary,
    reply.Redirect,
    reply.Success,
    reply.View,
    reply.File,
  ];

  it.each(own)('is true for %p', (responseClass) => {
    expect(isOwnClass(responseClass)).toBe(true);
  });

  it('is false for a class of a user', () => {
    expect(isOwnClass(Note)).toBe(false);
  });
});

describe('two copies of the package', () => {
  const [copyA, copyB] = [anotherCopy(), anotherCopy()];
  const textA: unknown = new copyA.Text('a');

  it('have classes of their own', () => {
    expect(copyA.Text).not.toBe(copyB.Text);
    expect(textA instanceof copyA.Text).toBe(true);
    expect(textA instanceof copyB.Text).toBe(false);
  });

  it('know the responses of each other', () => {
    expect(textA instanceof copyB.Response).toBe(true);
    expect(new copyB.JSON({}) instanceof copyA.Response).toBe(true);
  });

  it('know which bodies the other has read: a second reply from one is an error, not an empty 200', async () => {
    const items = ['a'].values();

    expect(await new copyA.Text(items).text()).toBe('a');
    await expect(new copyB.Text(items).text()).rejects.toMatchObject({ code: 'ERR_RETURNS_BODY_USED' });
  });

  it('know the headers of each other, in their spelling on the wire', () => {
    const theirs = new copyA.Response(null, { headers: { 'X-One': '1' } }).headers;
    const { headers } = new copyB.Response(null, { headers: theirs });

    expect(headerLines(headers)).toEqual([['X-One', '1']]);
  });
});
