import type { IncomingMessage } from 'node:http';
import type { ErrorSettings } from '../errors/error-reply';
import type { Exchange } from './exchange';

/** Gets a response before it is sent, or an error before its reply is made, with the settings of the mount. */
export type Taker = (result: unknown, settings: ErrorSettings) => void;

const takers = new WeakMap<IncomingMessage, Taker>();
/** Whether any result is taken, which only tests do: then each reply asks for its taker. */
export let hasTakers = false;

/** Gives the results of a request to a function instead of sending them, for tests. */
export function takeResults(req: IncomingMessage, taker: Taker): void {
  hasTakers = true;
  takers.set(req, taker);
}

/** Whether a result was given to a function of `takeResults`, and is not to be sent. */
export function isTaken(result: unknown, { req, settings }: Exchange): boolean {
  const taker = takers.get(req);
  taker?.(result, settings);
  return taker !== undefined;
}
