import type { HeadersInit } from '../http/headers';
import type { ResponseInit } from './init';

/**
 * The arguments after the body: an init with the status `S`, optional if `S` includes the status of the class. Each
 * response class is a value with two construct signatures, because TypeScript also infers the type parameters of a
 * class from the expected type: `(): JSON<User, 201> => new JSON(user)` would compile.
 *
 * A subclass with any status passes them on:
 *
 * ```ts
 * class Page<S extends number = 200> extends HTML<string, S> {
 *   constructor(title: string, ...init: InitArguments<S>) {
 *     super(`<title>${title}</title>`, ...init);
 *   }
 * }
 * ```
 */
export type InitArguments<S extends number, Init = ResponseInit<S>, Default extends number = 200> =
  Includes<S, Default> extends false ? [init: Init & { readonly status: S }] : [init?: Init | undefined];

/**
 * An init with a status, of a signature of its own: there `const S` keeps the literal 201 of `{ status: 201 }` also
 * where the place of the value allows any status. `InitArguments` is conditional, which hides that S is constant.
 */
export type WithStatus<S extends number, Init = ResponseInit<S>> = Init & { readonly status: S };

// In tuples, so that it is true if `S` is a type parameter: a generic subclass may pass on an optional init.
type Includes<S, Default> = [Default] extends [S] ? true : false;

/** The static members of every response class; a subclass overrides them. */
export interface ResponseStatics<Instance> {
  /** Its type lets `instanceof` narrow. */
  readonly prototype: Instance;
  /** The content type of responses whose init has none; `null` for no content type. */
  contentType: string | null;
  /** Further headers of every response of this class; those of the init replace them. */
  headers: HeadersInit | undefined;
  /** Declared boolean: with a predicate, subclasses would be `never` in the else branch of `x instanceof Response`. */
  [Symbol.hasInstance](value: unknown): boolean;
}

/** The type parameters of an instance found by `instanceof`: `any`, as TypeScript does for a class. */
export type Erased = ReturnType<typeof globalThis.JSON.parse>;
