import type { RequestHandler } from 'express';
import { adapt } from '../handlers/handler';
import { asMiddleware, type RouteFunction } from '../handlers/roles';
import type { WriteSettings } from '../writers/exchange';
import { layerWith, redirectCalls, type ExpressLayer } from './express-layer';

/** The user's function behind an adapted one. */
interface Own {
  readonly fn: RouteFunction;
  readonly settings: WriteSettings;
}

const owns = new WeakMap<object, Own>();

/** Records the user's function behind an adapted one, which the layer is to show. */
export function recordOwn(adapted: RequestHandler, fn: RouteFunction, settings: WriteSettings): RequestHandler {
  owns.set(adapted, { fn, settings });
  return adapted;
}

/**
 * Puts the user's own functions into the layers of adapted ones: tools know middleware by identity. Only the method by
 * which Express calls them is replaced. A layer whose function a tracer has wrapped already stays as it is.
 */
export function showOwnFunctions(layers: readonly ExpressLayer[]): void {
  for (const layer of layers) {
    const own = owns.get(layer.handle);
    if (own !== undefined) showOwn(layer, own);
  }
}

function showOwn(layer: ExpressLayer, { fn, settings }: Own): void {
  const adapted = layerWith(layer, layer.handle);
  // A tool may wrap the function at any time: its wrapper is then called, as any other middleware.
  let wrapped: { readonly fn: RouteFunction; readonly layer: object } | undefined;
  layer.handle = fn;
  redirectCalls(layer, () => {
    const { handle } = layer;
    if (handle === fn) return adapted;
    if (wrapped?.fn !== handle)
      wrapped = { fn: handle, layer: layerWith(layer, adapt(handle, asMiddleware, settings)) };
    return wrapped.layer;
  });
}
