const assert = require('node:assert/strict');
const { describe, it } = require('node:test');
const { setTimeout: wait } = require('node:timers/promises');
const express = require('express');
const asyncHandler = require('express-async-handler');
const { rateLimit } = require('express-rate-limit');
const timeout = require('connect-timeout');
const { middleware: openAPI } = require('express-openapi-validator');
const { body, validationResult } = require('express-validator');
const multer = require('multer');
const favicon = require('serve-favicon');
const { BadRequest, Binary, JSON: Json } = require('express-returns');
const { everything, everywhere, header, major } = require('./everywhere');

const statuses = (replies) => replies.map(({ status }) => status);
const json = (value) => ({ headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(value) });

describe('multer', () => {
  const boundary = 'xxxx';
  const form = (name, text) => ({
    headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}` },
    body: [
      `--${boundary}`,
      `Content-Disposition: form-data; name="${name}"; filename="a.txt"`,
      'Content-Type: text/plain',
      '',
      text,
      `--${boundary}--`,
      '',
    ].join('\r\n'),
  });
  it('an upload reaches the handler, which sends it back; an unexpected field is an error', async () => {
    const upload = multer({ storage: multer.memoryStorage() }).single('file');
    const { replies } = await everywhere({
      routes: [
        ['post', '/upload', upload, (req, res) => void res.send(req.file.buffer), (req) => new Binary(req.file.buffer)],
      ],
      talk: async (ask) => {
        await ask('POST /upload', form('file', 'hello'));
        await ask('POST /upload', form('other', 'hello'));
      },
    });
    assert.equal(replies[0].body, 'hello');
    assert.match(replies[1].body, /^Unexpected/);
  });
});

describe('express-validator', () => {
  it('its chains run before a handler, which reads their result', async () => {
    const { replies } = await everywhere({
      before: (app) => app.use(express.json()),
      routes: [
        [
          'post',
          '/users',
          body('email').isEmail(),
          (req, res) => {
            const errors = validationResult(req);
            if (errors.isEmpty()) res.status(201).json(req.body);
            else res.status(400).json(errors.array());
          },
          (req) => {
            const errors = validationResult(req);
            return errors.isEmpty() ? new Json(req.body, { status: 201 }) : new BadRequest(errors.array());
          },
        ],
      ],
      talk: async (ask) => {
        await ask('POST /users', json({ email: 'ada@example.com' }));
        await ask('POST /users', json({ email: 'ada' }));
      },
    });
    assert.deepEqual(statuses(replies), [201, 400]);
    assert.match(replies[1].body, /Invalid value/);
  });
});

describe('express-openapi-validator', () => {
  const content = (properties) => ({
    'application/json': { schema: { type: 'object', required: Object.keys(properties), properties } },
  });
  const apiSpec = {
    openapi: '3.0.3',
    info: { title: 'Users', version: '1' },
    paths: {
      '/users': {
        post: {
          requestBody: { content: content({ name: { type: 'string' } }) },
          responses: { 200: { description: 'One user', content: content({ id: { type: 'integer' } }) } },
        },
      },
    },
  };
  it('refuses a bad request, and a bad response of a handler', async () => {
    const answer = (req) => (req.body.name === 'bad' ? { id: 'seven' } : { id: 7 });
    const { replies } = await everywhere({
      before: (app) => app.use(express.json(), openAPI({ apiSpec, validateRequests: true, validateResponses: true })),
      routes: [['post', '/users', (req, res) => void res.json(answer(req)), (req) => new Json(answer(req))]],
      talk: async (ask) => {
        await ask('POST /users', json({ name: 'Ada' }));
        await ask('POST /users', json({}));
        await ask('POST /users', json({ name: 'bad' }));
      },
    });
    assert.deepEqual(statuses(replies), [200, 400, 500]);
    assert.match(replies[2].body, /must be integer/);
  });
});

describe('express-rate-limit', () => {
  it('its headers on every reply, and 429 past the limit', async () => {
    const { replies } = await everywhere({
      before: (app) =>
        app.use(rateLimit({ limit: 2, windowMs: 60_000, standardHeaders: 'draft-7', legacyHeaders: false })),
      talk: async (ask) => {
        for (const path of ['/json', '/stream', '/text']) await ask(`GET ${path}`);
      },
      hide: (text) => text.replace(/reset=\d+/g, 'reset=N'),
    });
    assert.deepEqual(statuses(replies), [200, 200, 429]);
    assert.match(header(replies[1], 'RateLimit'), /remaining=0/);
  });
});

describe('connect-timeout', () => {
  it('answers 503 for a handler that takes too long, whose later result is dropped', async () => {
    const { replies } = await everywhere({
      before: (app) => app.use(timeout('50ms')),
      routes: [
        [
          'get',
          '/slow',
          (req, res) => void wait(100).then(() => res.headersSent || res.json({})),
          async () => {
            await wait(100);
            return new Json({});
          },
        ],
        ['get', '/quick', (req, res) => void res.json({}), () => new Json({})],
      ],
      talk: async (ask) => {
        await ask('GET /slow');
        await wait(100);
        await ask('GET /quick');
      },
    });
    assert.deepEqual(statuses(replies), [503, 200]);
  });
});

describe('express-async-handler', () => {
  it('a wrapped middleware before a handler, once fulfilled, once rejected', async () => {
    const wrapped = asyncHandler(async (req, res, next) => {
      await wait(1);
      if (req.query.fail) throw new Error('wrapped');
      next();
    });
    const { replies } = await everywhere({
      routes: [['get', '/a', wrapped, (req, res) => void res.json({}), () => new Json({})]],
      talk: async (ask) => {
        await ask('GET /a');
        await ask('GET /a?fail=1');
      },
    });
    assert.deepEqual(
      replies.map((reply) => reply.body),
      ['{}', 'wrapped'],
    );
  });
});

if (major === 4) {
  describe('express-async-errors', () => {
    it('loaded first: rejected promises of handlers by hand and in return style reach the error handler once', async () => {
      require('./express-4/node_modules/express-async-errors');
      const fail = async () => {
        await wait(1);
        throw new Error('rejected');
      };
      const { seen } = await everywhere({
        routes: [['get', '/a', fail, fail]],
        after: (app, errors) =>
          app.use((error, req, res, next) => {
            errors.push(error.message);
            next(error);
          }),
        talk: (ask) => ask('GET /a'),
      });
      assert.deepEqual(seen, ['rejected']);
    });
  });
}

describe('serve-favicon', () => {
  it('serves the icon beside our routes, which pass its request on', async () => {
    const { replies } = await everywhere({
      after: (app) => {
        app.use(favicon(Buffer.from('icon')));
        app.use(express.static(__dirname));
      },
      talk: async (ask) => {
        await everything()(ask);
        await ask('GET /favicon.ico');
        await ask('GET /routes.js');
        await ask('GET /nowhere');
      },
    });
    assert.deepEqual(statuses(replies.slice(-3)), [200, 200, 404]);
  });
});
