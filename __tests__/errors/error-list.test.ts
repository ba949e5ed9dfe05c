import { Error as ErrorResponse, ErrorCode, ErrorList } from 'express-returns';
import { usageError } from '../diagnostics/refused';

const errors = new ErrorList(
  new ErrorCode(1100, 'Authorization error', 401),
  new ErrorCode(1101, "User '{}' does not exist", 400),
  new ErrorCode(1102, '{field} is not {wanted}', 422),
  new ErrorCode(1500, 'Upstream {0}', 502),
);

describe('ErrorList', () => {
  it('makes errors with their message and status', async () => {
    const error = errors.error(1101, 'jalil', { data: { user: 'jalil' }, headers: { 'Retry-After': 5 } });

    expect(error).toBeInstanceOf(ErrorResponse);
    expect(error).toMatchObject({
      name: 'Error',
      code: 1101,
      message: "User 'jalil' does not exist",
      status: 400,
      statusCode: 400,
      expose: true,
      data: { user: 'jalil' },
      headers: { 'retry-after': '5' },
    });
    await expect(error.json()).resolves.toEqual({
      status: 'error',
      code: 1101,
      message: "User 'jalil' does not exist",
      data: { user: 'jalil' },
    });
  });

  it('knows the codes that every app has', async () => {
    await expect(errors.error(1001).text()).resolves.toBe('{"status":"error","code":1001,"message":"Not found"}');
  });

  it('makes errors below 500 without a stack trace, the others with one', () => {
    const limit = Error.stackTraceLimit;

    expect(errors.error(1100).stack).toBe('Error: Authorization error');
    expect(errors.error(1500, 'down').stack).toMatch(/^Error: Upstream down\n +at .*error-list\.test\.ts/s);
    expect(Error.stackTraceLimit).toBe(limit);
  });

  it('compares by message, so by code and values', () => {
    expect(errors.error(1101, 'a')).toEqual(errors.error(1101, 'a'));
    expect(errors.error(1101, 'a')).not.toEqual(errors.error(1101, 'b'));
  });

  it.each<[string, unknown[], string]>([
    ['too few positions', [1101], `needs the value "0"; its data is undefined.`],
    [
      'too many positions',
      [1101, ['a', 'b']],
      'has no placeholder for the value "1"; its data is an array of 2 items.',
    ],
    ['a missing name', [1102, { field: 'a' }], 'needs the value "wanted"; its data is an object with the keys field.'],
    ['an undefined value', [1102, { field: 'a', wanted: undefined }], 'needs the value "wanted"'],
    ['a surplus name', [1102, { field: 'a', wanted: 'b', other: 'c' }], 'has no placeholder for the value "other"'],
    ['values without places', [1100, 'a'], 'has no placeholder for the value "0"; its data is "a".'],
    ['an inherited name', [1102, Object.create({ field: 'a', wanted: 'b' })], 'has no placeholder for the value "0"'],
  ])('refuses %s', (_what, [code, ...data], fact) => {
    expect(() => errors.error(code as 1101, ...(data as ['a']))).toThrow(usageError('ERR_RETURNS_MESSAGE_DATA', fact));
  });

  it('has its codes, by their code and one by one', () => {
    expect(errors.get(1100)).toBe(errors.codes[0]);
    expect(errors.get(1000).message).toBe('Server error');
    expect([...errors]).toEqual([...errors.codes]);
    expect(Object.isFrozen(errors) && Object.isFrozen(errors.codes)).toBe(true);
    expect(() => errors.get(9999 as never)).toThrow(
      usageError(
        'ERR_RETURNS_ERROR_CODE',
        'has no error code 9999; it has 1000, 1001, 1002, 1003, 1100, 1101, 1102, 1500.',
      ),
    );
  });

  it.each<[string, () => unknown, string]>([
    ['what is no ErrorCode', () => new ErrorList({ code: 1 } as never), 'takes ErrorCode objects; got an object'],
    [
      'a code twice, with both messages',
      () => new ErrorList(new ErrorCode(1, 'a', 400), new ErrorCode(1, 'b', 400)),
      'The error code 1 is defined as "a" and again as "b". Give one of them another code.',
    ],
    [
      'a built-in code',
      () => new ErrorList(new ErrorCode(1001, 'b', 400)),
      'The error code 1001 is built in as "Not found" and again as "b".',
    ],
  ])('refuses %s', (_what, make, message) => {
    expect(make).toThrow(usageError('ERR_RETURNS_ERROR_CODE'));
    expect(make).toThrow(message);
  });
});
