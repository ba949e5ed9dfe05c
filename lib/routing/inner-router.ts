import type { Request, Response as ExpressResponse } from 'express';
import type { Mountable } from './mountable';

/** The inside of a Router of Express 4 or 5. */
export interface InnerRouter {
  readonly stack: readonly Layer[];
  handle: (this: InnerRouter, req: Request, res: ExpressResponse, done: unknown) => unknown;
}

/** A layer of it: Express 4 answers with a boolean, Express 5 with what matched. */
export interface Layer {
  readonly route?: { readonly path: unknown } | undefined;
  match(path: string): boolean | { readonly params: Params };
  readonly params?: Params;
}

export type Params = Readonly<Record<string, unknown>>;

/** The Router that an app or Router keeps its layers in; `undefined` for what is none of Express. */
export function innerRouter(target: Mountable): InnerRouter | undefined {
  const { stack, _router } = target as { stack?: unknown; _router?: InnerRouter };
  if (stack !== undefined) return target as unknown as InnerRouter;
  // In this order: an Express 4 app throws when its `router` is read.
  return _router ?? (target as { router?: InnerRouter }).router;
}
