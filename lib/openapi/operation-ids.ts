import { UsageError } from '../diagnostics/usage-error';
import { describeRoute, type Route } from '../route/route';

/** A function is often called so, in any number of routes. */
const NAME = /^[A-Za-z_$][\w$.-]*$/;

/** The names of operations, each once. */
export class OperationIds {
  readonly #given = new Map<string, Route>();
  readonly #shared: ReadonlySet<string>;
  readonly #used = new Set<string>();

  /** @throws UsageError `ERR_RETURNS_DESCRIPTION` if two routes are given the same name. */
  constructor(routes: readonly Route[]) {
    const names = new Set<string>();
    const shared = new Set<string>();
    for (const route of routes) {
      const { name } = route.options;
      if (name !== undefined) this.#note(name, route);
      if (names.has(route.name)) shared.add(route.name);
      names.add(route.name);
    }
    this.#shared = shared;
  }

  /**
   * Returns the name of an operation: that of the route; with the method and a number for further operations of the
   * same route. Several handlers of one name give none: the words of the method and the path are one then.
   */
  of(route: Route, method: string, path: string): string | undefined {
    const isOwn = route.options.name !== undefined || (NAME.test(route.name) && !this.#shared.has(route.name));
    if (!isOwn && route.name === '') return undefined;
    const base = isOwn ? route.name : wordsOf(method, path);
    const candidates = [base, `${base}_${method}`];
    let id = candidates.find((each) => !this.#used.has(each));
    for (let number = 2; id === undefined; number++) {
      const next = `${base}_${method}_${number}`;
      if (!this.#used.has(next)) id = next;
    }
    this.#used.add(id);
    return id;
  }

  #note(name: string, route: Route): void {
    const other = this.#given.get(name);
    if (other !== undefined) {
      throw new UsageError(
        'ERR_RETURNS_DESCRIPTION',
        `${describeRoute(route)} and ${describeRoute(other)} have the same name, which is the operationId in the document: give one of them another name.`,
      );
    }
    this.#given.set(name, route);
  }
}

/** Returns the words of a method and a path as one: `getUsersId` for GET /users/{id}. */
export function wordsOf(method: string, path: string): string {
  const words = path.split(/[^A-Za-z\d]+/).filter((word) => word !== '');
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
