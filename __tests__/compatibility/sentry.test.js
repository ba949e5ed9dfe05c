// Loaded before Express, as its documentation asks.
const Sentry = require('@sentry/node');

let events = [];
Sentry.init({
  dsn: 'https://public@sentry.invalid/1',
  tracesSampleRate: 1,
  transport: (options) => Sentry.createTransport(options, () => Promise.resolve({ statusCode: 200 })),
  beforeSend(event) {
    events.push([event.exception?.values?.map(({ type, value }) => `${type}: ${value}`), event.transaction]);
    return null;
  },
});

const assert = require('node:assert/strict');
const { describe, it } = require('node:test');
const express = require('express');
const { Error: CodedError, ErrorCode, ErrorList, errorHandler, Routes } = require('express-returns');
const { converse, everywhere, header } = require('./everywhere');

describe('@sentry/node', () => {
  it('an event for an unexpected error, thrown or rejected; none for a 404', async () => {
    const { seen } = await everywhere({
      after: (app) => Sentry.setupExpressErrorHandler(app),
      talk: async (ask, all) => {
        for (const line of ['GET /json', 'HEAD /json', 'GET /missing', 'GET /nowhere', 'GET /throw', 'GET /reject']) {
          events = [];
          const reply = await ask(line);
          await Sentry.flush(1000);
          all.push([line, ...events]);
          const tag = header(reply, 'ETag');
          if (line === 'GET /json') await ask(line, { headers: { 'If-None-Match': tag } });
          assert.deepEqual(events, all.at(-1).slice(1), 'a 304 is no event');
        }
      },
    });
    assert.deepEqual(
      seen.map(([line, ...found]) => [line, ...found.map(([errors]) => errors)]),
      [
        ['GET /json'],
        ['HEAD /json'],
        ['GET /missing'],
        ['GET /nowhere'],
        ['GET /throw', ['Error: out of order']],
        ['GET /reject', ['Error: out of order']],
      ],
    );
  });

  it('an error with a code: no event for a 4xx, one for a 5xx, sent from log or from next', async () => {
    const errors = new ErrorList(
      new ErrorCode(1101, "User '{}' does not exist", 400),
      new ErrorCode(1501, 'The {} is gone', 503),
    );
    const coded = { client: () => errors.error(1101, 'jalil'), server: () => new CodedError(1501, 'database') };
    const routes = new Routes();
    const app = express();
    for (const [name, make] of Object.entries(coded)) {
      routes.get(`/returned/${name}`, () => make());
      routes.get(`/thrown/${name}`, async () => {
        throw make();
      });
      routes.get(`/next/${name}`, (req, res, next) => next(make()));
      app.get(`/by-hand/${name}`, (req, res, next) =>
        next(errors.error(...(name === 'client' ? [1101, 'jalil'] : [1501, 'database']))),
      );
    }
    app.use(routes.router({ errors, log: (error) => Sentry.captureException(error) }));
    Sentry.setupExpressErrorHandler(app);
    app.use(errorHandler({ errors, log: () => {} }));

    const found = {};
    const replies = await converse(app, async (ask) => {
      for (const way of ['returned', 'thrown', 'next', 'by-hand']) {
        for (const name of Object.keys(coded)) {
          events = [];
          await ask(`GET /${way}/${name}`);
          await Sentry.flush(1000);
          found[`${way} ${name}`] = events.map(([told]) => told);
        }
      }
    });
    const gone = [['Error: The database is gone']];
    assert.deepEqual(found, {
      'returned client': [],
      'returned server': gone,
      'thrown client': [],
      'thrown server': gone,
      'next client': [],
      'next server': gone,
      'by-hand client': [],
      'by-hand server': gone,
    });
    assert.deepEqual(
      replies.map(({ status, body }) => [status, JSON.parse(body).code]),
      Array.from({ length: 4 }, () => [
        [400, 1101],
        [503, 1501],
      ]).flat(),
    );
  });
});
