import type { Response as ExpressResponse } from 'express';
import { UsageError } from '../diagnostics/usage-error';
import { discardBody } from '../streams/source';
import { breakOff } from './break-off';

/**
 * Closes the body of a response whose request was already answered. If that answer has begun and not ended, nothing
 * would end it: the connection is broken off, so that the client does not wait.
 *
 * @throws UsageError `ERR_RETURNS_HEAD_SENT` where the reply has begun and not ended.
 */
export function dropLate(body: unknown, res: ExpressResponse): void {
  discardBody(body);
  if (!res.headersSent || res.writableEnded || res.destroyed) return;
  const error = new UsageError(
    'ERR_RETURNS_HEAD_SENT',
    'a response was returned or thrown after the head of the reply had been sent through res. Return res to go on writing to it, or leave all of the reply to the response.',
  );
  breakOff(res, error);
  throw error;
}
