import { Router } from 'express';
import { describeOther, shareClass } from '../diagnostics/shared-class';
import { UsageError } from '../diagnostics/usage-error';
import { checkSettings } from '../handlers/check-settings';
import type { RouterSettings, Settings } from '../handlers/settings';
import { variableTypes } from '../paths/converters';
import type { RoutePath } from '../paths/path';
import type { URLParams } from '../paths/path-params';
import type { Erased } from '../responses/construct';
import type { DefineRoute } from '../route/define-route';
import type { DefineRouteOf } from '../route/define-route-of';
import { inGroup, makeGroup } from './group';
import { mountRoutes } from '../mounting/mount';
import type { Mountable } from '../mounting/mountable';
import { Route, ROUTES_PROTOCOL, type Method, type RouteInfo } from '../route/route';
import { RouteList } from './route-list';
import { checkRoutesOptions } from './routes-options';
import { Scope } from '../route/scope';

/** The private members that another copy of the package uses. */
interface RoutesInternals {
  readonly seal: (routes: Iterable<Route>, by: string) => readonly Route[];
}

/** Seals a `Routes` of any copy of the package, and returns its routes. */
let seal: RoutesInternals['seal'];

/** The class behind `Routes`, whose types are those of its interface. */
export class Routes<Types = object> implements Iterable<Route> {
  readonly get: DefineRoute<Types, this> = this.#definer(['GET']);
  readonly post: DefineRoute<Types, this> = this.#definer(['POST']);
  readonly put: DefineRoute<Types, this> = this.#definer(['PUT']);
  readonly patch: DefineRoute<Types, this> = this.#definer(['PATCH']);
  readonly delete: DefineRoute<Types, this> = this.#definer(['DELETE']);
  readonly head: DefineRoute<Types, this> = this.#definer(['HEAD']);
  readonly options: DefineRoute<Types, this> = this.#definer(['OPTIONS']);
  readonly all: DefineRoute<Types, this> = this.#definer(['*']);
  readonly route: DefineRouteOf<Types, this> = this.#defineRouteOf();

  readonly #list: RouteList;

  constructor(...given: readonly unknown[]) {
    const [first] = given;
    const isRoute = given.length === 0 || first instanceof Route || first instanceof Routes;
    const types = variableTypes(isRoute ? {} : checkRoutesOptions(first).converters);
    this.#list = new RouteList(new Scope(types));
    this.extend(...(isRoute ? given : given.slice(1)));
  }

  use(...middleware: readonly unknown[]): this {
    this.#list.scope.checkOpen('routes.use()');
    for (const given of middleware.flat(Infinity)) {
      if (given instanceof Routes) {
        throw new UsageError(
          'ERR_RETURNS_HANDLER',
          'routes.use() takes middleware; for the routes of another Routes there are routes.extend() and routes.group().',
        );
      }
      this.#list.scope.use(given);
    }
    return this;
  }

  extend(...given: readonly unknown[]): Erased {
    for (const item of given) {
      if (item instanceof Route) {
        this.#list.add(item as Route);
      } else if (item instanceof Routes) {
        if (item === this) throw new UsageError('ERR_RETURNS_HANDLER', 'A Routes cannot extend itself.');
        for (const route of seal(item, 'routes.extend()')) this.#list.add(route);
      } else {
        throw new UsageError(
          'ERR_RETURNS_HANDLER',
          `A Routes is extended by Route or Routes objects; got ${describeOther(item)}.`,
        );
      }
    }
    return this;
  }

  group(prefix: string, ...given: readonly unknown[]): Erased {
    const routes = given.at(-1);
    if (!(routes instanceof Routes) || routes === this) {
      throw new UsageError(
        'ERR_RETURNS_HANDLER',
        `routes.group() takes another Routes in the last place; got ${routes === this ? 'itself' : describeOther(routes)}.`,
      );
    }
    const group = makeGroup(prefix, given.slice(0, -1), this.#list.scope.types);
    for (const route of seal(routes, 'routes.group()')) this.#list.add(inGroup(group, route));
    return this;
  }

  [Symbol.iterator](): Iterator<Route> {
    return this.#list[Symbol.iterator]();
  }

  list(): RouteInfo[] {
    return Array.from(this.#list, ({ methods, path, name }) => ({ methods, path, name }));
  }

  url<const NameOrPath extends string>(nameOrPath: NameOrPath, ...[params]: URLParams<NameOrPath, Types>): string {
    return this.#list.urls.build(nameOrPath, params ?? {});
  }

  router(settings: RouterSettings = {}): Router {
    const writeSettings = checkSettings('routes.router()', settings, true);
    const { mergeParams, caseSensitive, strict } = settings;
    const router = Router({ mergeParams, caseSensitive, strict });
    mountRoutes(router, this.#list.seal('routes.router()'), writeSettings);
    return router;
  }

  mount<Target extends Mountable>(target: Target, settings: Settings = {}): Target {
    const writeSettings = checkSettings('routes.mount()', settings, false);
    mountRoutes(target, this.#list.seal('routes.mount()'), writeSettings);
    return target;
  }

  #defineRouteOf(): DefineRouteOf<Types, this> {
    const define = (path: RoutePath, methods: readonly Method[], ...rest: readonly unknown[]): unknown =>
      this.#list.define(path, methods, rest) ?? this;
    return define as DefineRouteOf<Types, this>;
  }

  #definer(methods: readonly Method[]): DefineRoute<Types, this> {
    const define = (path: RoutePath, ...rest: readonly unknown[]): unknown =>
      this.#list.define(path, methods, rest) ?? this;
    return define as DefineRoute<Types, this>;
  }

  static {
    const internals: RoutesInternals = { seal: (routes, by) => (routes as Routes).#list.seal(by) };
    const internalsOf = shareClass({ ownClass: Routes, name: 'Routes', protocol: ROUTES_PROTOCOL, internals });
    seal = (routes, by) => internalsOf(routes as Routes).seal(routes, by);
  }
}
