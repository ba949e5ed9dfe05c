import type { IncomingMessage } from 'node:http';
import { type ServerResponse } from 'node:http';
import { watchClose } from './watch-close';

/** A request with the properties that its signal depends on; Express sets `res`. */
type RequestWithSignal = IncomingMessage & { readonly res?: ServerResponse; readonly signal?: AbortSignal };

interface SignalEntry {
  readonly signal: AbortSignal;
  /** Lets `timeout` abort the signal. */
  readonly controller: AbortController;
}

const signals = new WeakMap<IncomingMessage, SignalEntry>();

/**
 * Returns a signal that fires when the client disconnects before the reply has ended, or when the `timeout` of the
 * route has passed. It follows Node's `req.signal` if there is one. For a request without a reply, as in a unit test,
 * it never fires.
 *
 * ```ts
 * routes.get('/slow', async (req) => new Text(await fetch(url, { signal: signal(req) }).then((r) => r.text())));
 * ```
 */
export function signal(req: IncomingMessage): AbortSignal {
  return (signals.get(req) ?? make(req)).signal;
}

/** Aborts the signal of a request with this reason. */
export function abortSignal(req: IncomingMessage, reason: unknown): void {
  (signals.get(req) ?? make(req)).controller.abort(reason);
}

function make(req: IncomingMessage): SignalEntry {
  const { res, signal: own } = req as RequestWithSignal;
  const controller = new AbortController();
  const made = {
    controller,
    signal: own === undefined ? controller.signal : AbortSignal.any([own, controller.signal]),
  };
  signals.set(req, made);
  if (own === undefined && res !== undefined) {
    watchClose(req, res, (isComplete) => {
      if (!isComplete) controller.abort();
    });
  }
  return made;
}

/** Whether an error only reports that the client has disconnected: that of a `fetch` or timer with this signal. */
export function isAbort(error: unknown, req: IncomingMessage): boolean {
  if (typeof error !== 'object' || error === null) return false;
  return (error as { readonly name?: unknown }).name === 'AbortError' && signal(req).aborted;
}
