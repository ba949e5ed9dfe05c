/**
 * How a body is sent: all that a writer knows about the class of a response. `render` is never sent itself; its
 * `render(req)` returns the response to send.
 */
export type BodyKind = 'body' | ItemKind | 'redirect' | 'view' | 'file' | 'error' | 'render';

/** Kinds whose body may be sent item by item, each with its own framing. */
export type ItemKind = 'json' | 'lines' | 'events';

/** The value of the brand property. */
export interface Brand {
  /** The version of the protocol between values and writers. */
  readonly protocol: number;
  readonly kind: BodyKind;
}

/** Increased whenever older writers could not send newer responses. */
export const PROTOCOL = 1;

// A registry symbol, so that copies of the package recognize each other's responses. A symbol cannot come from
// JSON.parse, so a request body cannot imitate a response.
const BRAND: unique symbol = Symbol.for('express-returns.response') as never;

/** Marks a class and its subclasses as responses with this kind of body. */
export function brand(responseClass: { readonly prototype: object }, kind: BodyKind): void {
  Object.defineProperty(responseClass.prototype, BRAND, { value: Object.freeze({ protocol: PROTOCOL, kind }) });
}

/** Returns the brand of a response of any copy of this package, `undefined` for other values. Never throws. */
export function brandOf(value: unknown): Brand | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  try {
    return (value as { readonly [BRAND]?: Brand })[BRAND];
  } catch {
    return undefined; // A revoked Proxy.
  }
}

/** Whether this class itself was marked, not only a base class. */
export function isOwnClass(responseClass: { readonly prototype: object }): boolean {
  return Object.hasOwn(responseClass.prototype, BRAND);
}
