import type { UsageCode } from 'express-returns';

/** For `toThrow`, which by itself compares messages only: a developer error with this code and this in its message. */
export function usageError(code: UsageCode, text = ''): Error {
  return expect.objectContaining({
    name: 'UsageError',
    code,
    message: expect.stringContaining(text) as string,
  }) as Error;
}
