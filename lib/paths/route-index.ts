import { parsePath } from './grammar';
import { segmentsOf, startsSegment, type ExpressMajor, type Part, type Text, type Variable } from './part';

type Plain = Text | Variable;

/** A node of the tree of path segments. */
interface Node {
  readonly literals: Map<string, Node>;
  /** The child for a segment that is one variable. */
  variable: Node | undefined;
  /** The routes that may match any path through this node. */
  readonly routes: number[];
}

const createNode = (): Node => ({ literals: new Map(), variable: undefined, routes: [] });

/**
 * Finds the routes of a list that may match a path, in their order, without asking all of them. It may find routes that
 * do not match but never misses one: Express still decides by its own expressions.
 *
 * (A router such as find-my-way would return only the best route, by its own syntax and order.)
 */
export class RouteIndex {
  readonly #root = createNode();
  readonly #major: ExpressMajor;
  #depth = 0;

  constructor(major: ExpressMajor) {
    this.#major = major;
  }

  /** Adds a route with the paths of its Express layer. */
  add(route: number, paths: readonly unknown[]): void {
    for (const path of paths) this.#placeOf(path).routes.push(route);
  }

  /** Returns the routes that may match a path, in the order of the list. */
  find(path: string): readonly number[] {
    // Case-insensitive, the default of Express; with the setting `case sensitive routing` Express itself still decides.
    const segments = path.toLowerCase().split('/', this.#depth + 1);
    const found: number[] = [];
    collect(this.#root, segments, 1, found);
    return found.sort((a, b) => a - b);
  }

  /** Returns the node for the plain segments at the start of a path. */
  #placeOf(path: unknown): Node {
    const segments = typeof path === 'string' ? plainSegments(parsePath(path, this.#major)) : [];
    this.#depth = Math.max(this.#depth, segments.length);
    let node = this.#root;
    for (const segment of segments) {
      if (segment.kind === 'variable') {
        node = node.variable ??= createNode();
      } else {
        const key = segment.text.toLowerCase();
        let next = node.literals.get(key);
        if (next === undefined) node.literals.set(key, (next = createNode()));
        node = next;
      }
    }
    return node;
  }
}

/** Returns the leading segments that are one literal or one variable each. */
function plainSegments(parts: readonly Part[]): readonly Plain[] {
  // An alternative of Express 4 at the top level can begin with anything.
  if (!startsSegment(parts) || parts.some((part) => part.kind === 'pattern' && part.source === '|')) return [];
  const end = parts.findIndex((part) => !isPlain(part));
  const rest = end === -1 ? [] : parts.slice(end);
  const segments = segmentsOf(parts.slice(0, parts.length - rest.length).filter(isPlain)).slice(1);
  const whole = startsSegment(rest) ? segments : segments.slice(0, -1);
  const other = whole.findIndex(([first, second]) => first === undefined || second !== undefined);
  return (other === -1 ? whole : whole.slice(0, other)).flat();
}

/** Whether case folding is simple: regular expressions fold other than ASCII characters by special rules. */
function isPlain(part: Part): part is Plain {
  if (part.kind === 'text') return /^[\x21-\x7e]*$/.test(part.text);
  return part.kind === 'variable' && !part.isWide && part.pattern === '' && part.type === undefined;
}

/** Visits no node twice, so the cost is bounded by the size of the list. */
function collect(node: Node, segments: readonly string[], depth: number, found: number[]): void {
  for (const route of node.routes) found.push(route);
  const segment = segments[depth];
  if (segment === undefined) return;
  const literal = node.literals.get(segment);
  if (literal !== undefined) collect(literal, segments, depth + 1, found);
  if (node.variable !== undefined) collect(node.variable, segments, depth + 1, found);
}
