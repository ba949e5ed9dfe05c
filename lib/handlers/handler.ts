import type { NextFunction, Request, RequestHandler, Response as ExpressResponse } from 'express';
import { errorChannel } from '../diagnostics/channels';
import { UsageError } from '../diagnostics/usage-error';
import { isCoded } from '../errors/error-details';
import { isThenable } from '../streams/body';
import { isResponse, type AnyResponse } from '../responses/response';
import { discardBody } from '../streams/source';
import { fromWebResponse, isWebResponse } from '../responses/web-response';
import type { Exchange, WriteSettings } from '../writers/exchange';
import { breakOffIfMasked } from '../writers/break-off';
import { dropLate } from '../writers/late';
import { logError } from '../writers/log';
import { isAbort } from '../writers/signal';
import { isAnswered } from '../writers/transaction';
import { write } from '../writers/write';
import { withAppSettings } from './app-settings';
import { isObserved, publishStart } from './hooks';
import { mayAnswer } from './parameters';
import { callNext } from './call-next';
import { describePlace } from './describe-place';
import { isThrownResponse, lateNext, toReported, toUsageError } from './reported-error';
import { asGuard, asHandler, type Role, type RouteFunction } from './roles';
import { ensureTimeout, hasTimedOut, stopTimeout } from './timeout';
import { withPropertiesOf } from './with-name';

/** One call of a function of the user's, for one request. */
interface Call extends Exchange {
  readonly next: NextFunction;
  readonly fn: RouteFunction;
  readonly role: Role;
  /** Whether the function has handed the request on; what it then still returns answers nothing. */
  isPassedOn: boolean;
  /** The error or signal that the function has given to `next`. */
  passedOn?: unknown;
}

/**
 * The way from a function that returns or throws to Express: its result becomes a verdict by its role (a handler, a
 * guard, a middleware), the verdict a written response or a call of `next`. It never throws and its promise never
 * rejects, so that Express 4 and 5 behave alike; it has three parameters and the function's own name, as route
 * listers and tracers expect.
 */
export function adapt(fn: RouteFunction, role: Role, settings: WriteSettings): RequestHandler {
  const adapted = withPropertiesOf(fn, (req: Request, res: ExpressResponse, next: NextFunction) => {
    const call: Call = { req, res, next, fn, role, settings: withAppSettings(settings, req), isPassedOn: false };
    const passOn = (signal?: unknown): void => {
      if (isTooLate(call)) return;
      if (call.isPassedOn && role === asGuard) {
        logError(lateNext(signal).at(describePlace(call)), req, call.settings.log);
        return;
      }
      call.isPassedOn = true;
      if (signal !== undefined) call.passedOn = signal;
      if (role === asHandler || signal !== undefined) stopTimeout(req);
      // An error by its code gets its message and status here, where its list is known.
      if (isCoded(signal)) report(signal, call);
      else callNext(next, signal);
    };
    if (call.settings.timeout !== undefined) ensureTimeout(call.settings.timeout, call);
    if (role === asHandler && isObserved()) publishStart(req, res, fn);
    let result: unknown;
    try {
      result = fn(req, res, passOn);
      if (isThenable(result)) result = Promise.resolve(result);
    } catch (thrown) {
      return fail(thrown, call);
    }
    if (!(result instanceof Promise)) return settle(result, call);
    return result.then(
      (value) => settle(value, call),
      (thrown: unknown) => fail(thrown, call),
    );
  });
  adaptedFunctions.add(adapted);
  return adapted;
}

const adaptedFunctions = new WeakSet<object>();

/** Whether `adapt` made a function: results of the user's function do not leave it. */
export function isAdapted(fn: object): boolean {
  return adaptedFunctions.has(fn);
}

