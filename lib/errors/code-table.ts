import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { BASE_CODES } from './base-codes';
import { sourceOf, type ErrorCode } from './error-code';

/** What the codes of one mount stand for. */
export type CodeTable = ReadonlyMap<number, ErrorCode>;

/** The codes that are there without any list. */
export const BASE_TABLE: CodeTable = new Map(BASE_CODES.map((code) => [code.code, code]));

/**
 * The codes of several lists, and those that every app has. The lists are only read.
 *
 * @throws UsageError `ERR_RETURNS_ERROR_CODE` for a code that is defined twice, with both places.
 */
export function createTable(codes: Iterable<ErrorCode>): CodeTable {
  const table = new Map(BASE_TABLE);
  for (const code of codes) {
    const earlier = table.get(code.code);
    // The same code by way of two lists is no contradiction.
    if (earlier !== undefined && earlier !== code) {
      const first = BASE_TABLE.has(code.code) ? 'built in' : `defined at ${sourceOf(earlier)}`;
      throw new UsageError(
        'ERR_RETURNS_ERROR_CODE',
        `The error code ${code.code} is defined twice: ${describe(earlier.message)} is ${first}, ${describe(code.message)} is defined at ${sourceOf(code)}. Give one of them another number.`,
      );
    }
    table.set(code.code, code);
  }
  return table;
}
