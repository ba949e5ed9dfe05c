import type { Server } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import { describe } from '../diagnostics/describe';
import { checkOptions, type OptionChecks } from '../diagnostics/options';
import { UsageError } from '../diagnostics/usage-error';
import { afterTasks } from '../writers/after-tasks';
import { endFeeds } from '../writers/feeds';
import { closeGently } from './close-gently';

/** Options of `shutdown`. */
export interface ShutdownOptions {
  /**
   * Milliseconds that running replies have to end; the connections that are left are destroyed.
   *
   * @default 5000
   */
  readonly timeout?: number;
}

/** The way that a server has ended. */
export interface ShutdownOutcome {
  /** Whether every reply was sent whole. */
  readonly isComplete: boolean;
}

const LONGEST = 2 ** 31 - 1;
const CHECKS: OptionChecks = {
  timeout: {
    wanted: `a number of milliseconds up to ${LONGEST}`,
    isRight: (value) => typeof value === 'number' && value >= 0 && value <= LONGEST,
  },
};

const shutdowns = new WeakMap<object, Promise<ShutdownOutcome>>();

/**
 * Ends a server for good: it takes no new connections, event streams end (their generators get `return()`, their
 * clients the end of the body), idle connections close, running replies go on. Resolves when all of them have ended, or
 * the time is over, and every `after` task of the process has run. A second call waits for the same end.
 *
 * ```ts
 * process.once('SIGTERM', async () => {
 *   const { isComplete } = await shutdown(server);
 *   process.exit(isComplete ? 0 : 1);
 * });
 * ```
 *
 * @throws UsageError `ERR_RETURNS_SERVER` for what is no server of `node:http` or `node:https`, or a wrong option.
 */
export function shutdown(server: Server | SecureServer, options: ShutdownOptions = {}): Promise<ShutdownOutcome> {
  if (typeof (server as Partial<Server> | undefined)?.closeIdleConnections !== 'function') {
    throw new UsageError(
      'ERR_RETURNS_SERVER',
      `shutdown takes a server, as app.listen() or createServer() returns it; got ${describe(server)}.`,
    );
  }
  checkOptions('shutdown', options, CHECKS, 'ERR_RETURNS_SERVER');
  const { timeout = 5000 } = options;
  let ended = shutdowns.get(server);
  if (ended === undefined) shutdowns.set(server, (ended = end(server, timeout)));
  return ended;
}

async function end(server: Server | SecureServer, timeout: number): Promise<ShutdownOutcome> {
  const isComplete = await new Promise<boolean>((resolve) => {
    const finish = (isClosed: boolean): void => {
      stopLooking();
      clearTimeout(timer);
      resolve(isClosed);
    };
    const timer = setTimeout(finish, timeout, false);
    const stopLooking = closeGently(server, () => {
      finish(true);
    });
    endFeeds(server);
  });
  if (!isComplete) server.closeAllConnections();
  await afterTasks();
  return { isComplete };
}
