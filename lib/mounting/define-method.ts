/** Replaces a method of an object of Express. Not enumerable, so that tools that list its properties see no new one. */
export function defineMethod(target: object, name: string, method: (...args: never[]) => unknown): void {
  Object.defineProperty(method, 'name', { value: name, configurable: true });
  Object.defineProperty(target, name, { value: method, writable: true, configurable: true, enumerable: false });
}
