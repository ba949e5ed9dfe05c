import type { Request, RequestHandler } from 'express';
import { noteAllowedMethods } from '../handlers/allowed-methods';
import type { Layer, Params } from './inner-router';
import type { TableRow } from './table';

/** The layers that Express made for the rows of a table. */
export class RouteLayers {
  readonly #layers = new Map<TableRow, Layer | undefined>();

  add(row: TableRow, layer: Layer | undefined): void {
    this.#layers.set(row, layer);
  }

  all(): Layer[] {
    return [...this.#layers.values()].filter((layer) => layer !== undefined);
  }

  isMatch(row: TableRow, path: string): boolean {
    return this.match(row, path) !== undefined;
  }

  /** Returns the params of a path, as strings; `undefined` if the layer does not match. */
  match(row: TableRow, path: string): Params | undefined {
    try {
      const layer = this.#layers.get(row);
      const match = layer?.match(path) ?? false;
      if (match === false) return undefined;
      return (match === true ? layer?.params : match.params) ?? {};
    } catch {
      return undefined; // A path that cannot be decoded matches nothing.
    }
  }

  /** Creates the last layer: a request that reaches it matched no route, but its path may exist with other methods. */
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
        // A route of all methods has passed the request on, so it does not show which methods exist.
        if (method === '*') continue;
        yield method;
        if (method === 'GET') yield 'HEAD';
      }
    }
  }
}