function settle(result: unknown, call: Call): void | Promise<void> {
  if (call.isPassedOn || isAnswered(call.res) || result === call.res || isTooLate(call)) {
    drop(result, call);
    return;
  }
  let verdict;
  try {
    // A response is an answer in every role. Its status is its own, and each look at `res` saved counts: on Express's
    // default server every `res` has a hidden class of its own, so that no inline cache ever hits.
    verdict = isResponse(result) ? result : call.role(result, call.fn, call.res.statusCode);
  } catch (error) {
    discard(result, call);
    report(error, call);
    return;
  }
  if (verdict === 'pass on') {
    call.isPassedOn = true;
    callNext(call.next);
  } else if (verdict !== 'answers itself') {
    return send(verdict, call);
  }
}

/** Thrown and returned are the same for a response; anything else that is thrown goes to the app's error handlers. */
function fail(thrown: unknown, call: Call): void | Promise<void> {
  if (isThrownResponse(thrown)) return settleThrown(thrown, call);
  // Wrappers that give a rejection to `next` return the promise as well.
  if (call.passedOn === undefined || call.passedOn !== thrown) report(thrown, call);
}

function settleThrown(thrown: AnyResponse | globalThis.Response, call: Call): void | Promise<void> {
  if (call.isPassedOn || isAnswered(call.res) || isTooLate(call)) {
    drop(thrown, call);
    return;
  }
  let response: AnyResponse;
  try {
    response = isResponse(thrown) ? thrown : fromWebResponse(thrown);
  } catch (error) {
    report(error, call);
    return;
  }
  return send(response, call);
}

function send(response: AnyResponse, call: Call, isSecond = false): void | Promise<void> {
  const onError = (error: unknown): void | Promise<void> => failToSend(error, response, call, isSecond);
  try {
    return write(response, call)?.catch(onError);
  } catch (error) {
    return onError(error);
  }
}

/**
 * A generator or a `render()` may throw a response as well, which is then sent. Only once: responses whose `render()`
 * throws the next one would have no end.
 */
function failToSend(error: unknown, response: AnyResponse, call: Call, isSecond: boolean): void | Promise<void> {
  const isAnother = isResponse(error) && error !== response;
  if (!isAnother || isAnswered(call.res)) {
    report(error, call);
    return;
  }
  if (!isSecond) return send(error, call, true);
  discard(error, call);
  const message = 'threw a response while the one that it had thrown before was sent.';
  report(new UsageError('ERR_RETURNS_THROWN', message, { cause: error }), call);
}

/** Closes a result that answers nothing. A response beside a reply that has begun and not ended is an error. */
function drop(result: unknown, call: Call): void {
  try {
    const isLate = !call.isPassedOn && !isTooLate(call) && (isResponse(result) || isWebResponse(result));
    if (isLate) dropLate(result.body, call.res);
    else discard(result, call);
  } catch (error) {
    // A value that cannot even be looked at holds nothing that could be closed.
    if (error instanceof UsageError) report(error, call);
  }
}

/** Closes the source of a result that will not be written. */
function discard(result: unknown, { fn }: Call): void {
  try {
    if (isResponse(result) || isWebResponse(result)) discardBody(result.body);
    // A bare stream from a function that has `res` may be on its way to it; from any other function it is lost.
    else if (!mayAnswer(fn)) discardBody(result);
  } catch {
    // What cannot even be looked at holds nothing that could be let go of.
  }
}

/** Hands an error to the app's error handling. A client that left is none. */
function report(error: unknown, call: Call): void {
  let reported;
  try {
    if (isAbort(error, call.req)) return;
    reported = toReported(error, call);
  } catch (failure) {
    reported = toUsageError(failure).at(describePlace(call));
  }
  if (isTooLate(call)) {
    logError(reported, call.req, call.settings.log);
    return;
  }
  if (errorChannel.hasSubscribers) errorChannel.publish({ req: call.req, res: call.res, error: reported });
  breakOffIfMasked(call.res, reported);
  callNext(call.next, reported);
}

/** Whether the client has had a 503 already, or is about to: next may not be called once more. */
function isTooLate({ settings, req }: Call): boolean {
  return settings.timeout !== undefined && hasTimedOut(req);
}
