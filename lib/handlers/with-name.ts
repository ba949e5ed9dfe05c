/** Gives a function the name that traces, route lists and messages show. */
export function withName<F extends object>(name: string, fn: F): F {
  return Object.defineProperty(fn, 'name', { value: name, configurable: true });
}

/** Properties of every function, which are those of the function itself. */
const INTRINSIC: ReadonlySet<unknown> = new Set(['length', 'prototype', 'caller', 'arguments']);

/**
 * Gives a wrapper the name and the own properties of a function: tools read them there, such as an `apiDoc`. Not those
 * of an app or Router, for which Express would take the wrapper, nor the marks of tracers, such as `__wrapped`.
 */
export function withPropertiesOf<F extends object>(
  fn: object & { readonly name: string; readonly handle?: unknown },
  wrapper: F,
): F {
  if (typeof fn.handle === 'function') return withName(fn.name, wrapper);
  for (const key of Reflect.ownKeys(fn)) {
    const isOthers = INTRINSIC.has(key) || (typeof key === 'string' && key.startsWith('__'));
    const descriptor = isOthers ? undefined : Object.getOwnPropertyDescriptor(fn, key);
    if (descriptor !== undefined) Object.defineProperty(wrapper, key, { ...descriptor, configurable: true });
  }
  return withName(fn.name, wrapper);
}
