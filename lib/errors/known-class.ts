/**
 * Marks a class by a registry symbol, so that every copy of this package knows the values of all others, and gives the
 * question for it. A symbol cannot come out of `JSON.parse`: nothing that only looks like one passes.
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
