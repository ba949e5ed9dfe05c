import { checkOptions, FLAG, FUNCTION, type OptionCheck, type OptionChecks } from '../../diagnostics/options';
import type { RequestExample } from './sample';
import type { SchemaCheck } from './schema-check';

/** Options of a contract test. */
export interface ContractOptions {
  /** Valid requests to each operation. @default 20 */
  readonly requests?: number;
  /** The same seed makes the same requests. @default 1 */
  readonly seed?: number;
  /** Credentials: headers of every request but one to each operation with `security`, which is sent without. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Parts of requests by operation: `{ 'GET /users/{id}': { params: { id: 7 } } }`. Each is sent once; of the other
   * requests every second one has them.
   */
  readonly examples?: Readonly<Record<string, RequestExample | readonly RequestExample[]>>;
  /** Operations that get no request. */
  readonly skip?: readonly string[];
  /** Whether requests that the document refuses are sent, too. @default true */
  readonly invalid?: boolean;
  /** The path of the mount. @default that of the first of `servers` */
  readonly prefix?: string;
  /**
   * Returns the fault of a value by a JSON Schema of 2020-12.
   *
   * @default by ajv, and by ajv-formats if it is installed
   */
  readonly validate?: SchemaCheck;
}

const OBJECT: OptionCheck = {
  wanted: 'an object',
  isRight: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

const CHECKS: OptionChecks & Readonly<Record<keyof ContractOptions, OptionCheck>> = {
  requests: { wanted: 'a whole number from 1', isRight: (value) => Number.isInteger(value) && Number(value) >= 1 },
  seed: { wanted: 'a whole number', isRight: Number.isInteger },
  headers: OBJECT,
  examples: OBJECT,
  skip: { wanted: 'a list of operations', isRight: Array.isArray },
  invalid: FLAG,
  prefix: { wanted: 'a path', isRight: (value) => typeof value === 'string' },
  validate: FUNCTION,
};

/** @throws UsageError `ERR_RETURNS_DESCRIPTION` for an unknown or wrong option. */
export function checkContractOptions(options: ContractOptions): void {
  checkOptions('contract()', options, CHECKS, 'ERR_RETURNS_DESCRIPTION');
}
