import type { Request } from 'express';
import { Error as ErrorResponse, ErrorCode, ErrorList, NotFound, Text } from 'express-returns';
import { createTable } from '../../lib/errors/code-table';
import { resolveError } from '../../lib/errors/error';
import { factsOf, isCoded } from '../../lib/errors/facts';
import { errorReply, type ErrorFormat } from '../../lib/errors/reply';

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

  it.each<[string, ErrorFormat]>([
    ['the envelope', 'envelope'],
    ['a problem', 'problem'],
  ])('is compressed where its error says so: %s', (_what, errorFormat) => {
    const settings = { errors, errorFormat };
    const declared = new ErrorResponse(1101, 'a', { compress: true });

    expect(errorReply(declared, req, settings).compress).toBe(true);
    expect(errorReply(resolveError(declared, errors), req, settings).compress).toBe(true);
    expect(errorReply(new NotFound('No.', { compress: true }), req, settings).compress).toBe(true);
    expect(errorReply(new NotFound('No.').with({ compress: true }), req, settings).compress).toBe(true);
    expect(errorReply(new NotFound('No.'), req, settings).compress).toBeUndefined();
    expect(() => new NotFound('No.', { compress: 1 as never })).toThrow('The option compress of NotFound must be');
  });

  it('is the own body of an exception', () => {
    expect(errorReply(new NotFound('No.'), req, {})).toEqual(new Text('No.', { status: 404 }));
  });
});

it('is the same for an error whose headers and cookies somebody has taken away', () => {
  const bare = (error: object) => Object.assign(error, { headers: undefined, cookies: undefined });

  expect(errorReply(bare(new NotFound('No.')), req, {})).toEqual(errorReply(new NotFound('No.'), req, {}));
  expect(errorReply(bare(new ErrorResponse(1101, 'a')), req, { errors })).toEqual(
    errorReply(new ErrorResponse(1101, 'a'), req, { errors }),
  );
});

describe('an error whose status somebody has overwritten', () => {
  const overwritten = (error: object, status: unknown) => Object.assign(error, { status, statusCode: status });
  const list = new ErrorList(new ErrorCode(1101, "User '{}' does not exist", 400));

  it.each([200, 204, 304, 399, 600, 99, '503', NaN, null])('with %p has that of its code', (status) => {
    for (const error of [list.error(1101, 'a'), new ErrorResponse(1101, 'a')])
      expect(errorReply(overwritten(error, status), req, { errors })).toMatchObject({
        status: 400,
        body: { message: "User 'a' does not exist" },
      });
  });

  it.each([200, 204, 304, 99, '503'])('with %p is a 500 where it has no code', (status) => {
    expect(errorReply(overwritten(new NotFound('No.'), status), req, {})).toEqual(new Text('No.', { status: 500 }));
    expect(errorReply(overwritten(new NotFound('No.'), status), req, { errorFormat: 'problem' }).status).toBe(500);
  });

  it('keeps another status of errors', () => {
    expect(errorReply(overwritten(list.error(1101, 'a'), 409), req, { errors }).status).toBe(409);
    expect(errorReply(overwritten(new NotFound(), 410), req, {}).status).toBe(410);
  });

  it('reaches next with that of its code, too', () => {
    expect(resolveError(overwritten(list.error(1101, 'a'), 200) as ErrorResponse, errors)).toMatchObject({
      status: 400,
      statusCode: 400,
    });
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
