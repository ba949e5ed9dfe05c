import { AsyncResource } from 'node:async_hooks';
import type { Request, Response as ExpressResponse } from 'express';
import { abortChannel, finishChannel, startChannel } from '../diagnostics/channels';
import { watchClose } from '../writers/watch-close';

// A request may pass several handlers, but it ends once.
const watched = new WeakSet<Request>();

/** Publishes that a handler is about to be called, and later how its request ended. */
export function publishStart(req: Request, res: ExpressResponse, handler: { readonly name: string }): void {
  startChannel.publish({ req, res, handler: handler.name });
  if (watched.has(req)) return;
  watched.add(req);
  // In the AsyncLocalStorage of the request, as all that is published for it.
  const onClose = AsyncResource.bind((isComplete: boolean) => {
    (isComplete ? finishChannel : abortChannel).publish({ req, res });
  });
  watchClose(req, res, onClose);
}
