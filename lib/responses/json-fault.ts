import type { AnyResponse } from './response';

/**
 * The reason why a value is not valid JSON, as a message that the compiler shows; `never` if it is valid. Looks at the
 * type of the value and of its properties.
 */
export type JSONFault<V> = 0 extends 1 & V
  ? never
  : unknown extends V
    ? 'it may be anything, undefined, too: give it a type'
    : V extends AnyFunction
      ? OtherFault<V>
      : V extends object
        ? ValuesOf<V> extends Harmless
          ? never
          : OtherFault<V>
        : V extends string | number | boolean | null
          ? never
          : OtherFault<V>;

// Most bodies are data: one comparison shows that they hold no function and no promise.

type ValuesOf<V> = V extends readonly unknown[] ? V[number] : V[keyof V];

type Harmless = string | number | boolean | null | undefined | (object & NoMethod);

// A promise has the one, a function the other.
interface NoMethod {
  readonly then?: never;
  readonly call?: never;
}

type OtherFault<V> = V extends undefined | void
  ? 'undefined is no JSON: give null, or return another response'
  : V extends bigint
    ? 'JSON has no bigint: give a string or a number'
    : V extends symbol | AnyFunction
      ? 'JSON has no functions and no symbols'
      : V extends AnyResponse
        ? 'it is a response itself: return it, or give its body'
        : V extends PromiseLike<unknown>
          ? 'a promise is no JSON: await it first'
          : V extends ReadonlyMap<unknown, unknown> | WeakMap<object, unknown>
            ? 'JSON.stringify writes a Map as {}: give Object.fromEntries(map)'
            : V extends ReadonlySet<unknown> | WeakSet<object>
              ? 'JSON.stringify writes a Set as {}: give [...set]'
              : V extends object
                ? PromiseFault<V>
                : never;

/** The type of a JSON body, or its fault. A type parameter of the caller passes. */
export type CheckedJSON<B> = IsFine<B> extends false ? JSONFault<B> : B;

/** The same where `undefined` stands for no data. */
export type CheckedData<D> = IsFine<Exclude<D, undefined>> extends false ? JSONFault<Exclude<D, undefined>> : D;

type IsFine<B> = [JSONFault<B>] extends [never] ? true : false;

type AnyFunction = (...args: never[]) => unknown;

/** A promise inside is usually a forgotten `await` and would be sent as {}. */
type PromiseFault<V> = V extends { toJSON(...args: never[]): unknown }
  ? never
  : V extends readonly (infer Item)[]
    ? true extends IsPromise<Item>
      ? 'an item is a promise, which JSON.stringify writes as {}: await Promise.all(items) first'
      : never
    : PromiseKeys<V> extends infer Key extends string | number
      ? `the property '${Key}' is a promise, which JSON.stringify writes as {}: await it first`
      : never;

type PromiseKeys<V> = { [Key in keyof V]-?: true extends IsPromise<V[Key]> ? Key : never }[keyof V];

type IsPromise<T> = 0 extends 1 & T ? false : T extends PromiseLike<unknown> ? true : false;
