import express, { type Express, type Request, type RequestHandler } from 'express';
import { JSON as JSONResponse, Routes, type RouterSettings } from 'express-returns';
import { fetchOf } from 'express-returns/testing';
import type { RouteOptions } from '../../lib/route/route';
import { keepErrors } from './app';

/** An app whose routes have these options, the calls of its handler, and the errors that reached the app. */
export interface DescribedApp {
  readonly app: Express;
  readonly calls: Request[];
  readonly errors: unknown[];
}

export interface AppOptions extends RouterSettings {
  readonly before?: readonly RequestHandler[];
  readonly guards?: readonly RequestHandler[];
}

/** An app with the routes `GET /it/:id?` (without a body) or `POST /it`, which answer with what their handler sees. */
export function describedApp(
  options: RouteOptions,
  { before = [], guards = [], ...settings }: AppOptions = {},
): DescribedApp {
  const calls: Request[] = [];
  const seen = (req: Request): JSONResponse => {
    calls.push(req);
    const { params, query, cookies, body } = req;
    return new JSONResponse({ params, query, cookies, body });
  };
  const hasBody = options.body !== undefined || options.files !== undefined;
  const paths = options.params === undefined ? ['/it'] : ['/it/:id'];
  const routes = new Routes().route(paths, [hasBody ? 'POST' : 'GET'], options, ...guards, seen);
  const app = express();
  for (const middleware of before) app.use(middleware);
  app.use(routes.router(settings));
  return { app, calls, errors: keepErrors(app) };
}

export interface Reply {
  readonly status: number;
  readonly type: string | null;
  readonly accept: string | null;
  readonly body: unknown;
}

/** Sends one request in this process. */
export async function ask(app: Express, path: string, init: RequestInit = {}): Promise<Reply> {
  const reply = await fetchOf(app)(path, init);
  const text = await reply.text();
  const type = reply.headers.get('Content-Type');
  const body: unknown = type?.includes('json') === true ? JSON.parse(text) : text;
  return { status: reply.status, type, accept: reply.headers.get('Accept'), body };
}

/** Posts a body, as JSON if no type is given. */
export function post(
  app: Express,
  body: NonNullable<RequestInit['body']>,
  headers: Record<string, string> = { 'Content-Type': 'application/json' },
) {
  return ask(app, '/it', { method: 'POST', body, headers });
}
