const assert = require('node:assert/strict');
const { describe, it } = require('node:test');
const cookieParser = require('cookie-parser');
const { doubleCsrf } = require('csrf-csrf');
const { JSON: Json } = require('express-returns');
const { cookies, everywhere } = require('./everywhere');

const { doubleCsrfProtection, generateCsrfToken } = doubleCsrf({
  getSecret: () => 'secret',
  getSessionIdentifier: () => 'session',
  cookieName: 'csrf',
  cookieOptions: { secure: false },
});

const routes = [
  [
    'get',
    '/form',
    (req, res) => void res.json({ token: generateCsrfToken(req, res) }),
    (req, res) => new Json({ token: generateCsrfToken(req, res) }),
  ],
  [
    'get',
    '/later',
    (req, res) => void Promise.resolve().then(() => res.json({ token: req.csrfToken() })),
    async (req) => new Json({ token: await req.csrfToken() }),
  ],
  ['post', '/transfer', (req, res) => void res.json({ done: true }), () => ({ done: true })],
];

describe('csrf-csrf', () => {
  it('a POST passes with the token of a reply and its cookie, and is refused with none, an old token, or the token alone', async () => {
    const { replies } = await everywhere({
      before: (app) => app.use(cookieParser(), doubleCsrfProtection),
      routes,
      // The tag of a body that holds a random token is random, too.
      hide: (text) =>
        text.replace(/[0-9a-f]{64}\.[0-9a-f]{64}/g, 'TOKEN').replace(/ETag: W\/[^ ]*?8d-[^ ,]{27}/g, 'ETag'),
      talk: async (ask) => {
        for (const path of ['/form', '/later']) {
          const form = await ask(`GET ${path}`);
          const { token } = JSON.parse(form.body);
          const Cookie = cookies(form);
          await ask('POST /transfer', { headers: { Cookie, 'X-CSRF-Token': token } });
          await ask('POST /transfer', { headers: { Cookie, 'X-CSRF-Token': `${token}0` } });
          await ask('POST /transfer', { headers: { 'X-CSRF-Token': token } });
          await ask('POST /transfer', { headers: { Cookie } });
        }
      },
    });
    assert.deepEqual(
      replies.map(({ status }) => status),
      [200, 200, 403, 403, 403, 200, 200, 403, 403, 403],
    );
  });
});
