import type { NextFunction, Request, RequestHandler, Response as ExpressResponse } from 'express';
import { UsageError } from '../diagnostics/usage-error';
import { isStream } from '../responses/body';
import { isResponse, type AnyResponse } from '../responses/response';
import { discardBody } from '../responses/source';
import { fromWebResponse, isWebResponse } from '../responses/web-response';
import { isThenable } from '../writers/thenable';
import { isAnswered } from '../writers/transaction';
import { write, type WriteSettings } from '../writers/write';
import { describePlace, toThrowable } from './place';
import type { Role, UserFunction } from './roles';

/** One call of a function of the user's, for one request. */
interface Call {
  readonly req: Request;
  readonly res: ExpressResponse;
  readonly next: NextFunction;
  readonly fn: UserFunction;
  readonly role: Role;
  readonly settings: WriteSettings;
  /** Whether the function has handed the request on; what it then still returns answers nothing. */
  isPassedOn: boolean;
}

/**
 * The way from a function that returns or throws to Express: its result becomes a verdict by its role (a handler, a
 * guard, a middleware), the verdict a written response or a call of `next`. It never throws and its promise never
 * rejects, so that Express 4 and 5 behave alike; it has three parameters and the function's own name, as route
 * listers and tracers expect.
 */
export function adapt(fn: UserFunction, role: Role, settings: WriteSettings): RequestHandler {
  return withName(fn.name, (req: Request, res: ExpressResponse, next: NextFunction) => {
    const call: Call = { req, res, next, fn, role, settings, isPassedOn: false };
    const passOn = (signal?: unknown): void => {
      call.isPassedOn = true;
      next(signal);
    };
    let result: unknown;
    try {
      result = fn(req, res, passOn);
    } catch (thrown) {
      return fail(thrown, call);
    }
    return isThenable(result)
      ? Promise.resolve(result).then((value) => settle(value, call), (thrown: unknown) => fail(thrown, call))
      : settle(result, call);
  });
}

/** Gives a function the name that traces, route lists and messages show. */
export function withName<F extends object>(name: string, fn: F): F {
  return Object.defineProperty(fn, 'name', { value: name, configurable: true });
}

function settle(result: unknown, call: Call): void | Promise<void> {
  if (call.isPassedOn || isAnswered(call.res) || result === call.res) {
    // A stream that a function with `res` returns may be on its way to `res`; from any other function it is lost.
    if (isResponse(result)) discardBody(result.body);
    else if (call.fn.length < 2 && isStream(result)) discardBody(result);
    return;
  }
  let verdict;
  try {
    verdict = call.role(result, call.fn);
  } catch (error) {
    report(error, call);
    return;
  }
  if (verdict === 'pass on') call.next();
  else if (verdict !== 'nothing') return send(verdict, call);
}

/** Thrown and returned are the same for a response; anything else that is thrown goes to the app's error handlers. */
function fail(thrown: unknown, call: Call): void | Promise<void> {
  if (isResponse(thrown)) return send(thrown, call);
  if (!isWebResponse(thrown)) {
    report(thrown, call);
    return;
  }
  try {
    return send(fromWebResponse(thrown), call);
  } catch (error) {
    report(error, call);
  }
}

function send(response: AnyResponse, call: Call): void | Promise<void> {
  try {
    return write(response, call.req, call.res, call.settings)?.catch((error: unknown) => {
      report(error, call);
    });
  } catch (error) {
    report(error, call);
  }
}

/** Our own errors are told with their place; others are handed on as they are. */
function report(error: unknown, call: Call): void {
  call.next(error instanceof UsageError ? error.at(describePlace(call)) : toThrowable(error, call));
}
