import { Router } from 'express';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { fillPath, type FilledPath, type Params } from '../paths/fill-path';
import { RouteLayers } from '../mounting/route-layers';
import { addRoute } from '../mounting/mount';
import { OWN_MAJOR, parsePath } from '../paths/grammar';
import type { Part } from '../paths/part';
import { singlePaths } from '../paths/path';
import { canPassOn, describeRoute, type Route } from '../route/route';
import { typesOf } from '../route/scope';
import { toTable, type TableRow } from '../mounting/table';
import { TypedParams } from '../mounting/typed-params';

/** A path of a route to build a URL from, and the table row that must match the URL. */
interface Candidate {
  readonly row: TableRow;
  readonly path: string;
  readonly parts: readonly Part[];
}

/** Builds the URLs of routes, and checks with real layers of Express that they reach the route. */
export class URLBuilder {
  readonly #table: readonly TableRow[];
  readonly #layers = new RouteLayers();
  readonly #byPath = new Map<unknown, Candidate[]>();
  readonly #byName = new Map<unknown, Candidate[]>();

  constructor(routes: readonly Route[]) {
    this.#table = toTable(routes, OWN_MAJOR);
    const router = Router();
    for (const row of this.#table) {
      const layer = addRoute(router, {
        place: describeRoute(row.route),
        path: row.path,
        methods: row.route.methods,
        handlers: [() => undefined],
        typed: new TypedParams(row.variables),
      });
      this.#layers.add(row, layer);
      for (const path of singlePaths(row.path)) {
        if (typeof path !== 'string') continue;
        const candidate = { row, path, parts: parsePath(path) };
        add(this.#byPath, path, candidate);
        if (row.route.name !== '') add(this.#byName, row.route.name, candidate);
      }
    }
  }

  /** @throws UsageError `ERR_RETURNS_URL` if no URL reaches the route. */
  build(nameOrPath: string, params: Params): string {
    const failures: UsageError[] = [];
    for (const { row, parts } of this.#find(nameOrPath)) {
      try {
        return this.#check(row, fillPath(parts, typesOf(row.route), params));
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        const message = `The URL of ${describeRoute(row.route)}: ${error.message}`;
        failures.push(new UsageError('ERR_RETURNS_URL', message, { cause: error }));
      }
    }
    throw failures[0] ?? wrong(nameOrPath, 'there is no route with this name or path.');
  }

  /** Returns the candidates with this path, or else those of the route with this name. */
  #find(nameOrPath: unknown): readonly Candidate[] {
    const found = this.#byPath.get(nameOrPath) ?? this.#byName.get(nameOrPath) ?? [];
    const [first] = found;
    // Routes of different methods and the same path may have the same name.
    const other = found.find(({ row, path }) => row.route !== first?.row.route && path !== first?.path);
    if (first === undefined || other === undefined) return found;
    const both = `${describeRoute(first.row.route)} and ${describeRoute(other.row.route)}`;
    throw wrong(nameOrPath, `both ${both} have this name. Give the path, or one of them another name.`);
  }

  #check(row: TableRow, { url, texts }: FilledPath): string {
    // A client resolves dots, and reads two slashes at the start as a host name.
    const asked = URL.canParse(url, 'http://localhost') ? new URL(url, 'http://localhost').pathname : '';
    if (asked !== url) throw new RangeError(`no client would ask for ${describe(url)} as it is written.`);

    const params = this.#layers.match(row, url);
    const isSame = [...texts].every(([name, text]) => [params?.[name]].flat().join('/') === text);
    if (params === undefined || !isSame) throw new RangeError(`${describe(url)} does not match it with these values.`);

    const isTaken = (other: TableRow): boolean =>
      sharesMethod(other.route, row.route) && !canPassOn(other.route) && this.#layers.isMatch(other, url);
    const earlier = this.#table.slice(0, this.#table.indexOf(row)).find(isTaken);
    if (earlier === undefined) return url;
    throw new RangeError(`${describe(url)} is answered by ${describeRoute(earlier.route)}.`);
  }
}

function add(map: Map<unknown, Candidate[]>, key: string, candidate: Candidate): void {
  map.set(key, [...(map.get(key) ?? []), candidate]);
}

function sharesMethod(a: Route, b: Route): boolean {
  return [...a.methods, ...b.methods].includes('*') || a.methods.some((method) => b.methods.includes(method));
}

function wrong(nameOrPath: unknown, reason: string): UsageError {
  return new UsageError('ERR_RETURNS_URL', `routes.url(${describe(nameOrPath)}): ${reason}`);
}
