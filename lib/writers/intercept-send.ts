import type { Response as ExpressResponse } from 'express';

/**
 * Replaces `res.send` for its next call. `take` gets the arguments and returns true if it has handled them, false to
 * send them. Returns a function that restores `res.send`.
 */
export function interceptSend(res: ExpressResponse, take: (args: readonly unknown[]) => boolean): () => void {
  const before = Object.getOwnPropertyDescriptor(res, 'send');
  const send = res.send.bind(res);
  let isOver = false;

  function intercepted(...args: [body?: unknown]): ExpressResponse {
    const isFirst = !isOver;
    restore();
    return isFirst && take(args) ? res : send(...args);
  }

  function restore(): void {
    isOver = true;
    // Not if other code has wrapped it since.
    if (res.send !== intercepted) return;
    if (before === undefined) Reflect.deleteProperty(res, 'send');
    else Object.defineProperty(res, 'send', before);
  }

  res.send = intercepted;
  return restore;
}
