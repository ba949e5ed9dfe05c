import { z } from 'zod';
import { ErrorCode, Status } from 'express-returns';
import { templateOf } from '../../lib/errors/error-code';
import { usageError } from '../diagnostics/refused';

describe('ErrorCode', () => {
  it('is a frozen value', () => {
    const code = new ErrorCode(1100, 'Authorization error', Status.UNAUTHORIZED);

    expect({ ...(code as object) }).toEqual({ code: 1100, message: 'Authorization error', status: 401 });
    expect(Object.isFrozen(code)).toBe(true);
    expect(code).toEqual(new ErrorCode(1100, 'Authorization error', 401));
  });

  it('may have a schema of its data', () => {
    const data = z.object({ field: z.string() });
    const code = new ErrorCode(1102, '{field} is taken', 409, { data });

    expect({ ...(code as object) }).toEqual({ code: 1102, message: '{field} is taken', status: 409, data });
    expect(new ErrorCode(1102, 'Taken', 409, {})).not.toHaveProperty('data');
  });

  it.each([
    [{ data: { field: 'text' } }, 'The option data of the error code 1102 must be a schema that implements Standard'],
    [{ dat: 1 }, 'the error code 1102 has no option "dat"; it has data.'],
  ])('refuses the options %j', (init, fact) => {
    expect(() => new ErrorCode(1102, 'Taken', 409, init as object)).toThrow(usageError('ERR_RETURNS_ERROR_CODE', fact));
  });

  it('has a template, also one of another copy of the package', () => {
    expect([...templateOf({ code: 1, message: '{a}', status: 400 }).keys]).toEqual(['a']);
  });

  it.each<[unknown, unknown, unknown, string]>([
    [
      '1100',
      'a',
      400,
      'The error code "1100" must be a positive integer, such as 1101; write a number without quotes.',
    ],
    ['', 'a', 400, 'The error code "" must be a string without white space, such as "invalid_client".'],
    ['some text', 'a', 400, 'The error code "some text" must be a string without white space'],
    ['a\n', 'a', 400, 'must be a string without white space'],
    ['a\u0000', 'a', 400, 'must be a string without white space'],
    ['\ud800', 'a', 400, 'must be a string without white space'],
    [null, 'a', 400, 'The error code null must be a positive integer, such as 1101, or a string'],
    [1.5, 'a', 400, 'The error code 1.5 must be a positive integer'],
    [0, 'a', 400, 'The error code 0 must be a positive integer'],
    [404, 'a', 404, 'The error code 404 is an HTTP status'],
    [1100, '', 400, 'The error code 1100 needs a message'],
    [1100, undefined, 400, 'The error code 1100 needs a message'],
    [1100, 'a {', 400, 'The error code 1100 has the message "a {": it has a single brace.'],
    [1100, 'a', 200, 'The error code 1100 needs a status from 400 to 599; got 200.'],
    [1100, 'a', 600, 'needs a status from 400 to 599; got 600.'],
    [1100, 'a', undefined, 'needs a status from 400 to 599; got undefined.'],
    [1100, 'a', '400', 'needs a status from 400 to 599; got "400".'],
  ])('refuses (%p, %p, %p)', (code, message, status, fact) => {
    expect(() => new ErrorCode(code as never, message as never, status as never)).toThrow(
      usageError('ERR_RETURNS_ERROR_CODE', fact),
    );
  });
});
