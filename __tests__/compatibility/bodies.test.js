const assert = require('node:assert/strict');
const { describe, it } = require('node:test');
const { gunzipSync } = require('node:zlib');
const apicache = require('apicache');
const compression = require('compression');
const intercept = require('express-intercept');
const mung = require('express-mung');
const { everything, everywhere, header } = require('./everywhere');
const { routes } = require('./routes');

describe('compression', () => {
  it('compresses every kind of reply that may be compressed, and treats HEAD, 304 and errors as by hand', async () => {
    const { replies } = await everywhere({
      before: (app) => app.use(compression({ threshold: 0 })),
      talk: everything({ 'Accept-Encoding': 'gzip' }),
    });
    const compressed = replies.filter(({ line, status }) => /^GET .(json|text|stream)/.test(line) && status === 200);
    assert.equal(compressed.length, 4);
    for (const reply of compressed) {
      assert.equal(header(reply, 'Content-Encoding'), 'gzip');
      assert.match(header(reply, 'Vary'), /Accept-Encoding/);
      assert.ok(gunzipSync(Buffer.from(reply.body, 'latin1')).length > 0);
    }
  });
});

describe('express-mung', () => {
  it('changes JSON bodies, and headers of every reply that is not streamed', async () => {
    const { replies } = await everywhere({
      before: (app) => {
        app.use(mung.json((body) => ({ ...body, munged: true })));
        app.use(mung.headers((req, res) => void res.set('X-Munged', req.path)));
      },
      // It sets its headers in res.end: by hand too late for what is piped.
      talk: everything({}, [
        '/json',
        '/bare',
        '/text',
        '/html',
        '/redirect',
        '/cookie',
        '/later',
        '/missing',
        '/throw',
      ]),
    });
    for (const reply of replies) assert.ok(header(reply, 'X-Munged'), reply.line);
    assert.equal(JSON.parse(replies[0].body).munged, true);
  });

  it('changes JSON bodies asynchronously', async () => {
    const { replies } = await everywhere({
      before: (app) => app.use(mung.jsonAsync(async (body) => ({ ...body, munged: true }))),
      talk: async (ask) => {
        await ask('GET /json');
        await ask('GET /cookie');
        await ask('GET /later');
      },
    });
    for (const reply of replies) assert.equal(JSON.parse(reply.body).munged, true);
    assert.equal(replies[1].status, 201);
  });
});

describe('express-intercept', () => {
  it('replaces text bodies, streamed ones too', async () => {
    const { replies } = await everywhere({
      before: (app) => {
        const shout = intercept.responseHandler();
        app.use(
          shout.if((res) => /text|json/.test(String(res.getHeader('content-type')))).replaceString((s) => `${s}!`),
        );
      },
      talk: async (ask) => {
        for (const path of ['/json', '/text', '/stream', '/cookie', '/later', '/missing', '/throw']) {
          await ask(`GET ${path}`);
        }
      },
    });
    for (const reply of replies) assert.match(reply.body, /!$/, reply.line);
  });
});

describe('apicache', () => {
  it('answers a second request from its cache, without the handler: the same status, headers and bytes', async () => {
    const cache = apicache.newInstance();
    let calls = 0;
    const count = (req, res, next) => {
      calls += 1;
      next();
    };
    const { replies } = await everywhere({
      before: (app) => app.use(cache.middleware('5 seconds')),
      routes: routes.map(([method, path, ...handlers]) => [method, path, count, ...handlers]),
      talk: async (ask) => {
        calls = 0;
        for (const path of ['/json', '/text', '/cookie', '/later', '/stream']) {
          const first = await ask(`GET ${path}`);
          const second = await ask(`GET ${path}`);
          assert.deepEqual([second.status, second.body], [first.status, first.body], path);
        }
        assert.equal(calls, 5);
        cache.clear();
      },
      hide: (text) => text.replace(/max-age=\d+/g, 'max-age=N'),
    });
    assert.match(header(replies[1], 'Cache-Control'), /max-age=/);
  });
});
