import { PassThrough } from 'node:stream';
import * as reply from 'express-returns';
import { Response, Text, type AnyResponse, type ResponseInit } from 'express-returns';
import { isResponse } from '../../lib/responses/response';
import { usageError } from '../diagnostics/refused';

class CSV extends Response {
  static override contentType = 'text/csv; charset=utf-8';

  constructor(rows: string[][], init?: ResponseInit) {
    super(rows.map((row) => row.join(',')).join('\n'), init);
  }
}

describe('Response', () => {
  it('is plain text with status 200 unless the init says otherwise', () => {
    expect(new Response('a')).toEqual({
      body: 'a',
      status: 200,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      cookies: [],
    });
    expect(
      new Response('a', {
        status: 404,
        contentType: 'text/x',
        headers: { 'X-One': 1 },
        cookies: [{ name: 'b', value: 'c' }],
      }),
    ).toEqual({
      body: 'a',
      status: 404,
      headers: { 'content-type': 'text/x', 'x-one': '1' },
      cookies: [{ name: 'b', value: 'c' }],
    });
  });

  it('lets a content-type header replace the one of the class', () => {
    expect(new Response('a', { headers: { 'Content-Type': 'text/x' } }).headers).toEqual({ 'content-type': 'text/x' });
  });

  it('has no content type without a body, unless one is given', () => {
    expect(new Response(null).headers).toEqual({});
    expect(new Response(null, { contentType: 'text/x' }).headers).toEqual({ 'content-type': 'text/x' });
  });

  it('holds the body that it was given, not a copy', () => {
    const body = Buffer.from('a');

    expect(new Response(body).body).toBe(body);
    expect(new Response(body).with({ status: 201 }).body).toBe(body);
  });

  it.each([
    ['undefined', undefined, 'undefined'],
    ['a symbol', Symbol('a'), 'Symbol(a)'],
    ['a function', () => 'a', 'a function'],
    ['an object', { a: 1 }, 'an object with the keys a'],
    ['a Date', new Date(), 'a Date'],
    ['a promise', Promise.resolve('a'), 'a Promise'],
  ])('refuses %s as its body', (_what, body, named) => {
    expect(() => new Response(body)).toThrow(
      usageError('ERR_RETURNS_BODY', `Response cannot have ${named} as its body: `),
    );
  });

  it.each([204, 205, 304])('takes no body with the status %d', (status) => {
    expect(new Response(null, { status }).status).toBe(status);
    expect(new Response('', { status }).status).toBe(status);
    expect(() => new Response('a', { status })).toThrow(
      usageError('ERR_RETURNS_STATUS', `Response cannot have the status ${status}: this status has no body`),
    );
    expect(() => new Response('a').with({ status })).toThrow(
      usageError('ERR_RETURNS_STATUS', 'this status has no body'),
    );
  });

  it('can be made by a class of a user, which errors name', () => {
    expect(
      new CSV([
        ['a', 'b'],
        ['c', 'd'],
      ]),
    ).toMatchObject({ body: 'a,b\nc,d', headers: { 'content-type': 'text/csv; charset=utf-8' } });
    expect(() => new CSV([], { status: 99 })).toThrow(
      usageError('ERR_RETURNS_STATUS', 'CSV cannot have the status 99'),
    );
  });

  it('renders as itself', () => {
    const response = new Response('a');

    expect(response.render({} as never)).toBe(response);
  });

  it('keeps a Readable that fails before it is read from ending the process', async () => {
    const stream = new PassThrough();
    new Response(stream);
    stream.destroy(new Error('gone'));
    // The failure is emitted within this turn; without a listener it is an uncaught exception, which fails the run.
    await new Promise(setImmediate);

    expect(stream.errored).toEqual(new Error('gone'));
  });
});

describe('Response[Symbol.hasInstance]', () => {
  it('is exact for subclasses', () => {
    const text: AnyResponse = new Text('a');

    expect([Response, Text, reply.HTML, CSV].map((responseClass) => text instanceof responseClass)).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(new CSV([]) instanceof CSV).toBe(true);
  });

  it.each([
    ['null', null],
    ['undefined', undefined],
    ['a string', 'a'],
    ['a web Response', new globalThis.Response('a')],
    ['an object alike', Object.assign({}, new Text('a'))],
    ['a class', Text],
  ])('is false for %s', (_what, value: unknown) => {
    expect(value instanceof Response).toBe(false);
    expect(isResponse(value)).toBe(false);
  });
});

describe('Response.text, json and bytes', () => {
  it('give what would be sent', async () => {
    const response = new Response('{"a":"é"}');

    await expect(response.text()).resolves.toBe('{"a":"é"}');
    await expect(response.json()).resolves.toEqual({ a: 'é' });
    await expect(response.bytes()).resolves.toEqual(Buffer.from('{"a":"é"}'));
  });

  it('decode characters that chunks cut apart', async () => {
    const [first, second] = [Buffer.from('é').subarray(0, 1), Buffer.from('é').subarray(1)];

    await expect(new Response([first, second]).text()).resolves.toBe('é');
  });

  it('reject for a body that is no JSON', async () => {
    await expect(new Response('<p>').json()).rejects.toThrow(SyntaxError);
  });
});
