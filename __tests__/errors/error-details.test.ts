import { Error as ErrorResponse, ErrorCode, NotFound, Text } from 'express-returns';
import { createTable } from '../../lib/errors/code-table';
import { detailsOfCode, detailsOfStatus, isCoded, phraseOf } from '../../lib/errors/error-details';

const errors = createTable([new ErrorCode(1101, "User '{}' does not exist", 400)]);

describe('detailsOfStatus', () => {
  it.each([
    [500, 1000, 'Server error'],
    [404, 1001, 'Not found'],
    [400, 1002, 'Unexpected data'],
    [413, 413, 'Payload Too Large'],
    [503, 503, 'Service Unavailable'],
    [499, 499, 'Bad Request'],
  ])('knows a %i by the code %i', (status, code, title) => {
    expect(detailsOfStatus({ status })).toEqual({
      code,
      status,
      title,
      message: title,
      data: undefined,
      headers: {},
      cookies: [],
    });
  });

  it('has the message and data that are given', () => {
    expect(detailsOfStatus({ status: 409, message: 'Taken', data: 1 })).toMatchObject({
      title: 'Conflict',
      message: 'Taken',
      data: 1,
    });
  });
});

describe('phraseOf', () => {
  it.each([
    [404, 'Not Found'],
    [477, 'Bad Request'],
    [577, 'Internal Server Error'],
  ])('of %i is %s', (status, phrase) => {
    expect(phraseOf(status)).toBe(phrase);
  });
});

describe('detailsOfCode', () => {
  it('has a title that is the same for every error of a code', () => {
    expect(detailsOfCode(new ErrorResponse(1101, 'a'), errors)).toMatchObject({
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
