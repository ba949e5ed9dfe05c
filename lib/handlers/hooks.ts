import type { Request, Response as ExpressResponse } from 'express';
import { abortChannel, finishChannel, startChannel } from '../diagnostics/channels';
import { watchClose } from '../writers/watch-close';

/** Whether anybody wants to know when requests start or end. */
export function isObserved(): boolean {
  return startChannel.hasSubscribers || abortChannel.hasSubscribers || finishChannel.hasSubscribers;
}

// A request may go through several handlers; it ends once.
const watched = new WeakSet<Request>();

/** Tells that a handler is about to be called, and later how its request ended. */
export function publishStart(req: Request, res: ExpressResponse, handler: { readonly name: string }): void {
  startChannel.publish({ req, res, handler: handler.name });
  if (watched.has(req)) return;
  watched.add(req);
  watchClose(req, res, (isComplete) => {
    (isComplete ? finishChannel : abortChannel).publish({ req, res });
  });
}
