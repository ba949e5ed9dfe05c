import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import express, { type RequestHandler } from 'express';
import * as v from 'valibot';
import * as z from 'zod';
import {
  ErrorCode,
  ErrorList,
  EventStream,
  guard,
  JSON as JSONResponse,
  JSONLines,
  openapi,
  Redirect,
  Response as EmptyResponse,
  Routes,
  Text,
  type OpenAPIDocument,
} from 'express-returns';
import { contract } from 'express-returns/testing';

const data = z.object({ field: z.string(), at: z.iso.datetime() });
const errors = new ErrorList(
  new ErrorCode(1100, 'Please sign in', 401),
  new ErrorCode(1101, "User '{}' does not exist", 404),
  new ErrorCode(1102, 'Conflict', 409, { data }),
);
// Both names in lower case: beside the cookies that the document declares.
const headers = { authorization: 'Bearer a', cookie: 'session=abc' };
const signedIn = guard({ returns: [errors.get(1100), Text.of(402)], security: 'bearer' }, (req) => {
  if (req.get('Authorization') === undefined) return errors.error(1100);
  return /(?:^|; )session=abc(?:;|$)/.test(req.get('Cookie') ?? '') ? undefined : new Text('Pay', { status: 402 });
});

const User = z.object({ id: z.int(), name: z.string(), born: z.date().nullable() }).meta({ id: 'User' });
const Shape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('circle'), r: z.number() }),
  z.object({ kind: z.literal('box'), w: z.number(), h: z.number() }),
]);
const Post = toStandardJsonSchema(
  v.object({
    title: v.pipe(v.string(), v.nonEmpty(), v.maxLength(20)),
    kind: v.picklist(['x', 'y']),
    list: v.pipe(v.array(v.number()), v.minLength(1)),
  }),
);
const Page = toStandardJsonSchema(v.object({ page: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))) }));
const Member = type({ 'name': 'string > 0', 'age': 'number.integer >= 0', 'nick?': 'string', 'role': "'a' | 'b'" });

function addReading(routes: Routes): void {
  routes.get('/users/<id:int>', { returns: [JSONResponse.of(User), errors.get(1101)] }, ({ params: { id } }) =>
    id > 0 && id < 4 ? new JSONResponse({ id, name: 'Ada', born: new Date() }) : errors.error(1101, id),
  );
  const query = z.object({
    ids: z.array(z.int()),
    since: z.date().optional(),
    deep: z.object({ a: z.int() }).optional(),
  });
  routes.get('/find', { query, returns: [JSONResponse.of(z.array(User))] }, ({ query: { ids } }) =>
    ids.map((id) => ({ id, name: 'Ada', born: null })),
  );
  const params = z.object({ day: z.date() });
  routes.get('/days/:day', { params, returns: [Text] }, (req) => new Text(req.params.day.toISOString()));
  const theme = z.enum(['dark', 'light']);
  const taken = {
    headers: z.object({ 'x-trace': z.uuid() }),
    cookies: z.object({ theme, visits: z.int().optional() }),
  };
  routes.get('/theme', { ...taken, returns: [JSONResponse.of(z.object({ theme }))] }, signedIn, (req) => {
    return new JSONResponse({ theme: req.cookies.theme });
  });
  routes.get('/old', { returns: [Redirect.of(301)] }, () => new Redirect('/api/lines', { status: 301 }));
}

function addWriting(routes: Routes): void {
  const returns = [JSONResponse.of(Post, 201), errors.get(1102)] as const;
  routes.post('/posts', { query: Page, body: Post, returns }, ({ body }) => {
    if (body.kind === 'x') return new JSONResponse(body, { status: 201 });
    return errors.error(1102, undefined, { data: { field: 'kind', at: '2026-01-01T00:00:00Z' } });
  });
  routes.put('/members', { body: Member, returns: [JSONResponse.of(Member)] }, ({ body }) => new JSONResponse(body));
  const form = { files: { image: { types: ['image/png'] } }, body: z.object({ year: z.int(), when: z.date() }) };
  routes.post('/upload', { ...form, returns: [JSONResponse.of(z.object({ size: z.int() }), 201)] }, ({ files }) => {
    return new JSONResponse({ size: files.image.size }, { status: 201 });
  });
  routes.delete(
    '/users/<id:int>',
    { returns: [EmptyResponse.of(204)] },
    () => new EmptyResponse(null, { status: 204 }),
  );
}

function addStreams(routes: Routes): void {
  routes.get('/lines', { returns: [JSONLines.of(Shape)] }, () => new JSONLines([{ kind: 'circle', r: 1 }]));
  const named = EventStream.of({ text: z.string(), none: z.null(), count: z.object({ n: z.int() }) });
  routes.get('/events', { returns: [named] }, () => {
    const texts = ['5', 'null', '{"n":1}', 'one\ntwo'].map((text) => ({ event: 'text' as const, data: text }));
    return new EventStream([...texts, { event: 'none', data: null }, { event: 'count', data: { n: 1 } }]);
  });
  routes.get('/texts', { returns: [EventStream.of(z.string())] }, () => new EventStream([{ data: 'true' }]));
}

