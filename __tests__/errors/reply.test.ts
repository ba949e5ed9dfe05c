import type { Request } from 'express';
import { Error as ErrorResponse, ErrorCode, NotFound, Text } from 'express-returns';
import { createTable } from '../../lib/errors/code-table';
import { factsOf, isCoded } from '../../lib/errors/facts';
import { errorReply } from '../../lib/errors/reply';

const req = { originalUrl: '/users/a?b=c' } as Request;
const errors = createTable([new ErrorCode(1101, "User '{}' does not exist", 400)]);

describe('errorReply', () => {
  it('is the envelope of a coded error', () => {
    const error = new ErrorResponse(1101, 'a', { headers: { 'X-A': '1' }, cookies: [{ name: 'c', value: 'd' }] });
    const { status, body, headers, cookies } = errorReply(error, req, { errors });

    expect([status, body]).toEqual([400, { status: 'error', code: 1101, message: "User 'a' does not exist" }]);
    expect(headers).toEqual({ 'content-type': 'application/json; charset=utf-8', 'x-a': '1' });
    expect(cookies).toEqual([{ name: 'c', value: 'd' }]);
  });

  it('has data where there is some, null too', () => {
    expect(errorReply(new ErrorResponse(1001, undefined, { data: null }), req, {}).body).toEqual({
      status: 'error',
      code: 1001,
      message: 'Not found',
      data: null,
    });
  });

  it('is the own body of an exception', () => {
    expect(errorReply(new NotFound('No.'), req, {})).toEqual(new Text('No.', { status: 404 }));
  });
});

describe('factsOf', () => {
  it('has a title that is the same for every error of a code', () => {
    expect(factsOf(new ErrorResponse(1101, 'a'), errors)).toMatchObject({
      title: "User '{}' does not exist",
      message: "User 'a' does not exist",
    });
  });
});

describe('isCoded', () => {
  it.each<[string, unknown, boolean]>([
    ['an Error', new ErrorResponse(1), true],
    ['an exception', new NotFound(), false],
    ['an exception with a code of its own', Object.assign(new NotFound(), { code: 7 }), false],
    ['a response', new Text('a'), false],
    ['a response with a code of its own', Object.assign(Object.create(new Text('a')) as object, { code: 1 }), false],
    ['another error', Object.assign(new Error('a'), { code: 1 }), false],
    ['nothing', undefined, false],
    ['a Proxy that throws', new Proxy({}, { get: fail }), false],
  ])('of %s', (_what, value, expected) => {
    expect(isCoded(value)).toBe(expected);
  });
});

function fail(): never {
  throw new Error('called into the value');
}
