import type { Request } from 'express';
import { describe } from '../diagnostics/describe';

/** Told of every error that is not the client's: of whatever is answered with a status of 500 or more, or comes after the reply. */
export type Log = (error: unknown, req: Request) => unknown;

/** Gives an error to the app's log. Never throws, and what the log returns may reject. */
export function logError(error: unknown, req: Request, log: Log = logToConsole): void {
  const tell = (failure: unknown): void => {
    try {
      console.error(error, 'could not be logged:', failure);
    } catch {
      // An error of which not even the stack can be read.
      console.error(`${describe(error)} could not be logged: ${describe(failure)}`);
    }
  };
  try {
    Promise.resolve(log(error, req)).catch(tell);
  } catch (failure) {
    tell(failure);
  }
}

/** Where Express itself would print it: nowhere in tests. */
function logToConsole(error: unknown, req: Request): void {
  // A request of a unit test may have no app, or one without settings.
  const app = req.app as Partial<Request['app']> | undefined;
  const env: unknown = typeof app?.get === 'function' ? app.get('env') : process.env['NODE_ENV'];
  if (env !== 'test') console.error(error);
}
