import { AsyncResource } from 'node:async_hooks';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { watchClose } from './watch-close';

/** A request with the properties that its signal depends on; Express sets `res`. */
type RequestWithSignal = IncomingMessage & { readonly res?: ServerResponse; readonly signal?: AbortSignal };

const controllers = new WeakMap<IncomingMessage, AbortController>();

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
  return controllerOf(req).signal;
}

/** Aborts the signal of a request with this reason. */
export function abortSignal(req: IncomingMessage, reason: unknown): void {
  controllerOf(req).abort(reason);
}

function controllerOf(req: IncomingMessage): AbortController {
  const known = controllers.get(req);
  if (known !== undefined) return known;
  const controller = new AbortController();
  controllers.set(req, controller);
  // Listeners run in the AsyncLocalStorage of the request, not in that of the event.
  const abort = AsyncResource.bind((reason: unknown) => {
    controller.abort(reason);
  });
  const { res, signal: own } = req as RequestWithSignal;
  if (own === undefined) abortWithClient(req, res, abort);
  else if (own.aborted) abort(own.reason);
  else {
    own.addEventListener('abort', () => {
      abort(own.reason);
    });
  }
  return controller;
}

function abortWithClient(
  req: IncomingMessage,
  res: ServerResponse | undefined,
  abort: (reason?: unknown) => void,
): void {
  if (res === undefined) return;
  watchClose(req, res, (isComplete) => {
    if (!isComplete) abort();
  });
}

/** Whether an error only reports that the client has disconnected: that of a `fetch` or timer with this signal. */
export function isAbort(error: unknown, req: IncomingMessage): boolean {
  if (typeof error !== 'object' || error === null) return false;
  return (error as { readonly name?: unknown }).name === 'AbortError' && signal(req).aborted;
}
