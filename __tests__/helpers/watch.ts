/** What a wrapper has seen. */
export interface Watched {
  /** The first argument of each call. */
  readonly seen: unknown[];
  /** Puts the method back, or takes the wrapper from before the one that was inherited. */
  readonly undo: () => void;
}

/** Wraps a method of an object, as middleware and tracers do: notes what it is called with, and hands everything on. */
export function watch<Name extends string>(holder: Record<Name, unknown>, name: Name): Watched {
  const had = Object.getOwnPropertyDescriptor(holder, name);
  const original = holder[name] as (...args: unknown[]) => unknown;
  const seen: unknown[] = [];
  holder[name] = function (this: unknown, ...args: unknown[]) {
    seen.push(args[0]);
    return original.apply(this, args);
  };
  return {
    seen,
    undo: () => {
      Reflect.deleteProperty(holder, name);
      if (had !== undefined) Object.defineProperty(holder, name, had);
    },
  };
}
