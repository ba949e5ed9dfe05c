import type { StandardSchema } from '../schema/standard-schema';
import type { BodyKind } from './brand';
import type { Erased } from './construct';

/** The last argument of `X.of(...)`, beside a bare status. */
export interface DeclarationInit<S extends number = number> {
  /** @default the default status of the class */
  readonly status?: S;
  /** The description in the OpenAPI document. @default the phrase of the status */
  readonly description?: string;
  /** Headers of the reply for the document: descriptions by name. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Examples of the body for the document, by name. */
  readonly examples?: Readonly<Record<string, unknown>>;
}

/**
 * The declaration of one reply of a route, made by `X.of(...)`: data for validation, the document and types. Frozen.
 * `Returned` are the results with which a handler gives this reply; `Reply` is the reply as a client sees it.
 */
export interface Declaration<Returned = unknown, Reply = unknown> extends DeclarationData {
  /** Never a value: it carries types only. */
  readonly [TYPES]?: { readonly returned: Returned; readonly reply: Reply };
}

/**
 * `T`, into which the compiler infers no type parameter of a call. `By` is one of these. Inference into an indexed
 * access looks at its constraint, which is `any` while the index may be either name. An object: for a tuple the
 * compiler would make all members of an array.
 */
export type Uninferred<T, By> = { readonly it: T; readonly any: Erased }[unknown extends By ? 'any' : 'it'];

/** A bare value stands for a reply where its status is 200. */
export type WhenOK<S, Value> = S extends 200 ? Value : never;

/** The data of a declaration. */
export interface DeclarationData {
  /** How the body is sent. */
  readonly kind: BodyKind;
  /** The name of the response class, for messages. */
  readonly name: string;
  readonly status: number;
  /** The content type; `null` for none, or for one that depends on the value. */
  readonly contentType: string | null;
  /** The schema of the body of `json`, of one item of `lines`, of the data of each event of `events`. */
  readonly schema?: StandardSchema;
  /** The schemas of the data of events, by the name of the event. */
  readonly events?: Readonly<Record<string, StandardSchema>>;
  /** Whether the schema is that of `data` in the envelope of `Success`. @default false */
  readonly isEnvelope?: boolean;
  /** The code of an error; its schema is that of the data of the error. */
  readonly code?: number | string;
  readonly description?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly examples?: Readonly<Record<string, unknown>>;
}

declare const TYPES: unique symbol;

// A registry symbol, so that copies of the package recognize each other's declarations.
const MARK: unique symbol = Symbol.for('express-returns.declaration') as never;

/** Creates a declaration. */
export function createDeclaration<Returned, Reply>(data: DeclarationData): Declaration<Returned, Reply> {
  return Object.freeze(Object.defineProperty({ ...data }, MARK, { value: true }));
}

/** Whether a value is a declaration of any copy of this package. */
export function isDeclaration(value: unknown): value is Declaration {
  return typeof value === 'object' && value !== null && (value as { readonly [MARK]?: unknown })[MARK] === true;
}
