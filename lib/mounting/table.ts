import { guarded } from '../handlers/guard';
import { isInDoubt } from '../handlers/parameters';
import { compareSpecificity, specificity, type Specificity } from '../paths/specificity';
import type { ExpressMajor } from '../paths/part';
import { singlePaths, type RoutePath } from '../paths/path';
import { canPassOn, type Route } from '../route/route';
import { scopesOf, typesOf, type Scope } from '../route/scope';
import { typedVariables, type TypedVariable } from '../paths/typed-variables';

/** A route layer before mounting: a route, the path or paths of the layer, and their typed variables. */
export interface TableRow {
  readonly route: Route;
  readonly path: RoutePath;
  readonly variables: readonly TypedVariable[];
  /**
   * The number of its section: of two rows in one section only a function that is in doubt can keep the more specific
   * one from being asked first.
   */
  readonly section: number;
}

interface SortableRow extends TableRow {
  readonly specificity: Specificity;
}

/**
 * Sorts routes into the order in which they are asked: the more specific path first, and of equally specific ones the
 * one defined first.
 *
 * Some rows keep their place, and no other row crosses them. These rules are for security: a route after an
 * authorisation must stay after it.
 * - A fence, which may pass requests on: a route of all methods, or one with a function that takes `next`.
 * - A `RegExp`, since its matches cannot be compared with other paths.
 * - The routes of a `Routes` with middleware of its own, as a whole: they are sorted among themselves.
 *
 * A route of several paths is a row for each, since one of them may be more specific than those of another route while
 * another is less. It never sees a request twice: only fences pass requests on, and these stay whole (but
 * for those with typed variables, which may then see a request once for each path).
 */
export function toTable(routes: readonly Route[], major: ExpressMajor): readonly TableRow[] {
  const table = new Table();
  let middleware: readonly Scope[] = [];
  for (const route of routes) {
    const before = middleware;
    middleware = scopesOf(route).filter((scope) => scope.middleware.length > 0);
    if (!isSame(before, middleware)) table.closeSection();

    const types = typesOf(route);
    const rows = singlePaths(route.path).map((path) => ({
      route,
      path,
      variables: typedVariables(path, types, major),
    }));
    if (isFence(route)) {
      // Each path has its own typed variables.
      const isTyped = rows.some(({ variables }) => variables.length > 0);
      table.addFixed(isTyped ? rows : [{ route, path: route.path, variables: [] }], isFenceInDoubt(route));
      continue;
    }
    for (const row of rows) {
      if (typeof row.path === 'string') table.add({ ...row, specificity: specificity(row.path, types, major) });
      else table.addFixed([row], false);
    }
  }
  return table.rows();
}

/** The finished rows, and those of the current run, which are not sorted yet. */
class Table {
  readonly #rows: TableRow[] = [];
  #run: SortableRow[] = [];
  #section = 0;

  add(row: Omit<SortableRow, 'section'>): void {
    this.#run.push({ ...row, section: this.#section });
  }

  /** Adds rows that no other row crosses; `isInDoubt` if the only reason is a doubt about a handler. */
  addFixed(rows: readonly Omit<TableRow, 'section'>[], isInDoubt: boolean): void {
    if (isInDoubt) this.#closeRun();
    else this.closeSection();
    this.#rows.push(...rows.map((row) => ({ ...row, section: this.#section })));
    if (!isInDoubt) this.closeSection();
  }

  closeSection(): void {
    this.#closeRun();
    this.#section += 1;
  }

  rows(): readonly TableRow[] {
    this.#closeRun();
    return this.#rows;
  }

  #closeRun(): void {
    // Stable: equally specific rows stay in the order of definition.
    this.#rows.push(...this.#run.sort((a, b) => compareSpecificity(a.specificity, b.specificity)));
    this.#run = [];
  }
}

/** Whether a route is a fence only because the parameters of its handler are unknown. */
export function isFenceInDoubt(route: Route): boolean {
  const isCertain = route.methods.includes('*') || route.middleware.some((fn) => guarded(fn) === undefined);
  return !isCertain && isInDoubt(route.handler);
}

/** Whether a route may pass requests on, so that none may cross it. */
export function isFence(route: Route): boolean {
  return route.methods.includes('*') || canPassOn(route);
}

function isSame(a: readonly Scope[], b: readonly Scope[]): boolean {
  return a.length === b.length && a.every((scope, index) => scope === b[index]);
}
