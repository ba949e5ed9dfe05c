/** Gives a function the name that traces, route lists and messages show. */
export function withName<F extends object>(name: string, fn: F): F {
  return Object.defineProperty(fn, 'name', { value: name, configurable: true });
}
