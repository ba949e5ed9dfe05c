const assert = require('node:assert/strict');
const { createHash } = require('node:crypto');
const { once } = require('node:events');
const { createServer, request } = require('node:http');
const express = require('express');
const { adopt, Routes, returns } = require('express-returns');
const standard = require('./routes');

/** The ways of writing the same routes. The first is the one that the others must not differ from. */
const styles = {
  'by hand': (app, routes) => {
    for (const [method, path, ...handlers] of routes) app[method](path, ...handlers.slice(0, -2), handlers.at(-2));
  },
  'returns()': (app, routes) => {
    for (const [method, path, ...handlers] of routes) {
      app[method](path, ...handlers.slice(0, -2), returns(handlers.at(-1)));
    }
  },
  'router()': (app, routes) => app.use(asRoutes(routes).router()),
  'mount()': (app, routes) => void asRoutes(routes).mount(app),
  // The middleware around them is adopted, too.
  'adopt()': (app, routes) => {
    for (const [method, path, ...handlers] of routes) app[method](path, ...handlers.slice(0, -2), handlers.at(-1));
  },
  'adopt(), by hand': (app, routes) => styles['by hand'](app, routes),
};

/** The app of a style, before anything is registered on it. */
const appOf = (style) => (style.startsWith('adopt()') ? adopt(express()) : express());

function asRoutes(routes) {
  const made = new Routes();
  for (const [method, path, ...handlers] of routes) made[method](path, ...handlers.slice(0, -2), handlers.at(-1));
  return made;
}

/**
 * Builds the same app in every style, has the same conversation with each, and asserts that status, header lines, bytes
 * and all that was `seen` (log lines, metrics, events) are those of the one by hand; gives those.
 *
 * @param {object} given
 * @param {(app, seen: unknown[]) => void} [given.before] middleware before the routes
 * @param {(app, seen: unknown[]) => void} [given.after] middleware after them
 * @param {(ask, seen: unknown[]) => Promise<void>} given.talk
 * @param {(text: string) => string} [given.hide] blots out what no two replies share: times, random ids
 * @param {unknown[][]} [given.routes] as in routes.js; middleware may stand before the two handlers
 */
exports.everywhere = async function everywhere({
  before,
  after,
  talk,
  hide = (text) => text,
  routes = standard.routes,
}) {
  let expected;
  for (const [style, add] of Object.entries(styles)) {
    const seen = [];
    const app = appOf(style);
    before?.(app, seen);
    add(app, routes);
    after?.(app, seen);
    app.use(lastResort);

    const replies = await converse(app, (ask) => talk(ask, seen));
    const compared = JSON.parse(hide(JSON.stringify([...replies, ...seen])));
    expected ??= { replies, seen, compared };
    compared.forEach((one, i) => assert.deepEqual({ style, one }, { style, one: expected.compared[i] }));
    assert.equal(compared.length, expected.compared.length, style);
  }
  return expected;
};

/** All replies of a conversation with a server that ends with it, so that whatever it logs late is there, too. */
async function converse(app, talk) {
  const server = createServer(app).listen(0);
  await once(server, 'listening');
  const replies = [];
  try {
    await talk(async (line, options) => {
      const reply = await ask(server.address().port, line, options);
      replies.push(reply);
      return reply;
    });
  } finally {
    server.close();
    server.closeIdleConnections();
    await once(server, 'close');
  }
  return replies;
}

async function ask(port, line, { headers = {}, body } = {}) {
  const [method, path] = line.split(' ');
  const sent = request({ port, method, path, headers, agent: false }).end(body);
  const [res] = await once(sent, 'response');
  const parts = await res.toArray();
  const lines = [];
  for (let i = 0; i < res.rawHeaders.length; i += 2) lines.push(`${res.rawHeaders[i]}: ${res.rawHeaders[i + 1]}`);
  return {
    line,
    status: res.statusCode,
    // Ours has a strong tag of a file, so that a download can be resumed by it; Express a weak one.
    headers: lines
      .filter((text) => !/^date:/i.test(text) && !(path.startsWith('/file') && /^etag:/i.test(text)))
      .sort(),
    body: Buffer.concat(parts).toString('latin1'),
  };
}

exports.converse = converse;

/** A body, or what tells a long one from others: to show the difference of two takes minutes. */
exports.brief = (body) => (body.length < 100_000 ? body : createHash('sha256').update(body).digest('hex'));

exports.header = (reply, name) =>
  reply.headers.find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}: `))?.slice(name.length + 2);

/** The cookies of a reply, as a client sends them back. */
exports.cookies = (reply) => reply.headers.flatMap((line) => /^set-cookie: ([^;]+)/i.exec(line)?.[1] ?? []).join('; ');

/** Asks for every kind of route, by GET and by HEAD, and again with the tag of the JSON. */
exports.everything = (headers = {}, paths = [...standard.answered, ...standard.failing]) => {
  return async (ask) => {
    for (const path of paths) {
      await ask(`GET ${path}`, { headers });
      await ask(`HEAD ${path}`, { headers });
    }
    const json = await ask('GET /json', { headers });
    assert.equal(json.status, 200);
    const tag = exports.header(json, 'ETag');
    if (tag) await ask('GET /json', { headers: { ...headers, 'If-None-Match': tag } });
  };
};

function lastResort(error, req, res, next) {
  if (res.headersSent) next(error);
  else
    res
      .status(error.status ?? 500)
      .type('text/plain')
      .send(error.message);
}

/** What is asked of an app that is called without a server. */
exports.called = [
  '/json',
  '/bare',
  '/text',
  '/redirect',
  '/stream',
  '/file',
  '/cookie',
  '/later',
  '/missing',
  '/throw',
  '/file/large',
];

/** Asserts that `call(app, path)` gives the same for an app in every style; gives the answers of the one by hand. */
exports.same = async function same(call) {
  let expected;
  for (const [style, add] of Object.entries(styles)) {
    const app = appOf(style);
    add(app, standard.routes);
    app.use(lastResort);
    const answers = [];
    for (const path of exports.called) answers.push(await call(app, path));
    expected ??= answers;
    assert.deepEqual(answers, expected);
  }
  return expected;
};

/** The major under test. */
exports.major = Number(require('express/package.json').version.split('.')[0]);
