import type { Response as ExpressResponse } from 'express';

/**
 * Takes the place of `res.send` for its next call, which `take` is given the arguments of: true where it has dealt with
 * them, false to send them as they are. Returns what takes it away again.
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
    // Unless somebody has wrapped it since.
    if (res.send !== intercepted) return;
    if (before === undefined) Reflect.deleteProperty(res, 'send');
    else Object.defineProperty(res, 'send', before);
  }

  res.send = intercepted;
  return restore;
}
