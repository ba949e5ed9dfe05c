import type { Returnable } from '../handlers/description';
import { guarded } from '../handlers/guard';
import { compileOutgoing } from '../validation/outgoing';
import type { Exchange, Outgoing, WriteSettings } from '../writers/exchange';
import { describeRoute, type Route } from '../route/route';
import { scopesOf } from '../route/scope';

/** The steps for what goes out of the routes of one mount, of those which declare their replies. */
export class OutgoingSteps {
  readonly #ofRoutes = new Map<Route, Outgoing>();
  /** The same steps by the route that Express made. */
  readonly #ofLayers = new WeakMap<object, Outgoing>();

  constructor(routes: readonly Route[]) {
    for (const route of routes) {
      if (route.options.returns === undefined) continue;
      const outgoing = compileOutgoing({
        place: describeRoute(route),
        options: route.options,
        guardReturns: returnsOfGuards(route),
      });
      this.#ofRoutes.set(route, outgoing);
    }
  }

  /** Settings for functions of several routes: the step is that of the route which handles the request. */
  forShared(settings: WriteSettings): WriteSettings {
    if (this.#ofRoutes.size === 0) return settings;
    const stepOf = ({ req }: Exchange): Outgoing | undefined => this.#ofLayers.get(req.route as object);
    const outgoing: Outgoing = {
      filter: (response, exchange) => stepOf(exchange)?.filter(response, exchange) ?? response,
      noteThrown: (error, exchange) => stepOf(exchange)?.noteThrown(error, exchange),
    };
    return { ...settings, outgoing };
  }

  /** Settings for the functions of one route. */
  forRoute(route: Route, settings: WriteSettings): WriteSettings {
    if (this.#ofRoutes.size === 0) return settings;
    const { strip = settings.strip, checkReturns = settings.checkReturns } = route.options;
    return {
      ...settings,
      outgoing: this.#ofRoutes.get(route),
      ...(strip !== undefined && { strip }),
      ...(checkReturns !== undefined && { checkReturns }),
    };
  }

  /** Records the layer that Express made for a route. */
  add(route: Route, layer: { readonly route?: object | undefined } | undefined): void {
    const outgoing = this.#ofRoutes.get(route);
    if (outgoing !== undefined && layer?.route !== undefined) this.#ofLayers.set(layer.route, outgoing);
  }
}

/** The replies that the guards of a route declare, of its groups too. */
function returnsOfGuards(route: Route): readonly Returnable[] {
  const functions = [...scopesOf(route).flatMap(({ middleware }) => middleware), ...route.middleware];
  return functions.flatMap((fn) => guarded(fn)?.description?.returns ?? []);
}
