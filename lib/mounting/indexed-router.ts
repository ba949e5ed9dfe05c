import { setImmediate } from 'node:timers';
import type { Request, Response as ExpressResponse } from 'express';
import { innerRouter, type InnerRouter, type Layer } from './inner-router';
import type { Mountable } from './mountable';
import { majorOf } from '../paths/grammar';
import type { ExpressMajor } from '../paths/part';
import { RouteIndex } from '../paths/route-index';

/** The number of consecutive routes from which an index is faster than asking all of them. */
const MANY = 16;

/** The layers of our routes. All others are always asked: their `match` may have side effects. */
const indexable = new WeakSet<Layer>();
const indexed = new WeakSet<InnerRouter>();

/**
 * Lets a Router with many of these routes ask only those that a path might lead to. Its stack stays as it is, so that
 * tools can read and change it: Express's own loop runs each request through a short copy, in which a `Selector`
 * replaces a row of routes.
 */
export function indexRoutes(target: Mountable, layers: readonly Layer[]): void {
  for (const layer of layers) indexable.add(layer);
  const router = innerRouter(target);
  if (layers.length < MANY || router === undefined || indexed.has(router)) return;
  indexed.add(router);
  const { handle } = router;
  const major = majorOf(target);
  let sections = new Sections([], major);
  const handleIndexed = function (this: InnerRouter, req: Request, res: ExpressResponse, done: unknown): unknown {
    const { stack } = router;
    if (!sections.isOf(stack)) sections = new Sections(stack, major);
    // The copy inherits all other properties of the Router.
    const copy = Object.create(router) as { -readonly [Key in keyof InnerRouter]: InnerRouter[Key] };
    copy.stack = sections.stack();
    return handle.call(copy, req, res, done);
  };
  Object.defineProperty(router, 'handle', { value: handleIndexed, configurable: true, writable: true });
}

/** A snapshot of the stack of a Router, split into layers that are always asked and indexed rows of routes. */
class Sections {
  readonly #whole: readonly Layer[];
  readonly #parts: (Layer | Row)[] = [];
  #isChecked = false;

  constructor(stack: readonly Layer[], major: ExpressMajor) {
    this.#whole = [...stack];
    let row: Layer[] = [];
    const closeRow = (): void => {
      if (row.length < MANY) this.#parts.push(...row);
      else this.#parts.push(new Row(row, major));
      row = [];
    };
    for (const layer of stack) {
      if (indexable.has(layer)) {
        row.push(layer);
      } else {
        closeRow();
        this.#parts.push(layer);
      }
    }
    closeRow();
  }

  /**
   * Whether the stack has not changed. Added and removed layers are noticed immediately, moved and replaced ones once
   * per turn of the event loop, since comparing all layers for each request is slower: docs/performance.md.
   */
  isOf(stack: readonly Layer[]): boolean {
    const whole = this.#whole;
    if (stack.length !== whole.length) return false;
    if (this.#isChecked) return true;
    for (let index = 0; index < whole.length; index++) if (stack[index] !== whole[index]) return false;
    this.#isChecked = true;
    setImmediate(() => {
      this.#isChecked = false;
    });
    return true;
  }

  /** Creates the stack for one request. */
  stack(): Layer[] {
    const stack: Layer[] = [];
    for (const part of this.#parts) stack.push(part instanceof Row ? new Selector(part, stack) : part);
    return stack;
  }
}

/** Consecutive routes. */
class Row {
  readonly layers: readonly Layer[];
  readonly index: RouteIndex;

  constructor(layers: readonly Layer[], major: ExpressMajor) {
    this.layers = layers;
    this.index = new RouteIndex(major);
    layers.forEach(({ route }, position) => {
      this.index.add(position, [route?.path].flat());
    });
  }
}

/**
 * Replaces a row of routes in the stack of one request. Each time the loop reaches it, it inserts the next route that
 * may match, and itself after that one. So it uses the current path: a route that passes a request on may have changed
 * `req.url`.
 */
class Selector implements Layer {
  readonly #row: Row;
  readonly #stack: Layer[];
  #place = -1;
  #position = 0;
  #path: string | undefined;
  #found: readonly number[] = [];

  constructor(row: Row, stack: Layer[]) {
    this.#row = row;
    this.#stack = stack;
  }

  match(path: string): false {
    if (path !== this.#path) {
      this.#path = path;
      this.#found = this.#row.index.find(path);
    }
    const position = this.#found.find((each) => each >= this.#position);
    const layer = position === undefined ? undefined : this.#row.layers[position];
    if (position !== undefined && layer !== undefined) {
      this.#position = position + 1;
      this.#place = this.#stack.indexOf(this, this.#place + 1);
      this.#stack.splice(this.#place + 1, 0, layer, this);
    }
    return false;
  }
}
