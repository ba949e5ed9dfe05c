import type { HeadersInit } from '../http/headers';
import type { ResponseInit } from './init';

/**
 * The arguments after the body: an init that has the status `S`, which may be missing where `S` includes that of the
 * class. Each response class is a value that is called with `new` by two signatures, since TypeScript takes the type
 * parameters of a class from where the value goes, too: `(): JSON<User, 201> => new JSON(user)` would be no mistake.
 *
 * A subclass with any status takes them as they are:
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

// In tuples, so that TypeScript takes it for true where `S` is a type parameter: a generic subclass may hand on an init
// that is optional.
type Includes<S, Default> = [Default] extends [S] ? true : false;

/** The static members of every response class; a subclass overrides them. */
export interface ResponseStatics<Instance> {
  /** By its type `instanceof` narrows, as for a class. */
  readonly prototype: Instance;
  /** The content type of a response of this class whose init names none; `null` for none at all. */
  contentType: string | null;
  /** More headers of every response of this class; those of its init replace them. */
  headers: HeadersInit | undefined;
  /** Declared boolean: with a type predicate the else branch of `x instanceof Response` would be `never` for subclasses. */
  [Symbol.hasInstance](value: unknown): boolean;
}

/** The type parameters of a class whose instance was found by `instanceof`: `any`, as TypeScript has it for a class. */
export type Erased = ReturnType<typeof globalThis.JSON.parse>;
