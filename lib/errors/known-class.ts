/**
 * Marks a class with a registry symbol, so copies of this package recognize each other's values, and returns its
 * predicate. A symbol cannot come from `JSON.parse`, so user input cannot imitate an instance.
 */
export function markClass<T extends object>(
  valueClass: { readonly prototype: T },
  name: string,
): (value: unknown) => value is T {
  const mark = Symbol.for(`express-returns.${name}`);
  Object.defineProperty(valueClass.prototype, mark, { value: true });
  return (value): value is T =>
    typeof value === 'object' && value !== null && (value as { readonly [mark]?: unknown })[mark] === true;
}
