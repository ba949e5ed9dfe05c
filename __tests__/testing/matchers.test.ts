import { stripVTControlCharacters } from 'node:util';
import { Error as ErrorResponse, ErrorCode, ErrorList, JSON as JSONResponse, NotFound, Text } from 'express-returns';
import { matchers } from 'express-returns/testing';

expect.extend(matchers);

const errors = new ErrorList(new ErrorCode(1101, "User '{}' does not exist", 404), new ErrorCode(1102, 'Taken', 409));
const taken = errors.error(1102, undefined, { data: { field: 'name' }, headers: { 'Retry-After': '1' } });

/** The message of a matcher that fails, without colours. */
function messageOf(run: () => void): string {
  try {
    run();
  } catch (error) {
    return stripVTControlCharacters((error as Error).message);
  }
  throw new Error('It passed.');
}

describe('toBeError', () => {
  it.each<[received: unknown, code: number | string, parts?: object]>([
    [errors.error(1101, 'ada'), 1101],
    [new ErrorResponse(1101, 'ada'), 1101],
    [new ErrorResponse('TAKEN'), 'TAKEN'],
    [taken, 1102, { status: 409, message: 'Taken', data: { field: 'name' } }],
    [taken, 1102, { data: expect.objectContaining({ field: expect.any(String) }) }],
    [taken, 1102, { headers: { 'retry-after': '1' } }],
    [new NotFound(), 404],
  ])('passes for %p and %p', (...[received, code, parts]) => {
    expect(received).toBeError(code, parts);
  });

  it.each<[received: unknown, code: number | string, parts?: object]>([
    [errors.error(1101, 'ada'), 1102],
    [errors.error(1101, 'ada'), '1101'],
    [taken, 1102, { data: { field: 'other' } }],
    [taken, 1102, { status: 404 }],
    [new NotFound(), 1001],
    [new TypeError('1101'), 1101],
    [new JSONResponse({ code: 1101 }), 1101],
    [undefined, 1101],
  ])('does not pass for %p and %p', (...[received, code, parts]) => {
    expect(received).not.toBeError(code, parts);
    expect(() => {
      expect(received).toBeError(code, parts);
    }).toThrow('toBeError');
  });

  it('shows the difference of what was given', () => {
    const message = messageOf(() => {
      expect(taken).toBeError(1101, { data: { field: 'name' } });
    });

    expect(message).toContain('-   "code": 1101,\n+   "code": 1102,');
    expect(message).not.toContain('Retry-After');
  });

  it('shows what is no error', () => {
    expect(
      messageOf(() => {
        expect('text').toBeError(1101);
      }),
    ).toContain('Expected an error of express-returns\nReceived: "text"');
  });
});

describe('toEqualResponse', () => {
  it.each<[received: unknown, expected: unknown]>([
    [new JSONResponse({ a: 1 }), new JSONResponse({ a: 1 })],
    [
      new Text('a', { headers: { 'X-A': '1' }, cookies: [{ name: 'a', value: 'b' }] }),
      new Text('a', { headers: { 'x-a': '1' }, cookies: [{ name: 'a', value: 'b' }] }),
    ],
    [new JSONResponse({ a: 1, b: 2 }), new JSONResponse(expect.objectContaining({ a: 1 }) as object)],
    [errors.error(1101, 'ada'), errors.error(1101, 'ada')],
    [errors.error(1101, 'ada'), new ErrorResponse(1101, 'ada')],
    [new NotFound('a'), new NotFound('a')],
  ])('passes for %p and %p', (received, expected) => {
    expect(received).toEqualResponse(expected);
  });

  it.each<[received: unknown, expected: unknown]>([
    [new JSONResponse({ a: 1 }), new JSONResponse({ a: 2 })],
    [new JSONResponse({ a: 1 }), new JSONResponse({ a: 1 }, { status: 201 })],
    [new JSONResponse('a'), new Text('a')],
    [errors.error(1101, 'ada'), errors.error(1101, 'bob')],
    [errors.error(1101, 'ada'), new ErrorResponse(1101, 'bob')],
    // toEqual compares the messages of errors only.
    [taken, errors.error(1102, undefined, { data: { field: 'other' } })],
    [taken, new JSONResponse({ code: 1102 })],
    [new NotFound('a'), new NotFound({ a: 1 })],
    ['text', new Text('text')],
  ])('does not pass for %p and %p', (received, expected) => {
    expect(received).not.toEqualResponse(expected);
  });

  it('shows the difference', () => {
    const message = messageOf(() => {
      expect(new JSONResponse({ id: 7 })).toEqualResponse(new JSONResponse({ id: 8 }));
    });

    expect(message).toContain('-     "id": 8,\n+     "id": 7,');
  });

  it('refuses an expected value that is no response', () => {
    expect(() => {
      expect(taken).toEqualResponse({ code: 1102 });
    }).toThrow('toEqualResponse() takes a response; got');
  });
});
