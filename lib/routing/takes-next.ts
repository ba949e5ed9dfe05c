/** The methods that were bound to an instance: a bound function tells nothing of its parameters. */
const methods = new WeakMap<object, object>();

/** A method bound to its class or instance. */
export function bindMethod<F extends (...parameters: never[]) => unknown>(method: F, self: unknown): F {
  const bound = method.bind(self) as F;
  methods.set(bound, method);
  return bound;
}

/**
 * Whether a function may call `next`: by its third parameter, or by parameters that its length does not count (a rest
 * parameter, a default, `arguments`: so the usual wrappers of async functions). In doubt it may.
 */
export function takesNext(fn: object): boolean {
  const { length } = fn as { readonly length: number };
  if (length >= 3) return true;
  const source = Function.prototype.toString.call(methods.get(fn) ?? fn);
  if (/^(async\s+)?[\w$]+\s*=>/.test(source)) return false;
  // Up to the first closing parenthesis: what stands before it in nested ones is enough to be in doubt.
  const parameters = /^[^()]*\([^)]*/.exec(source)?.[0] ?? '';
  return /\.\.\.|=(?!>)/.test(parameters) || /\barguments\b|\[native code\]/.test(source);
}
