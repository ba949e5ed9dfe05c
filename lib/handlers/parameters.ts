import { shared } from '../streams/shared-state';
import { isNative, readParameters, type Parameters } from './read-parameters';

/** The functions behind bound methods and wrappers, whose own text does not show their parameters. */
const methods = shared('bound-methods.1', () => new WeakMap<object, object>());

/** Binds a method to its class or instance. */
export function bindMethod<F extends (...parameters: never[]) => unknown>(method: F, self: unknown): F {
  return actAs(method.bind(self) as F, method);
}

/** Gives a wrapper the parameters of the function that it calls. */
export function actAs<F extends object>(wrapper: F, fn: object): F {
  methods.set(wrapper, methods.get(fn) ?? fn);
  return wrapper;
}

/**
 * Whether a function may answer by itself, since it may receive `res`. In doubt it may. Any other function takes at
 * most `req`: only its result or error can be a reply.
 */
export function mayAnswer(fn: object): boolean {
  const parameters = parametersOf(fn);
  return parameters === undefined || parameters.count >= 2;
}

/** Whether a function may receive `next`, and so pass a request on. In doubt it may. */
export function mayPassOn(fn: object): boolean {
  const parameters = parametersOf(fn);
  return parameters === undefined || parameters.count >= 3;
}

/** Whether a function certainly takes one parameter, without a default, and no other. */
export function takesRequestAlone(fn: object): boolean {
  const parameters = parametersOf(fn);
  return parameters?.count === 1 && !parameters.hasDefaults;
}

/**
 * Whether a function certainly takes `next`. If it cannot be read, its `length` is the least number of parameters that
 * it declares.
 */
export function takesNext(fn: object): boolean {
  return (parametersOf(fn)?.count ?? Number(lengthOf(fn))) >= 3;
}

/**
 * Whether a bound or native function, whose text cannot be read, probably takes no `next`: it declares one or two
 * parameters. It may still have a default, a rest parameter or `arguments`.
 */
export function seemsToTakeNoNext(fn: object): boolean {
  return isNative(sourceOf(fn)) && [1, 2].includes(Number(lengthOf(fn)));
}

/**
 * Whether a function may receive more than its source text shows: it is bound, native or a Proxy, has a rest parameter,
 * uses `arguments`, or is too hard to read.
 */
export function isInDoubt(fn: object): boolean {
  return parametersOf(fn) === undefined;
}

/** Whether Express treats a function as an error handler, which depends only on `length`. */
export function isErrorHandler(fn: object): boolean {
  return Number(lengthOf(fn)) > 3;
}

/** Whether a function is a class, which cannot be called. */
export function isClass(fn: object): boolean {
  // A method may have this name.
  return /^class\b(?!\s*\()/.test(sourceOf(fn));
}

/** Whether the source text of a function contains a word, in comments too. */
export function mentions(fn: object, word: string): boolean {
  return new RegExp(`\\b${word}\\b`).test(sourceOf(fn));
}

// A function is read once, when it is first mounted.
const known = new WeakMap<object, { readonly parameters: Parameters | undefined }>();

function parametersOf(fn: object): Parameters | undefined {
  let entry = known.get(fn);
  if (entry === undefined) {
    const method = methods.get(fn) ?? fn;
    const parameters = isClass(method) ? undefined : readParameters(sourceOf(method), lengthOf(method));
    known.set(fn, (entry = { parameters }));
  }
  return entry.parameters;
}

function sourceOf(fn: object): string {
  return Function.prototype.toString.call(methods.get(fn) ?? fn);
}

function lengthOf(fn: object): unknown {
  return Object.getOwnPropertyDescriptor(fn, 'length')?.value;
}
