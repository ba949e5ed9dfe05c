import type { ThrowableResponse } from '../errors/throwable';
import type { JSONFault } from '../responses/json-fault';
import type { AnyResponse } from '../responses/response';
import type { HandlerResult } from './types';

/**
 * A handler's own type, or together with it the mistake in words, to which no function can be assigned: so the compiler
 * says it on the line of the handler.
 */
export type CheckedHandler<F> = F &
  (F extends (...args: infer Args) => infer Result ? Verdict<Args, Awaited<Result>> : unknown);

// A result that may be anything is not looked at: it is declared so, as that of Express's own RequestHandler.
type Verdict<Args, Value> = [HandlerResult] extends [Value]
  ? unknown
  : [Fault<Args, Value>] extends [never]
    ? unknown
    : Fault<Args, Value>;

type Fault<Args, Value> =
  | TooMany<Args>
  | (Value extends void | undefined ? never : ValueFault<Value>)
  | (TakesOnlyReq<Args> extends true ? NothingFault<Value> : never);

type TooMany<Args> = Args extends readonly [unknown, unknown, unknown, unknown, ...unknown[]]
  ? 'a handler takes (req, res, next): Express calls a function of four parameters for errors only, by app.use'
  : never;

/** One that takes `res` may answer through it, and one of unknown parameters, too. */
type TakesOnlyReq<Args> = Args extends readonly [unknown?] ? true : false;

// Without strictNullChecks undefined is in every type, so that there is nothing to see.
type NothingFault<Value> = [undefined] extends [1]
  ? never
  : [Value] extends [never]
    ? never
    : [Value] extends [void | undefined]
      ? 'the handler returns nothing, so that nothing would be sent: is a return missing?'
      : undefined extends Value
        ? 'the handler returns undefined in one case, which stands for no response: return null, a response, or throw'
        : never;

type ValueFault<Value> = Value extends AnyResponse | ThrowableResponse | globalThis.Response ? never : JSONFault<Value>;
