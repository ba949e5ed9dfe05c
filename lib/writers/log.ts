import type { Request } from 'express';
import { describe } from '../diagnostics/describe';

/** A function that receives every error with a reply of status 500 or more, and every error after a reply. */
export type Log = (error: unknown, req: Request) => unknown;

/** Passes an error to the app's log. Never throws; handles a rejected promise of the log. */
export function logError(error: unknown, req: Request, log: Log = logToConsole): void {
  const reportFailure = (failure: unknown): void => {
    try {
      console.error(error, 'could not be logged:', failure);
    } catch {
      // The error cannot even be printed: its stack may be a getter that throws.
      console.error(`${describe(error)} could not be logged: ${describe(failure)}`);
    }
  };
  try {
    Promise.resolve(log(error, req)).catch(reportFailure);
  } catch (failure) {
    reportFailure(failure);
  }
}

/** Logs like Express: to the console, but not in tests. */
function logToConsole(error: unknown, req: Request): void {
  // A request of a unit test may have no app, or one without settings.
  const app = req.app as Partial<Request['app']> | undefined;
  const env: unknown = typeof app?.get === 'function' ? app.get('env') : process.env['NODE_ENV'];
  if (env !== 'test') console.error(error);
}
