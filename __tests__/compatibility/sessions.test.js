const assert = require('node:assert/strict');
const { describe, it } = require('node:test');
const { setTimeout: wait } = require('node:timers/promises');
const cookieSession = require('cookie-session');
const express = require('express');
const session = require('express-session');
const passport = require('passport');
const { Strategy } = require('passport-local');
const { JSON: Json, Redirect, Text } = require('express-returns');
const { cookies, everywhere, header } = require('./everywhere');

const visits = (req) => (req.session.visits = (req.session.visits ?? 0) + 1);
const counting = [
  ['get', '/count', (req, res) => void res.json(visits(req)), (req) => new Json(visits(req))],
  ['get', '/text', (req, res) => void res.type('text/plain').send(`${visits(req)}`), (req) => new Text(visits(req))],
  [
    'get',
    '/go',
    (req, res) => {
      visits(req);
      res.redirect(307, '/count');
    },
    (req) => {
      visits(req);
      return new Redirect('/count');
    },
  ],
];

/** Every reply must be saved before the client has it: the next request is sent at once. */
const visit = async (ask) => {
  const first = await ask('GET /count');
  const headers = { Cookie: cookies(first) };
  for (const path of ['/text', '/go', '/count']) {
    const reply = await ask(`GET ${path}`, { headers });
    if (header(reply, 'Set-Cookie')) headers.Cookie = cookies(reply);
  }
};

class SlowStore extends session.MemoryStore {
  get(id, done) {
    void wait(20).then(() => super.get(id, done));
  }
  set(id, value, done) {
    void wait(20).then(() => super.set(id, value, done));
  }
}

const hide = (text) => text.replace(/(sid|session(\.sig)?)=[^;"]+/g, '$1=ID').replace(/Expires=[^;"]+/g, 'Expires=T');
const withSession = (app, store) =>
  app.use(session({ secret: 'secret', resave: false, saveUninitialized: false, store, name: 'sid' }));

describe('express-session', () => {
  it('is saved before JSON, text and redirects are sent', async () => {
    const { replies } = await everywhere({
      before: (app) => withSession(app, new session.MemoryStore()),
      routes: counting,
      talk: visit,
      hide,
    });
    assert.deepEqual(
      replies.map(({ body }) => body).filter((body) => body.length === 1),
      ['1', '2', '4'],
    );
  });

  it('the same with a slow store', async () => {
    const { replies } = await everywhere({
      before: (app) => withSession(app, new SlowStore()),
      routes: counting,
      talk: visit,
      hide,
    });
    assert.equal(replies.at(-1).body, '4');
  });
});

describe('cookie-session', () => {
  it('its cookie is on JSON, text and redirects', async () => {
    const { replies } = await everywhere({
      before: (app) => app.use(cookieSession({ name: 'session', keys: ['secret'] })),
      routes: counting,
      talk: visit,
      hide,
    });
    assert.equal(replies.at(-1).body, '4');
  });
});

describe('passport-local', () => {
  it('signing in, the current user, a wrong password', async () => {
    const own = new passport.Passport();
    own.use(new Strategy((name, password, done) => done(null, password === 'right' && { name })));
    own.serializeUser((user, done) => done(null, user.name));
    own.deserializeUser((name, done) => done(null, { name }));
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const { replies } = await everywhere({
      before: (app) => {
        withSession(app, new session.MemoryStore());
        app.use(express.urlencoded({ extended: false }), own.initialize(), own.session());
      },
      routes: [
        ['post', '/in', own.authenticate('local'), (req, res) => void res.json(req.user), (req) => req.user],
        ['get', '/me', (req, res) => void res.json(req.user ?? null), (req) => req.user ?? null],
      ],
      talk: async (ask) => {
        await ask('POST /in', { headers: form, body: 'username=ada&password=wrong' });
        const signedIn = await ask('POST /in', { headers: form, body: 'username=ada&password=right' });
        await ask('GET /me', { headers: { Cookie: cookies(signedIn) } });
        await ask('GET /me');
      },
      hide,
    });
    assert.deepEqual(
      replies.map(({ status, body }) => [status, body]),
      [
        [401, 'Unauthorized'],
        [200, '{"name":"ada"}'],
        [200, '{"name":"ada"}'],
        [200, 'null'],
      ],
    );
  });
});
