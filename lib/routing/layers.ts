import type { Request, RequestHandler } from 'express';
import { noteAllowedMethods } from './allowed';
import type { Mountable } from './mountable';
import type { TableRow } from './table';
import { convertParams } from './typed-variables';

/** A layer of a Router: Express 4 answers with a boolean, Express 5 with what matched. */
interface Layer {
  match(path: string): boolean | { readonly params: Params };
  readonly params?: Params;
}

type Params = Readonly<Record<string, unknown>>;

/** The layers that Express made of the rows of a table, to ask them what they match. */
export class RouteLayers {
  readonly #layers = new Map<TableRow, Layer | undefined>();

  /** Notes the layer that was made last, for this row. */
  add(row: TableRow, target: Mountable): void {
    const { stack, _router } = target as { stack?: Layer[]; _router?: { stack: Layer[] } };
    // In this order: an Express 4 app throws when its `router` is read.
    const layers = stack ?? _router?.stack ?? (target as { router?: { stack: Layer[] } }).router?.stack;
    this.#layers.set(row, layers?.at(-1));
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
