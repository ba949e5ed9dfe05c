const assert = require('node:assert/strict');
const { describe, it } = require('node:test');
const cookieParser = require('cookie-parser');
const cors = require('cors');
const helmet = require('helmet');
const methodOverride = require('method-override');
const responseTime = require('response-time');
const { cookies, everything, everywhere, header } = require('./everywhere');

describe('helmet', () => {
  it('its headers are on every kind of reply', async () => {
    const { replies } = await everywhere({ before: (app) => app.use(helmet()), talk: everything() });
    for (const reply of replies) {
      assert.equal(header(reply, 'X-Content-Type-Options'), 'nosniff');
      assert.match(header(reply, 'Content-Security-Policy'), /default-src 'self'/);
      assert.equal(header(reply, 'X-Powered-By'), undefined);
    }
    assert.equal(replies.at(-1).status, 304);
  });
});

describe('cors', () => {
  it('preflight, and its headers on every kind of reply', async () => {
    const origin = 'https://app.example';
    const { replies } = await everywhere({
      before: (app) => app.use(cors({ origin: [origin], credentials: true })),
      talk: async (ask) => {
        await ask('OPTIONS /json', { headers: { 'Origin': origin, 'Access-Control-Request-Method': 'DELETE' } });
        await everything({ Origin: origin })(ask);
      },
    });
    assert.equal(replies[0].status, 204);
    assert.match(header(replies[0], 'Access-Control-Allow-Methods'), /DELETE/);
    for (const reply of replies) {
      assert.equal(header(reply, 'Access-Control-Allow-Origin'), origin);
      assert.match(header(reply, 'Vary'), /Origin/);
    }
  });
});

describe('cookie-parser', () => {
  it('reads plain and signed cookies that a route has set', async () => {
    const { JSON: Json } = require('express-returns');
    const { replies } = await everywhere({
      before: (app) => app.use(cookieParser('secret')),
      routes: [
        [
          'get',
          '/set',
          (req, res) => void res.cookie('a', '1').cookie('b', '2', { signed: true }).json({}),
          () =>
            new Json(
              {},
              {
                cookies: [
                  { name: 'a', value: '1' },
                  { name: 'b', value: '2', signed: true },
                ],
              },
            ),
        ],
        [
          'get',
          '/read',
          (req, res) => void res.json([req.cookies, req.signedCookies]),
          (req) => [req.cookies, req.signedCookies],
        ],
      ],
      talk: async (ask) => {
        const set = await ask('GET /set');
        await ask('GET /read', { headers: { Cookie: cookies(set) } });
      },
    });
    assert.equal(replies[1].body, '[{"a":"1"},{"b":"2"}]');
  });
});

describe('response-time', () => {
  it('its header is on every kind of reply', async () => {
    const { replies } = await everywhere({
      before: (app) => app.use(responseTime()),
      talk: everything(),
      hide: (text) => text.replace(/X-Response-Time: [\d.]+ms/g, 'X-Response-Time: ms'),
    });
    for (const reply of replies) assert.match(header(reply, 'X-Response-Time'), /^[\d.]+ms$/);
  });
});

describe('method-override', () => {
  it('a POST is answered by the route for DELETE', async () => {
    const { replies } = await everywhere({
      before: (app) => app.use(methodOverride('X-HTTP-Method-Override')),
      routes: [['delete', '/users/:id', (req, res) => void res.json([req.method]), (req) => [req.method]]],
      talk: (ask) => ask('POST /users/7', { headers: { 'X-HTTP-Method-Override': 'DELETE' } }),
    });
    assert.equal(replies[0].body, '["DELETE"]');
  });
});
