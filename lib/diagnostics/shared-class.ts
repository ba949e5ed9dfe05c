import { describe } from './describe';
import { OWN_FILE } from './own-file';

/** The mark on the prototype of a class whose instances every copy of the package takes. */
interface ClassMark<Internals = object> {
  readonly name: string;
  /** The version of the internals and fields that copies use of each other's instances. */
  readonly protocol: number;
  /** The file of the copy, for messages; `undefined` in a bundle of ES modules. */
  readonly file: string | undefined;
  /** Functions that reach private members. */
  readonly internals: Internals;
}

/** A class to mark, the name of it in messages, and its internals. */
interface ClassToShare<T extends object, Internals> {
  readonly ownClass: abstract new (...args: never[]) => T;
  readonly name: string;
  readonly protocol: number;
  readonly internals: Internals;
}

// A registry symbol cannot come out of JSON.parse.
const MARK = Symbol.for('express-returns.class');

/**
 * Marks a class, so that `instanceof` is true for instances of other copies of the package with the same protocol. A
 * subclass has instances of its own. Returns a function that gives the internals of an instance of any copy.
 */
export function shareClass<T extends object, Internals extends object>(
  given: ClassToShare<T, Internals>,
): (instance: T) => Internals {
  const { ownClass, name, protocol, internals } = given;
  const mark: ClassMark<Internals> = Object.freeze({ name, protocol, file: OWN_FILE, internals });
  Object.defineProperty(ownClass.prototype, MARK, { value: mark });
  Object.defineProperty(ownClass, Symbol.hasInstance, {
    value: function (this: unknown, value: unknown): boolean {
      if (this !== ownClass) return Function.prototype[Symbol.hasInstance].call(this as () => unknown, value);
      const other = markOf(value);
      return other?.name === name && other.protocol === protocol;
    },
  });
  return (instance) => (markOf(instance) as ClassMark<Internals> | undefined)?.internals ?? internals;
}

/** Describes a value that is not an instance of a shared class; of an instance of another version with both places. */
export function describeOther(value: unknown): string {
  const mark = markOf(value);
  if (mark === undefined) return describe(value);
  const [other, own] = [mark.file, OWN_FILE].map((file) => file ?? 'a bundle');
  return `a ${mark.name} of another version of express-returns (${other}; this one is ${own}). Install one version`;
}

/** Whether a value is an instance of a shared class of any copy and version of the package. */
export function isOfSharedClass(value: unknown): boolean {
  return markOf(value) !== undefined;
}

function markOf(value: unknown): ClassMark | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  try {
    return (value as { readonly [MARK]?: ClassMark })[MARK];
  } catch {
    return undefined; // A revoked Proxy.
  }
}
