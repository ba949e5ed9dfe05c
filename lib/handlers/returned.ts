import type { ErrorOfCode } from '../errors/error';
import type { ErrorCode } from '../errors/error-code';
import type { Declaration } from '../responses/declaration';
import type { Negotiated } from '../responses/negotiated';
import type { ErrorReply, PlainReply, Wire } from '../responses/reply';
import type { HandlerResult } from './types';

// Entries of `returns` are given as a union.

/**
 * The constraint of entries, as wide as possible: from one that named responses, the compiler would infer `number` as
 * the status of a response in a handler.
 */
export type ReturnEntry = { readonly status: number } | (abstract new (...args: never[]) => object);

/** The results with which a handler gives the declared replies. */
export type ReturnedBy<Entry> =
  Entry extends Declaration<infer Returned>
    ? Returned
    : Entry extends ErrorCode<infer C>
      ? ErrorOfCode<C>
      : Entry extends abstract new (...args: never[]) => infer Instance
        ? Instance
        : never;

/**
 * The entry of a route value that declares nothing: any result but `undefined`, since its handler never answers through
 * `res`. An entry, and no branch of `ReturnedBy`, from which the compiler would take the status `number`.
 */
export type AnyReply = Declaration<Exclude<HandlerResult, undefined | void>, PlainReply<'other'>>;

/** The entry of a statement that declares nothing. */
export type AnyResult = Declaration<HandlerResult, PlainReply<'other'>>;

/** The declared replies as a client sees them. */
export type RepliesOf<Entry> =
  Entry extends Declaration<unknown, infer Reply>
    ? Reply
    : Entry extends ErrorCode<infer C, string, infer S, infer D>
      ? ErrorReply<S, C, Wire<D>>
      : Entry extends abstract new (...args: never[]) => infer Instance
        ? ReplyOfInstance<Instance>
        : never;

// The replies of a Negotiated are the other entries. A class with any status stands for its default.
type ReplyOfInstance<Instance> = Instance extends Negotiated
  ? never
  : Instance extends { readonly status: infer S }
    ? PlainReply<'other', number extends S ? 200 : S>
    : never;
