import type { Request, RequestHandler } from 'express';
import { noteAllowedMethods } from '../handlers/allowed-methods';
import { innerRouter, type Layer, type Params } from './inner-router';
import type { Mountable } from './mountable';
import type { TableRow } from './table';
import { convertParams } from '../paths/typed-variables';

/** The layers that Express made of the rows of a table, to ask them what they match. */
export class RouteLayers {
  readonly #layers = new Map<TableRow, Layer | undefined>();

  /** Notes the layer that was made last, for this row. */
  add(row: TableRow, target: Mountable): void {
    this.#layers.set(row, innerRouter(target)?.stack.at(-1));
  }

  all(): Layer[] {
    return [...this.#layers.values()].filter((layer) => layer !== undefined);
  }

  isMatch(row: TableRow, path: string): boolean {
    return this.match(row, path) !== undefined;
  }

  /** The params of a path, as texts; `undefined` where the layer does not match, or a text is not of its type. */
  match(row: TableRow, path: string): Params | undefined {
    try {
      const layer = this.#layers.get(row);
      const match = layer?.match(path) ?? false;
      if (match === false) return undefined;
      const params = (match === true ? layer?.params : match.params) ?? {};
      return convertParams(row.variables, params) && params;
    } catch {
      return undefined; // A path that cannot be decoded matches nothing.
    }
  }

  /** A last layer: whoever comes so far has found no answer here, but perhaps the path with another method. */
  noteAllowed(): RequestHandler {
    return (req: Request, _res, next) => {
      noteAllowedMethods(req, this.#methodsAt(req.path));
      next();
    };
  }

  *#methodsAt(path: string): Iterable<string> {
    for (const row of this.#layers.keys()) {
      if (!this.isMatch(row, path)) continue;
      for (const method of row.route.methods) {
        // A route of all methods has seen the request and passed it on: it does not know what there is.
        if (method === '*') continue;
        yield method;
        if (method === 'GET') yield 'HEAD';
      }
    }
  }
}
