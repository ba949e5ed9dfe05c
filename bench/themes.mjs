// What is measured: in each theme the same reply by hand and in return style, on Express's default server and on
// createServer. Handlers are made once, as in an app; a theme of its own for each kind of reply.
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { setImmediate } from 'node:timers/promises';
import express5 from 'express';
import { adopt, Error as CodedError, ErrorCode, ErrorList, File, JSON as JSONResponse } from 'express-returns';
import { JSONLines, Redirect, returns, Routes, Status, Text } from 'express-returns';
import { z } from 'zod';
import { type as arktype } from 'arktype';
import * as valibot from 'valibot';
import { peers } from './peers/index.mjs';
import { rowPeers } from './peers/rows.mjs';
import { validationPeers } from './peers/validation.mjs';
import { declaredReplies } from './replies.mjs';

const express4 = createRequire(import.meta.url)('express4');
const media = process.env.BENCH_MEDIA ?? '.';

export const FILES = { '1k.bin': 1e3, '16k.bin': 16384, '1m.bin': 1048576, '100m.bin': 104857600 };

const user = { id: 7, name: 'Ada Lovelace', email: 'ada@example.com', roles: ['admin', 'author'] };
const users = (count) => Array.from({ length: count }, (_, id) => ({ ...user, id }));
const [someUsers, manyUsers] = [users(24), users(12_000)];

const errors = new ErrorList(new ErrorCode(1101, "User '{}' does not exist", Status.BAD_REQUEST));

/** By hand and in return style, each on Express's default server and on `createServer`. */
function both(byHand, returned, settings) {
  return pair(
    () => express5().get('/it', byHand),
    () => new Routes().get('/it', returned).mount(express5(), settings),
  );
}

function pair(hand, ours) {
  return {
    'by hand': { app: hand },
    'return style': { app: ours, against: 'by hand' },
    'by hand, createServer': { app: hand, isFast: true },
    'return style, createServer': { app: ours, isFast: true, against: 'by hand, createServer' },
  };
}

/** Sending a file: the tags differ on purpose (ours is strong), the bytes do not. */
function file(name, load = {}) {
  const byHand = (_req, res) => res.sendFile(name, { root: media });
  return {
    load,
    differing: ['etag', 'last-modified'],
    servers: both(byHand, () => new File(name), { mediaRoot: media }),
  };
}

/** An app with so many routes, of which the last one is asked for. */
function manyRoutes(count) {
  const paths = Array.from({ length: count - 1 }, (_, index) => `/resource-${index}/:id`);
  const byHand = (_req, res) => res.json(user);
  const hand = () => {
    const app = express5();
    for (const path of [...paths, '/it']) app.get(path, byHand);
    return app;
  };
  const ours = () => {
    const routes = new Routes();
    for (const path of [...paths, '/it']) routes.get(path, () => new JSONResponse(user));
    return routes.mount(express5());
  };
  return { servers: pair(hand, ours) };
}

/** What the last of so many routes costs, of what it costs as the only one. */
function flatness(count) {
  const [one, many] = [manyRoutes(1).servers, manyRoutes(count).servers];
  const servers = {};
  for (const name of Object.keys(one)) {
    servers[name] = { ...one[name], against: undefined };
    servers[`${name}, ${count} routes`] = { ...many[name], against: name };
  }
  return { servers };
}

function behindMiddleware(count) {
  const app = () => {
    const made = express5();
    for (let index = 0; index < count; index++) made.use((_req, _res, next) => next());
    return made;
  };
  const hand = () => app().get('/it', (_req, res) => res.json(user));
  const ours = () => new Routes().get('/it', () => new JSONResponse(user)).mount(app());
  return { servers: pair(hand, ours) };
}

/** What middleware on an adopted app costs, of what it costs on a plain one. */
function adoptedMiddleware(count) {
  const behind = (app) => {
    for (let index = 0; index < count; index++) app.use((_req, _res, next) => next());
    return app.get('/it', (_req, res) => res.json(user));
  };
  const hand = () => behind(express5());
  const adopted = () => behind(adopt(express5()));
  return {
    servers: {
      'by hand': { app: hand },
      'by hand, adopted': { app: adopted, against: 'by hand' },
      'by hand, createServer': { app: hand, isFast: true },
      'by hand, adopted, createServer': { app: adopted, isFast: true, against: 'by hand, createServer' },
    },
  };
}

