import { ErrorCode, ErrorList, Status } from 'express-returns';
import * as z from 'zod';

/** The errors of the service; the last one says what its data is. */
export const errors = new ErrorList(
  new ErrorCode(1100, 'Please sign in', Status.UNAUTHORIZED),
  new ErrorCode(1101, 'User {} does not exist', Status.NOT_FOUND),
  new ErrorCode(1102, '{field} is taken', Status.CONFLICT, { data: z.object({ field: z.string() }) }),
);
