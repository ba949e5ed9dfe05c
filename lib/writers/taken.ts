import type { IncomingMessage } from 'node:http';
import type { ErrorSettings } from '../errors/error-reply';

/** Gets a response before it is sent, or an error before its reply is made, with the settings of the mount. */
export type Taker = (result: unknown, settings: ErrorSettings) => void;

const takers = new WeakMap<IncomingMessage, Taker>();
let isUsed = false;

/** Gives the results of a request to a function instead of sending them, for tests. */
export function takeResults(req: IncomingMessage, taker: Taker): void {
  isUsed = true;
  takers.set(req, taker);
}

/** Whether a result was given to a function of `takeResults`, and is not to be sent. */
export function isTaken(result: unknown, req: IncomingMessage, settings: ErrorSettings): boolean {
  if (!isUsed) return false;
  const taker = takers.get(req);
  taker?.(result, settings);
  return taker !== undefined;
}
