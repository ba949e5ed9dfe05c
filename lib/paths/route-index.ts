/** A place that paths lead to, segment by segment. */
interface Node {
  readonly literals: Map<string, Node>;
  /** Where a variable takes a whole segment. */
  variable: Node | undefined;
  /** The routes that may match whatever leads here. */
  readonly routes: number[];
}

const createNode = (): Node => ({ literals: new Map(), variable: undefined, routes: [] });

const LITERAL = /^[\w.~%@,=&-]+$/;
const VARIABLE = /^:\w+$/;

/**
 * Which routes of a list a path might lead to, in their order and mostly few, without asking all of them. It may name a
 * route too many but never one too few: Express still decides, by its own expressions.
 *
 * (A router such as find-my-way would give the one route that it takes for the best, in a grammar and an order of its
 * own.)
 */
export class RouteIndex {
  readonly #root = createNode();
  #depth = 0;

  /** Adds a route, by the paths that its Express layer has. */
  add(route: number, paths: readonly unknown[]): void {
    for (const path of paths) this.#placeOf(path).routes.push(route);
  }

  /** The routes that may match a path, in the order of the list. */
  find(path: string): readonly number[] {
    // Upper and lower case are one, since they are to Express unless it is told otherwise.
    const segments = path.toLowerCase().split('/', this.#depth + 1);
    const found: number[] = [];
    collect(this.#root, segments, 1, found);
    return found.sort((a, b) => a - b);
  }

  /** The node at the end of the segments that are nothing but a text or a variable. */
  #placeOf(path: unknown): Node {
    if (typeof path !== 'string' || !path.startsWith('/')) return this.#root;
    const segments = path.replace(/\/+$/, '').split('/').slice(1);
    const plain = segments.findIndex((segment) => !LITERAL.test(segment) && !VARIABLE.test(segment));
    // What comes first in the segment that is not plain may be about the one before: `/a/?b` matches `/ab` in Express 4.
    const length = plain === -1 ? segments.length : Math.max(0, plain - 1);
    this.#depth = Math.max(this.#depth, length);
    let node = this.#root;
    for (const segment of segments.slice(0, length)) {
      if (VARIABLE.test(segment)) {
        node = node.variable ??= createNode();
      } else {
        const key = segment.toLowerCase();
        let next = node.literals.get(key);
        if (next === undefined) node.literals.set(key, (next = createNode()));
        node = next;
      }
    }
    return node;
  }
}

/** No node is seen twice, so that a path costs at most what the list does. */
function collect(node: Node, segments: readonly string[], depth: number, found: number[]): void {
  for (const route of node.routes) found.push(route);
  const segment = segments[depth];
  if (segment === undefined) return;
  const literal = node.literals.get(segment);
  if (literal !== undefined) collect(literal, segments, depth + 1, found);
  if (node.variable !== undefined) collect(node.variable, segments, depth + 1, found);
}
