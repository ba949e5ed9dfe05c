const assert = require('node:assert/strict');
const { describe, it } = require('node:test');
const { Writable } = require('node:stream');
const expressWinston = require('express-winston');
const listEndpoints = require('express-list-endpoints');
const morgan = require('morgan');
const pino = require('pino-http');
const { Registry } = require('prom-client');
const prometheus = require('express-prom-bundle');
const winston = require('winston');
const { everything, everywhere, major } = require('./everywhere');

/** A stream that keeps what is logged. */
const into = (seen, read = String) =>
  new Writable({
    write(line, encoding, done) {
      seen.push(read(line));
      done();
    },
  });

describe('morgan', () => {
  it('a line for every kind of reply, with its status and length', async () => {
    const { seen } = await everywhere({
      before: (app, lines) => app.use(morgan(':method :url :status :res[content-length]', { stream: into(lines) })),
      talk: everything(),
    });
    assert.ok(seen.includes('GET /cookie 201 39\n'), seen.join(''));
    assert.ok(seen.some((line) => line.startsWith('GET /throw 500')));
    assert.ok(seen.at(-1).startsWith('GET /json 304'));
  });
});

describe('pino-http', () => {
  it('a record for every kind of reply; an error with its stack', async () => {
    const { seen } = await everywhere({
      before: (app, records) =>
        app.use(
          pino(
            { serializers: { req: (req) => `${req.method} ${req.url}` } },
            into(records, (line) => {
              const { req, res, err, msg } = JSON.parse(line);
              return [req, res.statusCode, msg, err?.message];
            }),
          ),
        ),
      talk: everything(),
    });
    assert.ok(seen.some(([req, status]) => req === 'GET /stream' && status === 200));
    assert.ok(seen.some(([req, status, , error]) => req === 'GET /throw' && status === 500 && error));
  });
});

describe('express-winston', () => {
  it('a record with the body of every JSON reply; the error logger gets what was thrown', async () => {
    const logger = (records) =>
      winston.createLogger({
        transports: [
          new winston.transports.Stream({
            stream: into(records, (line) => {
              const { message, meta } = JSON.parse(line);
              return [message, meta.res?.statusCode, meta.res?.body, String(meta.message).split('\n')[0]];
            }),
          }),
        ],
      });
    const { seen } = await everywhere({
      before: (app, records) =>
        app.use(
          expressWinston.logger({
            winstonInstance: logger(records),
            msg: '{{req.method}} {{req.url}}',
            responseWhitelist: ['statusCode', 'body'],
          }),
        ),
      after: (app, records) =>
        app.use(expressWinston.errorLogger({ winstonInstance: logger(records), msg: 'failed {{req.url}}' })),
      talk: everything({}, ['/json', '/bare', '/text', '/redirect', '/cookie', '/later', '/missing', '/throw']),
    });
    assert.ok(seen.some(([message, status, body]) => message === 'GET /json' && status === 200 && body.name === 'Ada'));
    assert.equal(seen.filter(([message]) => message.startsWith('failed /throw')).length, 2);
  });
});

describe('express-prom-bundle', () => {
  it('counts every kind of reply by method, status and path', async () => {
    const { replies } = await everywhere({
      before: (app) =>
        app.use(prometheus({ includeMethod: true, includePath: true, promRegistry: new Registry(), buckets: [100] })),
      talk: async (ask) => {
        await everything()(ask);
        await ask('GET /users/7');
        await ask('GET /metrics');
      },
      hide: (text) =>
        text
          .replace(/(_sum\{.*?\}) [\d.e-]+/g, '$1 N')
          .replace(/Content-Length: \d+/g, 'Content-Length: N')
          .replace(/ETag: [^"]*\\"[^"]*\\"/g, 'ETag'),
    });
    const { body } = replies.at(-1);
    assert.match(body, /http_request_duration_seconds_count\{status_code="200",method="GET",path="\/users\/#val"\} 1/);
    assert.match(body, /http_request_duration_seconds_count\{status_code="500",method="GET",path="\/throw"\} 1/);
  });
});

describe('express-list-endpoints', () => {
  const paths = async () => {
    const { seen } = await everywhere({
      after: (app, lists) =>
        lists.push(
          listEndpoints(app)
            .map(({ path, methods }) => `${methods} ${path}`)
            .sort(),
        ), // Priority reorders.
      talk: (ask) => ask('GET /json'),
    });
    return seen[0];
  };

  if (major === 4) {
    it('lists our routes', async () => assert.ok((await paths()).includes('GET /users/:id')));
  } else {
    it('as by hand: lists nothing', async () => assert.deepEqual(await paths(), []));
  }
});
