import type { AfterTask } from '../responses/init';
import { shared } from '../streams/shared-state';
import type { Exchange } from './exchange';
import { logError } from './log';
import { watchClose } from './watch-close';

/**
 * Sends a response, and runs its task when the reply is over: sent, or its client disconnected. If the response fails
 * before its head, it is replaced by an error reply and the task does not run.
 */
export function sendBefore(
  after: AfterTask,
  { req, res, settings }: Exchange,
  send: () => void | Promise<void>,
): void | Promise<void> {
  let isReplaced = false;
  const over = new Promise<boolean>((resolve) => {
    watchClose(req, res, resolve);
  });
  // A promise keeps the AsyncLocalStorage of the request; the event alone would not.
  const task = over
    .then((isComplete) => (isReplaced ? undefined : after({ isComplete })))
    .catch((error: unknown) => {
      logError(error, req, settings.log);
    });
  const running = runningTasks();
  running.add(task);
  void task.then(() => running.delete(task));

  const fail = (error: unknown): never => {
    isReplaced = !res.headersSent;
    throw error;
  };
  try {
    return send()?.catch(fail);
  } catch (error) {
    return fail(error);
  }
}

/**
 * Resolves when every `after` task of the process has run, also those of replies that are still being sent. For use
 * before the process exits, and in tests. `shutdown(server)` waits for them as well.
 *
 * ```ts
 * server.close(async () => {
 *   await afterTasks();
 *   process.exit();
 * });
 * ```
 */
export async function afterTasks(): Promise<void> {
  const running = runningTasks();
  while (running.size > 0) await Promise.all(running);
}

function runningTasks(): Set<Promise<unknown>> {
  return shared('running-tasks', () => new Set<Promise<unknown>>());
}
