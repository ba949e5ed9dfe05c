import type { NextFunction, Request, RequestHandler, Response as ExpressResponse } from 'express';
import { abortChannel, errorChannel, finishChannel, startChannel } from '../diagnostics/channels';
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
import { hasAppSettings, withAppSettings } from './app-settings';
import { publishStart } from './hooks';
import { mayAnswer } from './parameters';
import { callNext } from './call-next';
import { describePlace } from './describe-place';
import { isThrownResponse, lateNext, toReported, toUsageError } from './reported-error';
import { give, isPassed, type Passed } from './pass';
import { asGuard, asHandler, asMiddleware, type Role, type RouteFunction, type Verdict } from './roles';
import { ensureTimeout, hasTimedOut, stopTimeout } from './timeout';
import { withPropertiesOf } from './with-name';

/** One call of a user's function for one request. */
interface Call extends Exchange {
  readonly next: NextFunction;
  readonly fn: RouteFunction;
  readonly role: Role;
  /** Whether the function has passed the request on; its result is then not a reply. */
  isPassedOn: boolean;
  /** The error or signal that the function has given to `next`. */
  passedOn?: unknown;
}

/**
 * Adapts a function that returns or throws to Express: its role (handler, guard, middleware) turns the result into a
 * verdict, which is a response to write or a call of `next`. The adapted function never throws and its promise never
 * rejects, so that Express 4 and 5 behave alike. It has three parameters and the name of the function, as route listers
 * and tracers expect.
 */
export function adapt(fn: RouteFunction, role: Role, settings: WriteSettings): RequestHandler {
  const adapted = withPropertiesOf(fn, (req: Request, res: ExpressResponse, next: NextFunction) => {
    const merged = hasAppSettings ? withAppSettings(settings, req) : settings;
    const call: Call = { req, res, next, fn, role, settings: merged, isPassedOn: false, fail: failLate };
    const passOn = (signal?: unknown): void => {
      if (isTooLate(call)) return;
      if (call.isPassedOn && role === asGuard) {
        logError(lateNext(signal).at(describePlace(call)), req, call.settings.log);
        return;
      }
      call.isPassedOn = true;
      if (signal !== undefined) call.passedOn = signal;
      if (role === asHandler || signal !== undefined) stopTimeout(req);
      // An error by its code gets its message and status here, where its ErrorList is known.
      if (isCoded(signal)) report(signal, call);
      else callNext(next, signal);
    };
    if (call.settings.timeout !== undefined) ensureTimeout(call.settings.timeout, call);
    if (
      role === asHandler &&
      (startChannel.hasSubscribers || abortChannel.hasSubscribers || finishChannel.hasSubscribers)
    )
      publishStart(req, res, fn);
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

/** Whether `adapt` made a function, which therefore returns no results of the user's function. */
export function isAdapted(fn: object): boolean {
  return adaptedFunctions.has(fn);
}

function settle(result: unknown, call: Call): void | Promise<void> {
  // Most middleware returns nothing, whether it has answered, passed the request on, or will do so later.
  if (result === undefined && call.role === asMiddleware) return;
  if (call.isPassedOn || isAnswered(call.res) || result === call.res || isTooLate(call)) {
    drop(result, call);
    return;
  }
  let verdict;
  try {
    // A response is a reply in every role. It has a status, so `res` is not read: on Express's default server each
    // `res` has its own hidden class, so every read misses the inline cache.
    verdict = isResponse(result) ? result : takeGiven(call.role(result, call.fn, call.res.statusCode), call);
  } catch (error) {
    discard(result, call);
    report(error, call);
    return;
  }
  if (verdict === 'answers itself') return;
  if (verdict === 'pass on') {
    call.isPassedOn = true;
    callNext(call.next);
    return;
  }
  return send(verdict, call);
}

/** Gives `req` the properties of a `pass()`, which then is "pass on". */
function takeGiven(verdict: Verdict, { req }: Call): Exclude<Verdict, Passed> {
  if (!isPassed(verdict)) return verdict;
  give(req, verdict);
  return 'pass on';
}

/** Sends a thrown response like a returned one; any other thrown value goes to the app's error handlers. */
function fail(thrown: unknown, call: Call): void | Promise<void> {
  if (isThrownResponse(thrown)) return settleThrown(thrown, call);
  // Wrappers that give a rejection to `next` return the promise as well. Without `next` the caller gets the error here.
  const isReported = call.passedOn !== undefined && call.passedOn === thrown && typeof call.next === 'function';
  if (isReported) return;
  call.settings.outgoing?.noteThrown(thrown, call);
  report(thrown, call);
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
 * Sends a response that a generator or a `render()` threw. Only once: responses whose `render()` throws another one
 * would never end.
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

/**
 * Reports a failure that no promise of the function waits for. Its caller may be a `publish`, which has other feeds.
 */
function failLate(this: Exchange, error: unknown): void {
  try {
    report(error, this as Call);
  } catch (thrown) {
    logError(thrown, this.req, this.settings.log);
  }
}

/** Closes a result that is not sent. A response is an error if the reply has begun and not ended. */
function drop(result: unknown, call: Call): void {
  try {
    const isLate = !call.isPassedOn && !isTooLate(call) && (isResponse(result) || isWebResponse(result));
    if (isLate) dropLate(result.body, call.res);
    else discard(result, call);
  } catch (error) {
    // A value that cannot be read has nothing to close.
    if (error instanceof UsageError) report(error, call);
  }
}

/** Closes the source of a result that will not be written. */
function discard(result: unknown, { fn }: Call): void {
  try {
    if (isResponse(result) || isWebResponse(result)) discardBody(result.body);
    // A function that takes `res` may be writing a stream to it; from any other function the stream is lost.
    else if (!mayAnswer(fn)) discardBody(result);
  } catch {
    // A value that cannot be read has nothing to close.
  }
}

/** Passes an error to the app's error handling, unless the error only reports that the client left. */
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

/** Whether the timeout has passed: the client gets a 503, so `next` must not be called again. */
function isTooLate({ settings, req }: Call): boolean {
  return settings.timeout !== undefined && hasTimedOut(req);
}
