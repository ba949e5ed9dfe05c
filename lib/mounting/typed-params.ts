import type { NextFunction, Request, RequestHandler, Response as ExpressResponse } from 'express';
import { adapt } from '../handlers/handler';
import { asMiddleware } from '../handlers/roles';
import { withName } from '../handlers/with-name';
import { convertParams, type TypedVariable } from '../paths/typed-variables';
import type { WriteSettings } from '../writers/exchange';
import type { Layer, Params } from './inner-router';

/** The converted values of one match, and the strings that they were parsed from. */
interface Conversion {
  readonly params: Params;
  readonly values: Params;
}

/**
 * The typed variables of one route layer. The layer matches only strings of their types, whatever the method is, so
 * that for all others the route does not exist: neither for OPTIONS nor for a 405. `req.params` has the strings until
 * the first function of the route runs, since `router.param` reads them before.
 */
export class TypedParams {
  readonly #variables: readonly TypedVariable[];
  /** The conversion of the last match, so that each value is parsed once per request. */
  #last: Conversion | undefined;

  constructor(variables: readonly TypedVariable[]) {
    this.#variables = variables;
  }

  /** Wraps the `match` of a layer. */
  attach(layer: Layer | undefined): void {
    if (layer === undefined || this.#variables.length === 0) return;
    const original = layer.match.bind(layer);
    const match: Layer['match'] = (path) => {
      const result = original(path);
      if (result === false) return false;
      // Express 4 and the first Routers of Express 5 keep the params on the layer.
      const params = (result === true ? layer.params : result.params) ?? {};
      return this.#accepts(params) && result;
    };
    Object.defineProperty(layer, 'match', { value: match, configurable: true, writable: true });
  }

  /**
   * The first functions of the route: one that puts the values into `req.params`, if there are typed variables. Later
   * routes do not see them, since Express gives each route its own params.
   */
  handlers(settings: WriteSettings): readonly RequestHandler[] {
    if (this.#variables.length === 0) return [];
    const checkVariables = (req: Request, _res: ExpressResponse, next: NextFunction): void => {
      const params = req.params as Record<string, unknown>;
      const values = this.#take(params) ?? convertParams(this.#variables, params);
      // A callback of `router.param` may have changed a string.
      if (values === undefined) {
        next('route');
        return;
      }
      Object.assign(params, values);
      next();
    };
    // A converter may throw anything that a handler may throw.
    return [adapt(withName('checkVariables', checkVariables), asMiddleware, settings)];
  }

  #accepts(params: Params): boolean {
    this.#last = undefined;
    try {
      const values = convertParams(this.#variables, params);
      if (values === undefined) return false;
      this.#last = { params: { ...params }, values };
    } catch {
      // The layer matches, and its first function throws the error again: only there it is an error of this route.
    }
    return true;
  }

  /**
   * Returns the values of the last match if they were parsed from these strings; each value only once, as it may be
   * mutable.
   */
  #take(params: Params): Params | undefined {
    const last = this.#last;
    if (last === undefined || !this.#variables.every(({ name }) => isSame(last.params[name], params[name]))) {
      return undefined;
    }
    this.#last = undefined;
    return last.values;
  }
}

/** Whether two params are equal: strings, or the segments of a wildcard of Express 5. */
function isSame(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((segment, index) => segment === b[index]);
}
