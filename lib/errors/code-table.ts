import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { Status } from '../http/status';
import { ErrorCode, type Code } from './error-code';

/** The built-in codes of every app. */
export const BASE_CODES = Object.freeze([
  new ErrorCode(1000, 'Server error', Status.INTERNAL_SERVER_ERROR),
  new ErrorCode(1001, 'Not found', Status.NOT_FOUND),
  new ErrorCode(1002, 'Unexpected data', Status.BAD_REQUEST),
  new ErrorCode(1003, 'Disallowed host', Status.BAD_REQUEST),
] as const);

/** A built-in code. */
export type BaseCode = (typeof BASE_CODES)[number];

/** The codes of one mount. */
export type CodeTable = ReadonlyMap<Code, ErrorCode>;

/** The base codes by number. */
export const BASE_TABLE: CodeTable = new Map<Code, ErrorCode>(BASE_CODES.map((code) => [code.code, code]));

/**
 * Creates a table of the given codes and the base codes.
 *
 * @throws UsageError `ERR_RETURNS_ERROR_CODE` for a code that is defined twice.
 */
export function createTable(codes: Iterable<ErrorCode>): CodeTable {
  const table = new Map(BASE_TABLE);
  for (const code of codes) {
    const earlier = table.get(code.code);
    // Two lists may share the same ErrorCode.
    if (earlier !== undefined && earlier !== code) {
      const first = BASE_TABLE.has(code.code) ? 'built in as' : 'defined as';
      throw new UsageError(
        'ERR_RETURNS_ERROR_CODE',
        `The error code ${describe(code.code)} is ${first} ${describe(earlier.message)} and again as ${describe(code.message)}. Give one of them another code.`,
      );
    }
    table.set(code.code, code);
  }
  return table;
}
