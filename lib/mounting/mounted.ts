import { mergeSettings } from '../handlers/merge-settings';
import type { ExpressMajor } from '../paths/part';
import { shared } from '../streams/shared-state';
import type { WriteSettings } from '../writers/exchange';
import type { Route } from '../route/route';
import { scopesOf } from '../route/scope';

/** The mount of a route: the settings that are given there, and the Express that it is mounted on. */
export interface Mounted {
  readonly settings: WriteSettings;
  readonly major: ExpressMajor;
}

// Of other copies of the package, too. For documents only: no reply reads it.
const mounts = shared('mounts.1', () => new WeakMap<Route, Mounted>());

/** Remembers where routes are mounted; of several mounts the first. */
export function noteMounted(routes: readonly Route[], mounted: Mounted): void {
  for (const route of routes) if (!mounts.has(route)) mounts.set(route, mounted);
}

/**
 * The settings that a route has by its mount and its groups, and its Express; the latter is `undefined` before it is
 * mounted.
 */
export function mountedSettings(route: Route): {
  readonly settings: WriteSettings;
  readonly major: ExpressMajor | undefined;
} {
  const mounted = mounts.get(route);
  const outer = mounted?.settings ?? {};
  const settings = scopesOf(route).reduce((around, scope) => mergeSettings(around, scope.settings), outer);
  return { settings, major: mounted?.major };
}
