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
const { everywhere } = require('./everywhere');

describe('@sentry/node', () => {
  it('an event for an unexpected error, thrown or rejected; none for a 404', async () => {
    const { seen } = await everywhere({
      after: (app) => Sentry.setupExpressErrorHandler(app),
      talk: async (ask, all) => {
        for (const path of ['/json', '/missing', '/nowhere', '/throw', '/reject']) {
          events = [];
          await ask(`GET ${path}`);
          await Sentry.flush(1000);
          all.push([path, ...events]);
        }
      },
    });
    assert.deepEqual(
      seen.map(([path, ...found]) => [path, ...found.map(([errors]) => errors)]),
      [
        ['/json'],
        ['/missing'],
        ['/nowhere'],
        ['/throw', ['Error: out of order']],
        ['/reject', ['Error: out of order']],
      ],
    );
  });
});
