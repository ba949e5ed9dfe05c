import { IncomingMessage, type ServerResponse } from 'node:http';
import { watchClose } from './watch-close';

/** A request as far as its signal is concerned; Express sets `res`. */
type Asked = IncomingMessage & { readonly res?: ServerResponse; readonly signal?: AbortSignal };

const signals = new WeakMap<IncomingMessage, AbortSignal>();

/**
 * A signal that fires when the client is gone before the reply has ended, and never else. Node's own `req.signal` where
 * there is one. A request without a reply, as in a unit test, has a signal that never fires.
 *
 * ```ts
 * routes.get('/slow', async (req) => new JSON(await fetch(url, { signal: signal(req) }).then((r) => r.json())));
 * ```
 */
export function signal(req: IncomingMessage): AbortSignal {
  const { res } = req as Asked;
  let made = hasSignal ? (req as Asked).signal : signals.get(req);
  if (made !== undefined) return made;

  const controller = new AbortController();
  made = controller.signal;
  signals.set(req, made);
  if (res !== undefined) {
    watchClose(req, res, () => {
      if (!res.writableFinished) controller.abort();
    });
  }
  return made;
}

const hasSignal = 'signal' in IncomingMessage.prototype;

/** Whether an error says no more than that the client is gone: that of a `fetch` or a timer given the signal. */
export function isAbort(error: unknown, req: IncomingMessage): boolean {
  if (typeof error !== 'object' || error === null) return false;
  return (error as { readonly name?: unknown }).name === 'AbortError' && signal(req).aborted;
}
