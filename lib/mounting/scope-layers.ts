import type { RequestHandler } from 'express';
import type { WriteSettings } from '../writers/exchange';
import { mergeSettings } from '../handlers/merge-settings';
import { adaptScope } from './middleware';
import { singlePaths, type RoutePath, type SinglePath } from '../paths/path';
import type { Route } from '../route/route';
import { scopesOf, type Scope } from '../route/scope';
import type { TableRow } from './table';
import type { TypedVariable } from '../paths/typed-variables';

/**
 * The adapted scopes of one mount: settings of their routes, and middleware as layers. A scope in two groups is adapted
 * twice, with the settings of each.
 */
export class ScopeLayers {
  readonly settings: WriteSettings;
  readonly handlers: readonly RequestHandler[];
  readonly #timeout: number | undefined;
  readonly #inner = new Map<Scope, ScopeLayers>();

  /** `timeout` is set if any route has one: shared middleware must then check for it. */
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

/** The path or paths of one OPTIONS layer, and the scope whose middleware runs there. */
export interface PathsBehind {
  readonly scope: ScopeLayers;
  readonly path: RoutePath;
  readonly variables: readonly TypedVariable[];
}

/** The paths of routes with shared middleware: of each scope all plain paths together, and each other one by itself. */
export function pathsBehind(scopes: ScopeLayers, table: readonly TableRow[]): readonly PathsBehind[] {
  const paths = new Map<ScopeLayers, Map<SinglePath, readonly TypedVariable[]>>();
  for (const { route, path, variables } of table) {
    const scope = scopes.of(route);
    if (scope.handlers.length === 0) continue;
    const behind = paths.get(scope) ?? new Map<SinglePath, readonly TypedVariable[]>();
    for (const single of singlePaths(path)) behind.set(single, variables);
    paths.set(scope, behind);
  }
  return [...paths].flatMap(([scope, behind]) => {
    const all = Array.from(behind, ([path, variables]) => ({ scope, path, variables }));
    // Of a RegExp among several paths Express 4 reads only the source, and a typed path has a check of its own.
    const plain = all.filter(({ path, variables }) => typeof path === 'string' && variables.length === 0);
    const together = { scope, path: plain.map(({ path }) => path), variables: [] };
    return [...(plain.length > 0 ? [together] : []), ...all.filter((each) => !plain.includes(each))];
  });
}
