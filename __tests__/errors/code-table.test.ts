import { ErrorCode } from 'express-returns';
import { BASE_CODES } from '../../lib/errors/code-table';
import { BASE_TABLE, createTable } from '../../lib/errors/code-table';

describe('createTable', () => {
  it('has the codes that every app has', () => {
    expect(BASE_CODES.map(({ code, message, status }) => [code, message, status])).toEqual([
      [1000, 'Server error', 500],
      [1001, 'Not found', 404],
      [1002, 'Unexpected data', 400],
      [1003, 'Disallowed host', 400],
    ]);
    expect([...createTable([]).keys()]).toEqual([1000, 1001, 1002, 1003]);
  });

  it('adds codes without a change of what others see', () => {
    const code = new ErrorCode(1100, 'a', 400);

    expect(createTable([code, code]).get(1100)).toBe(code);
    expect(BASE_TABLE.has(1100)).toBe(false);
  });
});