function smallJSON() {
  const byHand = (_req, res) => res.json(user);
  const byHandLater = async (_req, res) => {
    res.json(user);
  };
  const hand = () => express5().get('/it', byHand);
  const handRouter = () => express5().use(express5.Router().get('/it', byHand));
  const returned = (handler) => () => express5().get('/it', returns(handler));
  const mount = () => new Routes().get('/it', () => new JSONResponse(user)).mount(express5());
  const router = () => express5().use(new Routes().get('/it', () => new JSONResponse(user)).router());
  return {
    servers: {
      // Each beside what it is compared with: neighbours see the same machine.
      'by hand': { app: hand },
      'returns()': { app: returned(() => new JSONResponse(user)), against: 'by hand' },
      'adopt()': { app: () => adopt(express5()).get('/it', () => new JSONResponse(user)), against: 'by hand' },
      'routes.mount()': { app: mount, against: 'by hand' },
      'by hand, async': { app: () => express5().get('/it', byHandLater) },
      'returns(), async': { app: returned(async () => new JSONResponse(user)), against: 'by hand, async' },
      'by hand in a Router': { app: handRouter },
      'routes.router()': { app: router, against: 'by hand in a Router' },
      'by hand, createServer': { app: hand, isFast: true },
      'routes.mount(), createServer': { app: mount, isFast: true, against: 'by hand, createServer' },
      'by hand in a Router, createServer': { app: handRouter, isFast: true },
      'routes.router(), createServer': { app: router, isFast: true, against: 'by hand in a Router, createServer' },
      // What the frameworks below give: none of them makes an ETag by itself.
      'routes.mount(), createServer, no ETag': { app: () => mount().disable('etag'), isFast: true, isPeer: true },
      'Express 4 by hand': { app: () => express4().get('/it', byHand), isPeer: true },
      ...peers(user, express5),
    },
  };
}

/** With and without the stack of the error: `errors.error()` of a 4xx has none, all others do. */
function errorReply() {
  const byHand = () => {
    throw Object.assign(new Error("User 'jalil' does not exist"), { status: 400, code: 1101 });
  };
  const hand = () => withErrorHandler(express5().get('/it', byHand));
  const ours = (fail) => () => withErrorHandler(new Routes().get('/it', fail).mount(express5(), { errors: [errors] }));
  const thrown = ours(() => {
    throw new CodedError(1101, 'jalil');
  });
  const declared = ours(() => {
    throw errors.error(1101, 'jalil');
  });
  return {
    servers: {
      'by hand': { app: hand },
      'new Error()': { app: thrown, against: 'by hand' },
      'errors.error()': { app: declared, against: 'by hand' },
      'by hand, createServer': { app: hand, isFast: true },
      'new Error(), createServer': { app: thrown, isFast: true, against: 'by hand, createServer' },
      'errors.error(), createServer': { app: declared, isFast: true, against: 'by hand, createServer' },
    },
  };
}

function withErrorHandler(app) {
  return app.use((error, _req, res, next) => {
    if (res.headersSent) next(error);
    else res.status(error.status).json({ status: 'error', code: error.code, message: error.message });
  });
}

const Id = z.object({ id: z.int() });
const NewUser = z.object({ name: z.string().max(40), age: z.int().optional(), roles: z.array(z.string()) });
const Page = z.object({ page: z.int().min(1), active: z.boolean() });

/**
 * A request whose parts are validated by the same schemas: in the handler, and declared. Both parse bodies by
 * `express.json()`.
 */
function validation(method, declared, byHand) {
  const verb = method.toLowerCase();
  const answer = ({ params, query, body }) =>
    new JSONResponse(declared.body === undefined ? { ...params, page: query.page } : { ...params, name: body.name });
  return pair(
    () => express5().use(express5.json())[verb]('/it/:id', byHand),
    () => new Routes()[verb]('/it/:id', declared, answer).mount(express5().use(express5.json())),
  );
}

/** A body of the same type in three libraries: its schema, and the check that a handler makes of it by hand. */
const BODIES = {
  zod: { schema: NewUser, check: (value) => NewUser.safeParse(value) },
  valibot: validBody(
    valibot.object({
      name: valibot.pipe(valibot.string(), valibot.maxLength(40)),
      age: valibot.optional(valibot.pipe(valibot.number(), valibot.integer())),
      roles: valibot.array(valibot.string()),
    }),
    (schema, value) => {
      const { success, output, issues } = valibot.safeParse(schema, value);
      return { success, data: output, error: issues };
    },
  ),
  arktype: validBody(
    arktype({ 'name': 'string <= 40', 'age?': 'number.integer', 'roles': 'string[]' }),
    (schema, value) => {
      const data = schema(value);
      return { success: !(data instanceof arktype.errors), data, error: data };
    },
  ),
};

function validBody(schema, check) {
  return { schema, check: (value) => check(schema, value) };
}

function validatedBody({ schema, check }) {
  const byHand = (req, res) => {
    const params = Id.safeParse({ id: Number(req.params.id) });
    const body = check(req.body);
    if (params.success && body.success) res.json({ ...params.data, name: body.data.name });
    else res.status(400).json({ errors: [params.error, body.error] });
  };
  const body = { name: user.name, age: 36, roles: user.roles };
  const load = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return { path: '/it/7', load, servers: validation('POST', { params: Id, body: schema }, byHand) };
}

