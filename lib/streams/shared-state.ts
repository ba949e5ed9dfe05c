/** One value for all copies of this package in a process: what one of them has used or begun, the others know. */
export function shared<T extends object>(name: string, make: () => T): T {
  const holder = globalThis as unknown as Record<symbol, T | undefined>;
  return (holder[Symbol.for(`express-returns.${name}`)] ??= make());
}
