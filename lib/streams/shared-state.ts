/** A value shared by all copies of this package in a process. */
export function shared<T extends object>(name: string, make: () => T): T {
  const holder = globalThis as unknown as Record<symbol, T | undefined>;
  return (holder[Symbol.for(`express-returns.${name}`)] ??= make());
}
