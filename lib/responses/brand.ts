/**
 * How a body is sent: all that a writer needs to know of a response's class. `render` is never sent: it only stands for
 * the response that its `render(req)` returns.
 */
export type BodyKind = 'body' | ItemKind | 'redirect' | 'view' | 'file' | 'error' | 'render';

/** The kinds whose body is, or may be, sent item by item, each in a framing of its own. */
export type ItemKind = 'json' | 'lines' | 'events';

/** What stands behind the brand. */
export interface Brand {
  /** The version of the agreement between values and writers. */
  readonly protocol: number;
  readonly kind: BodyKind;
}

/** Raised whenever a writer of an older copy could not send what a newer copy makes. */
export const PROTOCOL = 1;

// A registry symbol, so that two copies of the package know each other's responses. A symbol cannot come out of
// JSON.parse, so no request body can pass for a response.
const BRAND: unique symbol = Symbol.for('express-returns.response') as never;

/** Marks a class, and so its subclasses, as responses whose body is sent in this way. */
export function brand(responseClass: { readonly prototype: object }, kind: BodyKind): void {
  Object.defineProperty(responseClass.prototype, BRAND, { value: Object.freeze({ protocol: PROTOCOL, kind }) });
}

/** The brand of a response of any copy of this package, `undefined` for anything else. Never throws. */
export function brandOf(value: unknown): Brand | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  try {
    return (value as { readonly [BRAND]?: Brand })[BRAND];
  } catch {
    return undefined; // A revoked Proxy.
  }
}

/** Whether this very class, not only one it extends, was marked here. */
export function isOwnClass(responseClass: { readonly prototype: object }): boolean {
  return Object.hasOwn(responseClass.prototype, BRAND);
}
