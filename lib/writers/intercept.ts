import type { Response as ExpressResponse } from 'express';

/**
 * Replaces a method of `res` for its next call. `take` receives the arguments and returns true if it has dealt with
 * them, false to call the method. Returns a function that puts the method back.
 */
export function intercept(
  res: ExpressResponse,
  name: 'send' | 'end',
  take: (args: readonly unknown[]) => boolean,
): () => void {
  const methods = res as Record<'send' | 'end', unknown> as Record<'send' | 'end', (...args: unknown[]) => unknown>;
  const before = Object.getOwnPropertyDescriptor(res, name);
  const method = methods[name].bind(res);
  let isOver = false;

  function intercepted(...args: unknown[]): unknown {
    const isFirst = !isOver;
    restore();
    return isFirst && take(args) ? res : method(...args);
  }

  function restore(): void {
    isOver = true;
    // Unless other code has wrapped it since.
    if (methods[name] !== intercepted) return;
    if (before === undefined) Reflect.deleteProperty(res, name);
    else Object.defineProperty(res, name, before);
  }

  methods[name] = intercepted;
  return restore;
}