function validatedQuery() {
  const byHand = (req, res) => {
    const params = Id.safeParse({ id: Number(req.params.id) });
    const { page, active } = req.query;
    const query = Page.safeParse({ page: Number(page), active: active === 'true' });
    if (params.success && query.success) res.json({ ...params.data, page: query.data.page });
    else res.status(400).json({ errors: [params.error, query.error] });
  };
  return {
    path: '/it/7',
    query: '&page=2&active=true',
    servers: validation('GET', { params: Id, query: Page }, byHand),
  };
}

/** What validation of a query costs here and elsewhere: each to the same without validation. */
function validationElsewhere() {
  const byHand = (req, res) => res.json({ page: Number(req.query.page) });
  const plain = (req) => new JSONResponse({ page: Number(req.query.page) });
  const declared = (req) => new JSONResponse({ page: req.query.page });
  return {
    query: '&page=2&active=true',
    servers: {
      'by hand': { app: () => express5().get('/it', byHand) },
      'routes.mount()': { app: () => new Routes().get('/it', plain).mount(express5()) },
      'routes.mount(), validated': {
        app: () => new Routes().get('/it', { query: Page }, declared).mount(express5()),
        against: 'routes.mount()',
      },
      ...validationPeers(),
    },
  };
}

/** Rows of a cursor, which comes in batches as those of a database driver do. */
async function* cursor() {
  for (let batch = 0; batch < 100; batch++) {
    await setImmediate();
    for (let row = 0; row < 1000; row++) yield { ...user, id: batch * 1000 + row };
  }
}

/** Rows by the usual loop with back-pressure, as a returned cursor, and in other frameworks. */
function rows(type, [start, separator, end], returned) {
  const byHand = async (_req, res) => {
    res.type(type);
    let before = start;
    for await (const row of cursor()) {
      if (!res.write(before + JSON.stringify(row))) await once(res, 'drain');
      before = separator;
    }
    res.end(end);
  };
  async function* pieces() {
    let before = start;
    for await (const row of cursor()) {
      yield before + JSON.stringify(row);
      before = separator;
    }
    yield end;
  }
  return {
    load: { connections: 2, amount: 2, mostRounds: 30 },
    servers: { ...both(byHand, returned), ...rowPeers(type, pieces) },
  };
}

/**
 * By name; each has servers, the headers they may differ in, and how to load them: by autocannon's options, in
 * `mostRounds` bursts of `burstSeconds`.
 */
export const themes = {
  'small JSON': smallJSON(),
  'JSON of 2 kB': {
    servers: both(
      (_req, res) => res.json(someUsers),
      () => new JSONResponse(someUsers),
    ),
  },
  'JSON of 1 MB': {
    servers: both(
      (_req, res) => res.json(manyUsers),
      () => new JSONResponse(manyUsers),
    ),
  },
  'text': {
    servers: both(
      (_req, res) => res.type('text').send('Hello World!'),
      () => new Text('Hello World!'),
    ),
  },
  'redirect': {
    servers: both(
      (_req, res) => res.redirect(307, '/there'),
      () => new Redirect('/there'),
    ),
  },
  'error reply': errorReply(),
  'file of 1 kB': file('1k.bin'),
  'file of 16 kB': file('16k.bin'),
  'file of 1 MB': file('1m.bin', { connections: 8, burstSeconds: 0.2, mostRounds: 60 }),
  'file of 100 MB': file('100m.bin', { connections: 2, amount: 2, mostRounds: 20 }),
  'range of 1 kB': { ...file('1m.bin'), load: { headers: { range: 'bytes=5000-5999' } } },
  'streamed JSON': {
    differing: ['transfer-encoding', 'content-length', 'etag'],
    servers: both(
      (_req, res) => {
        res.type('json').write('[');
        someUsers.forEach((item, index) => res.write((index === 0 ? '' : ',') + JSON.stringify(item)));
        res.end(']');
      },
      () => new JSONResponse(someUsers.values()),
    ),
  },
  '100,000 rows as JSON': rows('application/json', ['[', ',', ']'], () => new JSONResponse(cursor())),
  '100,000 rows as NDJSON': rows('application/x-ndjson', ['', '\n', '\n'], () => new JSONLines(cursor())),
  'declared replies of 2 kB': declaredReplies(someUsers),
  'validation of params and body': validatedBody(BODIES.zod),
  'validation of a body by valibot': validatedBody(BODIES.valibot),
  'validation of a body by arktype': validatedBody(BODIES.arktype),
  'validation of params and query': validatedQuery(),
  'validation elsewhere': validationElsewhere(),
  'the last of 100 routes': manyRoutes(100),
  'the last of 1,000 routes': manyRoutes(1000),
  '1 and 1,000 routes': flatness(1000),
  '10 middleware before the route': behindMiddleware(10),
  '10 adopted middleware before the route': adoptedMiddleware(10),
};
