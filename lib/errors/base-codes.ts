import { Status } from '../http/status';
import { ErrorCode } from './error-code';

/** The codes that every app has: what goes wrong whatever the app does. */
export const BASE_CODES = Object.freeze([
  new ErrorCode(1000, 'Server error', Status.INTERNAL_SERVER_ERROR),
  new ErrorCode(1001, 'Not found', Status.NOT_FOUND),
  new ErrorCode(1002, 'Unexpected data', Status.BAD_REQUEST),
  new ErrorCode(1003, 'Disallowed host', Status.BAD_REQUEST),
] as const);

/** A code that every app has. */
export type BaseCode = (typeof BASE_CODES)[number];
