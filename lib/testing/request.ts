import { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import express, { type Express, type Request, type Response as ExpressResponse } from 'express';
import { describe } from '../diagnostics/describe';
import { UsageError } from '../diagnostics/usage-error';
import { makeSocketPair } from './socket-pair';

type HeaderField = string | readonly string[] | undefined;

/** The parts of a request that a test gives. */
export interface RequestParts {
  /** @default 'GET' */
  readonly method?: string;
  /** The path and the query. @default '/' */
  readonly url?: string;
  readonly headers?: Readonly<Record<string, HeaderField>>;
  /** The variables as the handler reads them: typed ones are converted. */
  readonly params?: unknown;
  /** The query as the handler reads it. @default the query of the URL, parsed by Express */
  readonly query?: unknown;
  /** The body as a parser has left it. */
  readonly body?: unknown;
}

/** A request of Express with these parts, and with the other properties that were given. */
export type RequestOf<Parts> = Request<
  PartOf<Parts, 'params', Record<string, string>>,
  unknown,
  PartOf<Parts, 'body', undefined>,
  PartOf<Parts, 'query', Request['query']>
> &
  Omit<Parts, keyof RequestParts>;

type PartOf<Parts, Name extends string, Default> = Parts extends Readonly<Record<Name, infer Part>> ? Part : Default;

/** The app of requests that are made by hand: its settings are the defaults of Express. */
let defaultApp: Express | undefined;

/**
 * Creates a request to call a handler or a guard with, without an app: `req.get`, `is`, `accepts`, `ip` and so on are
 * Express's own. Other properties, such as `user` or `cookies`, are given beside the parts.
 *
 * ```ts
 * const req = request({ params: { id: 7 }, headers: { Accept: 'application/json' }, user: 'ada' });
 * ```
 */
export function request<const Parts extends RequestParts & object>(parts: Parts = {} as Parts): RequestOf<Parts> {
  return makeRequest(parts) as unknown as RequestOf<Parts>;
}

/** Creates a request, and gives these bytes to functions that read it as a stream. */
export function makeRequest(parts: RequestParts, bytes = ''): Request {
  if (typeof parts !== 'object' || (parts as unknown) === null) {
    const message = `request() takes an object of parts, such as { params: { id: 7 } }; got ${describe(parts)}.`;
    throw new UsageError('ERR_RETURNS_TEST_DOUBLE', message);
  }
  const { method = 'GET', url = '/', headers = {}, params = {}, query, body, ...more } = parts;
  const app = (defaultApp ??= express());
  const req = readableRequest(headers, bytes);
  Object.setPrototypeOf(req, app.request);
  const search = new URL(url, 'http://localhost').search.slice(1);
  const parse = app.get('query parser fn') as (search: string) => unknown;
  const own = { method, url, originalUrl: url, baseUrl: '', params, query: query ?? parse(search), ...more };
  for (const [name, value] of Object.entries(own)) define(req, name, value);
  if ('body' in parts) define(req, 'body', body);
  return req as Request;
}

/** Creates the reply of a request that was made by hand, with the methods of Express. Nothing is sent. */
export function replyOf(req: Request): ExpressResponse {
  const res = new ServerResponse(req) as ExpressResponse;
  Object.setPrototypeOf(res, (req.app as unknown as { readonly response: object }).response);
  res.req = req;
  req.res = res;
  res.locals = {};
  return res;
}

/** A message as Node makes it, which has come as a whole. */
function readableRequest(headers: NonNullable<RequestParts['headers']>, bytes: string): IncomingMessage {
  const req = new IncomingMessage(makeSocketPair(false).server as unknown as Socket);
  req.httpVersion = '1.1';
  req.httpVersionMajor = 1;
  req.httpVersionMinor = 1;
  for (const [name, given] of Object.entries<HeaderField>({ host: 'localhost', ...headers })) {
    if (given === undefined) continue;
    const values = [given].flat();
    req.rawHeaders.push(...values.flatMap((value) => [name, value]));
    req.headers[name.toLowerCase()] = values.join(', ');
  }
  req.complete = true;
  if (bytes !== '') req.push(bytes);
  req.push(null);
  return req;
}

/** Defines a property: an assignment would fail for `query`, which is a getter on Express 5. */
function define(req: object, name: string, value: unknown): void {
  Object.defineProperty(req, name, { value, writable: true, enumerable: true, configurable: true });
}
