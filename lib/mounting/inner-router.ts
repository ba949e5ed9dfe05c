import type { Request, Response as ExpressResponse } from 'express';
import type { Mountable } from './mountable';

/** The inside of a Router of Express 4 or 5. */
export interface InnerRouter {
  readonly stack: readonly Layer[];
  handle: (this: InnerRouter, req: Request, res: ExpressResponse, done: unknown) => unknown;
}

/** A layer of a Router; `match` returns a boolean in Express 4, the match in Express 5. */
export interface Layer {
  readonly route?: { readonly path: unknown } | undefined;
  match(path: string): boolean | { readonly params: Params };
  readonly params?: Params;
}

export type Params = Readonly<Record<string, unknown>>;

/** Returns the Router that has the layers of an app or Router; `undefined` for other objects. */
export function innerRouter(target: Mountable): InnerRouter | undefined {
  const { stack, _router } = target as { stack?: unknown; _router?: InnerRouter };
  if (stack !== undefined) return target as unknown as InnerRouter;
  // In this order: an Express 4 app throws when its `router` is read.
  return _router ?? (target as { router?: InnerRouter }).router;
}