const routes = new Routes();
[addReading, addWriting, addStreams].forEach((add) => {
  add(routes);
});
const router = routes.router({ errors });
const info = { title: 'Kinds', version: '1.0.0', servers: [{ url: '/api' }] };
const documents = {
  '3.1.1': openapi(routes, { ...info, openapi: '3.1.1' }),
  '3.2.0': openapi(routes, { ...info, openapi: '3.2.0' }),
};
const versions = ['3.1.1', '3.2.0'] as const;

describe('a contract test of routes of every kind', () => {
  // The seed is the same, and so are the requests but for those of events.
  it.each([
    ['3.1.1', 20],
    ['3.2.0', 5],
  ] as const)('passes a right app by OpenAPI %s', async (version, requests) => {
    const report = await contract(express().use('/api', router), documents[version], { headers, requests });
    const accepted = Object.entries(report).filter(([, statuses]) => Object.keys(statuses).some((status) => Number(status) < 400)); // prettier-ignore

    expect(accepted).toHaveLength(12);
    expect(report['POST /posts']).toMatchObject({ 201: expect.any(Number) as number, 409: expect.any(Number) as number }); // prettier-ignore
    expect(report['GET /theme']).toMatchObject({ 200: requests, 401: 1 });
  });
});

const json = (status: number, body: unknown): RequestHandler => {
  return (_req, res) => {
    res.status(status).json(body);
  };
};
const error = (status: number, code: number, data?: unknown) =>
  json(status, { status: 'error', code, message: 'x', data });
const typed = (type: string, text: string): RequestHandler => {
  return (_req, res) => {
    res.type(type).send(text);
  };
};
const events = (text: string): RequestHandler => typed('text/event-stream', text);

/** The document with one operation only. */
function only(document: OpenAPIDocument, [method = '', path = '']: readonly string[]): OpenAPIDocument {
  const item = document.paths[path] as Readonly<Record<string, unknown>>;
  return { ...document, paths: { [path]: { [method.toLowerCase()]: item[method.toLowerCase()] } } } as OpenAPIDocument;
}

describe.each(versions)('a contract test of a broken copy, by OpenAPI %s', (version) => {
  it.each<[name: string, handler: RequestHandler, fact: string]>([
    ['GET /users/{id}', json(200, { id: 1, name: 'Ada' }), "it must have required property 'born'"],
    ['GET /users/{id}', error(418, 9), 'replied 418 with the error 9, which is not declared (200, 404)'],
    ['GET /find', json(200, [{ id: 1, name: 'Ada', born: 1 }]), '/0/born must be string'],
    ['GET /find', json(200, { items: [] }), 'it must be array'],
    ['GET /days/{day}', typed('html', 'a'), 'replied 200 with text/html; declared is text/plain'],
    ['GET /theme', json(200, { theme: 'blue' }), '/theme must be equal to one of the allowed values'],
    ['GET /theme', json(402, {}), 'replied 402 with application/json; declared is text/plain'],
    ['GET /old', json(302, {}), 'replied 302, which is not declared (301)'],
    ['POST /posts', error(409, 1102), "it must have required property 'data'"],
    ['POST /posts', error(409, 1102, { field: 1, at: '2026-01-01T00:00:00Z' }), '/data/field must be string'],
    ['PUT /members', json(200, { name: 'Ada', age: -1, role: 'a' }), '/age must be >= 0'],
    ['POST /upload', json(200, { size: 1 }), 'replied 200, which is not declared (201, 400, 413, 415)'],
    ['DELETE /users/{id}', json(200, {}), 'replied 200, which is not declared (204)'],
    ['GET /lines', typed('application/x-ndjson', '{"kind":"box","w":1}\n'), "item 1: it must have required property 'h'\n"], // prettier-ignore
    ['GET /lines', typed('application/x-ndjson', '{"kind":"dot","r":1}\n'), 'item 1: /kind is "dot" where "circle" is declared, /kind is "dot" where "box" is declared\n'], // prettier-ignore
    ['GET /lines', json(200, []), 'replied 200 with application/json; declared is application/x-ndjson'],
    ['GET /events', events('event: tock\ndata: a\n\n'), 'item 1: /event is "tock" where "text"'],
    ['GET /events', events('data: a\n\n'), version === '3.1.1' ? 'item 1: /event is "message" where "text" or "none" or "count" is declared' : "item 1: it must have required property 'event'"], // prettier-ignore
    ['GET /events', events('event: count\r\ndata: a text\r\n\r\n'), 'must be object'],
    ['GET /events', events('event: none\n\nevent: count\ndata\n\n'), 'item 1: '],
    ['GET /texts', typed('text', 'a'), 'replied 200 with text/plain; declared is text/event-stream'],
  ])('%s %#: %p is named', async (name, handler, fact) => {
    const parts = name.split(' ');
    const [method = '', path = ''] = parts;
    const express4And5 = path.replace(/\{(\w+)\}/g, ':$1');
    const broken: RequestHandler = (req, res, next) => {
      if (req.method === method) handler(req, res, next);
      else next();
    };
    const app = express().all(`/api${express4And5}`, broken).use('/api', router);
    const failure: unknown = await contract(app, only(documents[version], parts), { headers, requests: 4 }).catch(
      (reason: unknown) => reason,
    );

    expect(failure).toMatchObject({ message: expect.stringMatching(`^1 of 1 operations are not as declared:\n\n${escaped(name)}: `) as string }); // prettier-ignore
    expect((failure as Error).message).toContain(fact);
  });
});

function escaped(text: string): string {
  return text.replace(/[{}]/g, '\\$&');
}
