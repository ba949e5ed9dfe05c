import { Router } from 'express';
import { variableTypes } from '../../lib/paths/converters';
import { convertParams, toExpressPath, typedVariables } from '../../lib/paths/typed-variables';
import { major } from '../helpers/app';

/** The layer of a path in a Router of Express. */
export interface Layer {
  match(path: string): boolean | { params: Record<string, unknown> };
  readonly params?: Record<string, unknown>;
  /** In Express 4 only. */
  readonly keys?: readonly { readonly name: unknown }[];
}

export const types = variableTypes();

const layers = new Map<string, Layer>();

export function layerOf(path: string): Layer {
  const known = layers.get(path);
  if (known !== undefined) return known;
  const router = Router();
  router.get(toExpressPath(path, major), () => undefined);
  const [layer] = router.stack as unknown as Layer[];
  if (layer === undefined) throw new Error(`There is no layer for ${path}.`);
  layers.set(path, layer);
  return layer;
}

/** The params with which Express and the types of the variables match a URL; `undefined` if they do not. */
export function match(path: string, url: string): Record<string, unknown> | undefined {
  const layer = layerOf(path);
  let found;
  try {
    found = layer.match(url);
  } catch (error) {
    // Matched, and a param is half of an encoded character.
    if (error instanceof Error && error.name === 'URIError') return {};
    throw error;
  }
  if (found === false) return undefined;
  const params = found === true ? (layer.params ?? {}) : found.params;
  const converted = convertParams(typedVariables(path, types, major), params);
  return (
    converted &&
    Object.fromEntries(Object.entries({ ...params, ...converted }).filter(([, value]) => value !== undefined))
  );
}
