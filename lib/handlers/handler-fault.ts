import type { ThrowableResponse } from '../errors/throwable';
import type { JSONFault } from '../responses/json-fault';
import type { AnyResponse } from '../responses/response';
import type { HandlerResult } from './types';

/**
 * The type of a handler; for a wrong one together with a message, to which no function can be assigned, so that the
 * compiler shows the message at the handler.
 */
export type CheckedHandler<F> = F &
  (F extends (...args: infer Args) => infer Result ? Verdict<Args, Awaited<Result>> : unknown);

// A result of any type is not checked: it is declared so, as in Express's own RequestHandler.
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

/** A handler that takes `res`, or has unknown parameters, may answer through `res`. */
type TakesOnlyReq<Args> = Args extends readonly [unknown?] ? true : false;

// Without strictNullChecks every type includes undefined, so nothing can be checked.
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
