import type { IncomingMessage } from 'node:http';
import { type ServerResponse } from 'node:http';
import { watchClose } from './watch-close';

/** A request as far as its signal is concerned; Express sets `res`. */
type Asked = IncomingMessage & { readonly res?: ServerResponse; readonly signal?: AbortSignal };

interface Made {
  readonly signal: AbortSignal;
  /** Lets `timeout` abort the signal. */
  readonly controller: AbortController;
}

const signals = new WeakMap<IncomingMessage, Made>();

/**
 * A signal that fires when the client is gone before the reply has ended, or the `timeout` of the route has passed,
 * and never else. It stands on Node's own `req.signal` where there is one. A request without a reply, as in a unit
 * test, has a signal that never fires.
 *
 * ```ts
 * routes.get('/slow', async (req) => new Text(await fetch(url, { signal: signal(req) }).then((r) => r.text())));
 * ```
 */
export function signal(req: IncomingMessage): AbortSignal {
  return (signals.get(req) ?? make(req)).signal;
}

/** Fires the signal of a request for another reason. */
export function abortSignal(req: IncomingMessage, reason: unknown): void {
  (signals.get(req) ?? make(req)).controller.abort(reason);
}

function make(req: IncomingMessage): Made {
  const { res, signal: own } = req as Asked;
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

/** Whether an error says no more than that the client is gone: that of a `fetch` or a timer given the signal. */
export function isAbort(error: unknown, req: IncomingMessage): boolean {
  if (typeof error !== 'object' || error === null) return false;
  return (error as { readonly name?: unknown }).name === 'AbortError' && signal(req).aborted;
}
