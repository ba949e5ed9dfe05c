import type { IRouter } from 'express';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { setAppSettings } from '../handlers/app-settings';
import { checkSettings, type Settings } from '../handlers/settings';
import type { WriteSettings } from '../writers/exchange';
import { adoptLayers, functionsIn } from './adopted-layer';
import { defineMethod } from '../mounting/define-method';
import type { ExpressLayer } from '../mounting/express-layer';

/** A Router of Express 4 or 5. */
interface Router {
  readonly stack: readonly ExpressLayer[];
  readonly use: (...args: unknown[]) => unknown;
  readonly route: (path: unknown) => Route;
}

interface Route {
  readonly stack: readonly ExpressLayer[];
}

/** An app. It makes its Router when the first function is registered, with the settings that it then has. */
interface App {
  /** Makes the Router of an app of Express 4. */
  readonly lazyrouter?: () => void;
  readonly _router?: Router;
  /** Makes the Router of an app of Express 5 when it is read; throws on Express 4. */
  readonly router: Router;
}

/** The settings of every adopted Router; an app has its own, and those of its Router are empty. */
const settingsOf = new WeakMap<object, WriteSettings>();
const adoptedApps = new WeakSet<object>();

/**
 * Lets the functions that are registered on an app or a Router from now on return responses. Returns the same app or
 * Router.
 *
 * ```ts
 * adopt(app, { errorFormat: 'problem' });
 * app.get('/users/:id', (req) => new JSON({ id: req.params.id }));
 * app.get('/old', (req, res) => { res.json({ still: 'works' }); });
 * ```
 *
 * - A function that takes at most `req` answers by the value that it returns, as a handler of `Routes` does.
 * - A function that may answer by itself (it takes `res`, or its parameters cannot be known) may return or throw a
 *   response, ours or a web one. Every other value is ignored, as in Express.
 *
 * Error handlers, `param`, sub-apps and Routers in it stay as they are: adopt a Router as well to let its handlers
 * return responses. The settings of an app are the defaults of everything in it. Adopting again replaces the settings
 * that are given: for the whole app, or for what is registered on the Router from then on.
 *
 * @throws UsageError `ERR_RETURNS_MOUNT` for a value that is neither an app nor a Router, `ERR_RETURNS_SETTINGS` for
 * wrong settings.
 */
export function adopt<T extends IRouter>(target: T, settings: Settings = {}): T {
  const given: unknown = target;
  if (!isTarget(given)) {
    throw new UsageError('ERR_RETURNS_MOUNT', `adopt takes an Express app or Router; got ${describe(given)}.`);
  }
  const checked = checkSettings('adopt()', settings, false);
  if ('stack' in given) {
    settingsOf.set(adoptRouter(given), { ...settingsOf.get(given), ...checked });
  } else {
    setAppSettings(given, checked);
    adoptApp(given);
  }
  return target;
}

function isTarget(target: unknown): target is Router | App {
  const isObject = (typeof target === 'object' && target !== null) || typeof target === 'function';
  const { route, use } = (isObject ? target : {}) as Partial<Router>;
  return typeof route === 'function' && typeof use === 'function';
}

/** Adopts the Router of an app: now if there is one, else once the app makes it. */
function adoptApp(app: App): void {
  if (adoptedApps.has(app)) return;
  adoptedApps.add(app);
  const { lazyrouter } = app;
  if (lazyrouter === undefined) {
    adoptLazily(app);
    return;
  }
  if (app._router !== undefined) adoptRouter(app._router);
  // Also where there is a Router already: tools that reload code take it away, so that another one is made.
  defineMethod(app, 'lazyrouter', function (this: App) {
    lazyrouter.call(this);
    if (this._router !== undefined) adoptRouter(this._router);
  });
}

/** Adopts the Router of an app of Express 5 when it is read, since it is made then with the settings of the app. */
function adoptLazily(app: App): void {
  const property = findProperty(app, 'router');
  const read = property?.get?.bind(app) as (() => Router) | undefined;
  if (read === undefined) adoptRouter(app.router);
  else Object.defineProperty(app, 'router', { ...property, get: () => adoptRouter(read()) });
}

/** A property of an object or of what it inherits from: an app may be made by `Object.create(app)`. */
function findProperty(target: object | null, name: string): PropertyDescriptor | undefined {
  if (target === null) return undefined;
  return Object.getOwnPropertyDescriptor(target, name) ?? findProperty(Object.getPrototypeOf(target) as object, name);
}

function adoptRouter(router: Router): Router {
  if (settingsOf.has(router)) return router;
  settingsOf.set(router, {});
  const { use, route } = router;
  defineMethod(router, 'use', adding(use, router));
  const prototypes = new WeakMap<object, object>();
  defineMethod(router, 'route', function (this: Router, path: unknown): Route {
    const made = route.call(this, path);
    const prototype = Object.getPrototypeOf(made) as object;
    let adopting = prototypes.get(prototype);
    if (adopting === undefined) prototypes.set(prototype, (adopting = adoptingPrototype(prototype, router)));
    return Object.setPrototypeOf(made, adopting) as Route;
  });
  return router;
}

/** The prototype of all Routes of a Router: its methods adopt the layers that they add. */
function adoptingPrototype(prototype: object, router: Router): object {
  const adopting = Object.create(prototype) as object;
  for (const [name, method] of Object.entries(prototype) as [string, (...args: unknown[]) => unknown][]) {
    const isForLayers = typeof method === 'function' && !name.startsWith('_') && name !== 'dispatch';
    if (isForLayers) defineMethod(adopting, name, adding(method, router));
  }
  return adopting;
}

/** A method that adds layers to the stack of its object, and adopts those with the settings of the Router. */
function adding(method: (...args: unknown[]) => unknown, router: Router): (...args: never[]) => unknown {
  return function (this: Router | Route, ...args: unknown[]): unknown {
    const before = this.stack.length;
    const result = method.apply(this, args);
    adoptLayers(this.stack.slice(before), functionsIn(args), settingsOf.get(router) ?? {});
    return result;
  };
}
