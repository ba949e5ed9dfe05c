const assert = require('node:assert/strict');
const { describe, it } = require('node:test');
const express = require('express');
const openapi = require('@wesleytodd/openapi');
const { register } = require('prom-client');
const swaggerStats = require('swagger-stats');
const { adopt, JSON: Json, returns, Routes } = require('express-returns');
const { converse, everywhere, major } = require('./everywhere');

describe('@wesleytodd/openapi', () => {
  const user = { id: 7 };
  const described = { summary: 'One user', responses: { 200: { description: 'A user' } } };
  /** The document that the tool makes of an app, by the identity of its middleware. */
  const documentOf = async (mount, app = express()) => {
    const api = openapi({ openapi: '3.0.3', info: { title: 'Users', version: '1' } });
    app.use(api);
    mount(app, api.path(described));
    const [reply] = await converse(app, (ask) => ask('GET /openapi.json'));
    return JSON.parse(reply.body).paths;
  };
  const byHand = (app, mark) => app.get('/users/:id', mark, (req, res) => res.json(user));

  it('finds its middleware in the layers of returns(), mount() and adopt()', async () => {
    const expected = await documentOf(byHand);
    assert.deepEqual(
      Object.values(expected).map(({ get }) => get.summary),
      ['One user'],
    );
    const routesWith = (mark) => {
      const routes = new Routes();
      routes.get('/users/:id', mark, () => new Json(user));
      return routes;
    };
    const wrapped = (app, mark) =>
      app.get(
        '/users/:id',
        mark,
        returns(() => new Json(user)),
      );
    assert.deepEqual(await documentOf(wrapped), expected);
    assert.deepEqual(await documentOf((app, mark) => routesWith(mark).mount(app)), expected);
    const moved = (app, mark) => app.get('/users/:id', mark, () => new Json(user));
    assert.deepEqual(await documentOf(moved, adopt(express())), expected);
    assert.deepEqual(await documentOf(byHand, adopt(express())), expected);
    if (major === 4) assert.deepEqual(await documentOf((app, mark) => app.use(routesWith(mark).router())), expected);
  });

  if (major === 5) {
    it('as by hand: no document for a Router in an app', async () => {
      const nested = (app, mark) => app.use(byHand(express.Router(), mark));
      await assert.rejects(documentOf(nested));
    });
  }
});

describe('swagger-stats', () => {
  const counts = (text) => text.split('\n').filter((line) => /^api_(request_total\{|all_)/.test(line));

  it('counts requests by the path of their route', async () => {
    const { seen } = await everywhere({
      before: (app) => {
        register.clear();
        app.use(swaggerStats.getMiddleware({ name: 'users' }));
      },
      talk: async (ask, seen) => {
        await ask('GET /users/7');
        await ask('GET /throw');
        seen.push(counts(await register.metrics()));
      },
    });
    assert.deepEqual(seen[0].slice(-2), [
      'api_request_total{method="GET",path="/users/:id",code="200"} 1',
      'api_request_total{method="GET",path="/throw",code="500"} 1',
    ]);
  });
});
