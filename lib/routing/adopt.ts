import type { IRouter } from 'express';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { setAppSettings } from '../handlers/app-settings';
import { checkSettings } from '../handlers/check-settings';
import type { Settings } from '../handlers/settings';
import type { WriteSettings } from '../writers/exchange';
import type { RouteFunction } from '../handlers/roles';
import { adoptLayers, functionsIn } from './adopted-layer';
import { defineMethod } from '../mounting/define-method';
import type { ExpressLayer } from '../mounting/express-layer';

/** A Router of Express 4 or 5. */
interface Router {
  readonly stack: readonly RouterLayer[];
  readonly use: (...args: unknown[]) => unknown;
  readonly route: (path: unknown) => Route;
}

/** A layer of a Router: of one function, or of a route. */
interface RouterLayer extends ExpressLayer {
  readonly route?: Route | undefined;
}

interface Route {
  readonly stack: readonly ExpressLayer[];
}

/** An app. It makes its Router when the first function is registered, with the settings that it then has. */
interface App {
  /** Makes the Router of an app of Express 4. */
  readonly lazyrouter?: () => void;
  readonly _router?: Router;
  readonly use: (...args: unknown[]) => unknown;
  /** Makes the Router of an app of Express 5 when it is read; throws on Express 4. */
  readonly router: Router;
}

/** The settings of every adopted Router; an app has its own, and those of its Router are empty. */
const settingsOf = new WeakMap<object, WriteSettings>();
const adoptedApps = new WeakSet<object>();

/** How the Router of an app is adopted. */
type AdoptRouter = (router: Router) => Router;

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
 * Routers and apps that are mounted from now on are adopted with all of their functions, unless they are adopted
 * themselves. Error handlers may return a response, too; `param` stays as it is. The settings of an app are the
 * defaults of everything in it. Adopting again replaces the settings that are given: for the whole app, or for what is
 * registered on the Router from then on.
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
    adoptApp(given, adoptRouter);
  }
  return target;
}

/** Adopts those of the functions that are Routers or apps: what was registered on them before, too. */
function adoptMounted(functions: readonly RouteFunction[]): void {
  for (const fn of functions as readonly unknown[]) {
    if (!isTarget(fn)) continue;
    if ('stack' in fn) adoptWholeRouter(fn);
    else adoptApp(fn, adoptWholeRouter);
  }
}

function isTarget(target: unknown): target is Router | App {
  const isObject = (typeof target === 'object' && target !== null) || typeof target === 'function';
  const { route, use } = (isObject ? target : {}) as Partial<Router>;
  return typeof route === 'function' && typeof use === 'function';
}

/** Adopts the Router of an app: now if there is one, else once the app makes it. */
function adoptApp(app: App, adoptItsRouter: AdoptRouter): void {
  if (adoptedApps.has(app)) return;
  adoptedApps.add(app);
  // For a mounted app Express gives the Router a function of its own, which does not show the app.
  const { use, lazyrouter } = app;
  defineMethod(app, 'use', function (this: App, ...args: unknown[]): unknown {
    const result = use.apply(this, args);
    adoptMounted(functionsIn(args));
    return result;
  });
  if (lazyrouter === undefined) {
    adoptLazily(app, adoptItsRouter);
    return;
  }
  if (app._router !== undefined) adoptItsRouter(app._router);
  // Also if there is a Router already: tools that reload code remove it, and Express then makes another one.
  defineMethod(app, 'lazyrouter', function (this: App) {
    lazyrouter.call(this);
    if (this._router !== undefined) adoptRouter(this._router);
  });
}

/** Adopts the Router of an app of Express 5 when it is read, since it is made then with the settings of the app. */
function adoptLazily(app: App, adoptItsRouter: AdoptRouter): void {
  const property = findProperty(app, 'router');
  const read = property?.get?.bind(app) as (() => Router) | undefined;
  if (read === undefined) adoptItsRouter(app.router);
  else Object.defineProperty(app, 'router', { ...property, get: () => adoptItsRouter(read()) });
}

/** A property of an object or of what it inherits from: an app may be made by `Object.create(app)`. */
function findProperty(target: object | null, name: string): PropertyDescriptor | undefined {
  if (target === null) return undefined;
  return Object.getOwnPropertyDescriptor(target, name) ?? findProperty(Object.getPrototypeOf(target) as object, name);
}

/** Adopts a Router with the functions that it has. */
function adoptWholeRouter(router: Router): Router {
  if (settingsOf.has(router)) return router;
  adoptRouter(router);
  for (const layer of router.stack) {
    if (layer.route !== undefined) adoptLayers(adoptRoute(layer.route, router).stack, [], {});
    else adoptLayers([layer], [], {});
  }
  adoptMounted(router.stack.map(({ handle }) => handle));
  return router;
}

/** Adopts the functions that are registered on a Router from now on. */
function adoptRouter(router: Router): Router {
  if (settingsOf.has(router)) return router;
  settingsOf.set(router, {});
  const { use, route } = router;
  defineMethod(router, 'use', adding(use, router));
  defineMethod(router, 'route', function (this: Router, path: unknown): Route {
    return adoptRoute(route.call(this, path), router);
  });
  return router;
}

const adoptingPrototypes = new WeakMap<Router, Map<object, object>>();

/** Adopts the functions that are registered on a Route from now on. */
function adoptRoute(route: Route, router: Router): Route {
  const prototype = Object.getPrototypeOf(route) as object;
  const made = adoptingPrototypes.get(router) ?? new Map<object, object>();
  adoptingPrototypes.set(router, made);
  const adopting = made.get(prototype) ?? adoptingPrototype(prototype, router);
  made.set(prototype, adopting);
  // A tracer may have given the Route methods of its own, which call those of the prototype.
  defineAdding(route, methodsForLayers(route), router);
  return Object.setPrototypeOf(route, adopting) as Route;
}

/** The prototype of all Routes of a Router: its methods adopt the layers that they add. */
function adoptingPrototype(prototype: object, router: Router): object {
  const adopting = Object.create(prototype) as object;
  defineAdding(adopting, methodsForLayers(prototype), router);
  return adopting;
}

type Method = (...args: unknown[]) => unknown;

/** The methods of a Route, or of its prototype, that add layers. */
function methodsForLayers(target: object): readonly [string, Method][] {
  const methods = Object.entries(target).filter((entry): entry is [string, Method] => typeof entry[1] === 'function');
  return methods.filter(([name]) => !name.startsWith('_') && name !== 'dispatch');
}

function defineAdding(target: object, methods: readonly [string, Method][], router: Router): void {
  for (const [name, method] of methods) defineMethod(target, name, adding(method, router));
}

/** A method that adds layers to the stack of its object, and adopts those with the settings of the Router. */
function adding(method: Method, router: Router): (...args: never[]) => unknown {
  return function (this: Router | Route, ...args: unknown[]): unknown {
    const before = this.stack.length;
    const result = method.apply(this, args);
    const functions = functionsIn(args);
    adoptLayers(this.stack.slice(before), functions, settingsOf.get(router) ?? {});
    adoptMounted(functions);
    return result;
  };
}
