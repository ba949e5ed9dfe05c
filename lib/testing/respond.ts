import type { RequestListener } from 'node:http';
import express, { type NextFunction, type Request } from 'express';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { resolveError } from '../errors/error';
import { isCoded } from '../errors/error-details';
import { ExceptionResponse } from '../errors/exceptions';
import { Error as ErrorResponse } from '../errors/error';
import { allowedMethods } from '../handlers/allowed-methods';
import type { Settings } from '../handlers/settings';
import { isResponse, type AnyResponse } from '../responses/response';
import { Routes } from '../routing/routes';
import { takeResults } from '../writers/taken';
import { makeRequest, replyOf, type RequestParts } from './request';

/** The parts of a request besides its method and URL, and the settings of the mount. */
export interface RespondInit extends Pick<RequestParts, 'headers'> {
  /** A value that is sent as JSON, and parsed. */
  readonly body?: unknown;
  /** The settings of `routes.router()`, such as `errors`. */
  readonly settings?: Settings;
  /** Other properties of the request, such as `user`. */
  readonly [name: string]: unknown;
}

type App = (req: Request, res: ReturnType<typeof replyOf>, next: NextFunction) => unknown;

const apps = new WeakMap<object, WeakMap<object, App>>();
const NO_SETTINGS: Settings = {};

/**
 * The response of a route as a value, after middleware, guards, validation and transforms, before it is written:
 * nothing is sent, and the body of a stream is not read.
 *
 * ```ts
 * expect(await respond(routes, 'GET', '/users/7')).toEqual(new JSON({ id: 7 }));
 * ```
 *
 * An error of this package resolves, with its message and status. An unknown path is the error 1001, an unknown method
 * an ExceptionResponse with the status 405. Any other error rejects.
 *
 * @param target Routes, or an app with all of its middleware.
 * @throws UsageError `ERR_RETURNS_TEST_DOUBLE` where a function answers through `res`.
 */
export function respond(
  target: Routes<unknown> | RequestListener,
  method: string,
  url: string,
  init: RespondInit = {},
): Promise<AnyResponse> {
  const { settings = NO_SETTINGS, ...parts } = init;
  const app = appOf(target, settings);
  const req = requestOf({ ...parts, method, url });
  const res = replyOf(req);
  return new Promise((resolve, reject) => {
    const settle = (result: unknown, codes?: Parameters<typeof resolveError>[1]): void => {
      if (isCoded(result)) resolve(resolveError(result, codes) as unknown as AnyResponse);
      else if (isResponse(result)) resolve(result);
      else reject(result);
      res.emit('finish'); // For middleware and timeouts that wait for the end.
    };
    takeResults(req, (result, { errors }) => {
      settle(result, errors);
    });
    const refuse = (fact: string): typeof res => {
      const message = `${method} ${url} ${fact}, so there is no response. Ask the app by fetchOf(app).`;
      settle(new UsageError('ERR_RETURNS_TEST_DOUBLE', message));
      return res;
    };
    res.end = () => refuse(`was answered through res, with ${res.statusCode}`);
    res.destroy = () => refuse('was broken off by res.destroy()');
    app(req, res, (error?: unknown) => {
      settle(error ?? unanswered(req));
    });
  });
}

function appOf(target: unknown, settings: Settings): App {
  if (typeof target === 'function') return target as App;
  if (!(target instanceof Routes)) {
    const message = `respond() takes Routes or an app; got ${describe(target)}.`;
    throw new UsageError('ERR_RETURNS_SERVER', message);
  }
  let ofRoutes = apps.get(target);
  if (ofRoutes === undefined) apps.set(target, (ofRoutes = new WeakMap()));
  let app = ofRoutes.get(settings);
  if (app === undefined) ofRoutes.set(settings, (app = express().use(target.router(settings)) as unknown as App));
  return app;
}

/** The request, whose body is parsed, and which parsers of the app can read as well. */
function requestOf({ body, ...parts }: RequestParts): Request {
  if (body === undefined) return makeRequest(parts);
  const text = globalThis.JSON.stringify(body);
  const headers = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) };
  const parsed = { body: globalThis.JSON.parse(text) as unknown, _body: true };
  return makeRequest({ ...parts, ...parsed, headers: { ...headers, ...parts.headers } }, text);
}

/** The error of a request that no route has answered. */
function unanswered(req: Request): unknown {
  const methods = [...allowedMethods(req)];
  if (methods.length === 0 || methods.includes(req.method)) return new ErrorResponse(1001);
  return new ExceptionResponse('Method Not Allowed', { status: 405, headers: { Allow: methods.join(', ') } });
}
