import type { RequestHandler } from 'express';
import type { WriteSettings } from '../writers/exchange';
import { mergeSettings } from '../handlers/merge-settings';
import { adaptScope } from './middleware';
import { singlePaths, type RoutePath, type SinglePath } from '../paths/path';
import type { Route } from './route';
import { scopesOf, type Scope } from './scope';

/**
 * What scopes become on one mount: the settings of the routes in them, and their middleware as layers. One scope in
 * two groups is there twice, with the settings of each.
 */
export class ScopeLayers {
  readonly settings: WriteSettings;
  readonly handlers: readonly RequestHandler[];
  readonly #timeout: number | undefined;
  readonly #inner = new Map<Scope, ScopeLayers>();

  /** `timeout` is that of any route: what they have in common heeds it. */
  constructor(settings: WriteSettings, timeout: number | undefined, handlers: readonly RequestHandler[] = []) {
    this.settings = settings;
    this.handlers = handlers;
    this.#timeout = timeout;
  }

  of(route: Route): ScopeLayers {
    return scopesOf(route).reduce<ScopeLayers>((around, scope) => around.#within(scope), this);
  }

  #within(scope: Scope): ScopeLayers {
    const known = this.#inner.get(scope);
    if (known !== undefined) return known;
    const settings = mergeSettings(this.settings, scope.settings);
    const layers = adaptScope(scope, this.#timeout === undefined ? settings : { ...settings, timeout: this.#timeout });
    const inner = new ScopeLayers(settings, this.#timeout, [...this.handlers, ...layers]);
    this.#inner.set(scope, inner);
    return inner;
  }
}

/** The paths that stand behind the same middleware, for each such middleware. */
export function pathsBehind(
  scopes: ScopeLayers,
  routes: readonly Route[],
): readonly (readonly [handlers: readonly RequestHandler[], path: RoutePath])[] {
  const paths = new Map<readonly RequestHandler[], SinglePath[]>();
  for (const route of routes) {
    const { handlers } = scopes.of(route);
    if (handlers.length === 0) continue;
    const behind = paths.get(handlers) ?? [];
    behind.push(...singlePaths(route.path));
    paths.set(handlers, behind);
  }
  // Of a RegExp among several paths Express 4 only reads the source, which is not all of one in a group.
  return [...paths].flatMap(([handlers, all]) => {
    const texts = all.filter((path) => typeof path === 'string');
    const single = all.filter((path) => path instanceof RegExp);
    return [...(texts.length > 0 ? [texts] : []), ...single].map((path) => [handlers, path] as const);
  });
}
