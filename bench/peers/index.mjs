// The far mark: other frameworks that answer with the same JSON. They have a package.json of their own, beside this
// file, which `npm run bench` installs; where one is missing it is left out of the table.
import { Buffer } from 'node:buffer';
import http from 'node:http';
import { createRequire } from 'node:module';
import { installed } from './installed.mjs';

const require = createRequire(import.meta.url);

/**
 * `serve` answers with a node:http server, on the Express it is given; what it needs is loaded only by its own process.
 */
const PEERS = {
  'express-promise-router': {
    needs: ['express-promise-router'],
    serve: async (user, express) => {
      const { default: Router } = await import('express-promise-router');
      return http.createServer(express().use(Router().get('/it', async (_req, res) => res.json(user))));
    },
  },
  'typera-express': {
    needs: ['typera-express'],
    serve: async (user, express) => {
      const { Response, route, router } = require('typera-express');
      const users = router(route.get('/it').handler(async () => Response.ok(user)));
      return http.createServer(express().use(users.handler()));
    },
  },
  'routing-controllers': {
    needs: ['routing-controllers', 'reflect-metadata'],
    serve: async (user, express) => {
      require('reflect-metadata');
      const { Get, JsonController, useExpressServer } = require('routing-controllers');
      class Users {
        it() {
          return user;
        }
      }
      Get('/it')(Users.prototype, 'it');
      JsonController()(Users);
      return http.createServer(useExpressServer(express(), { controllers: [Users] }));
    },
  },
  'ts-rest': {
    needs: ['@ts-rest/core', '@ts-rest/express', 'zod'],
    serve: async (user, express) => {
      const { initContract } = require('@ts-rest/core');
      const { createExpressEndpoints, initServer } = require('@ts-rest/express');
      const contract = initContract();
      const users = contract.router({ it: { method: 'GET', path: '/it', responses: { 200: contract.type() } } });
      const answers = initServer().router(users, { it: async () => ({ status: 200, body: user }) });
      const app = express();
      createExpressEndpoints(users, answers, app, { logInitialization: false });
      return http.createServer(app);
    },
  },
  'koa': {
    needs: ['koa'],
    serve: async (user) => {
      const { default: Koa } = await import('koa');
      const app = new Koa();
      app.use((context) => {
        if (context.path === '/it') context.body = user;
      });
      return http.createServer(app.callback());
    },
  },
  'fastify': {
    needs: ['fastify'],
    serve: async (user) => {
      const { default: Fastify } = await import('fastify');
      const app = Fastify();
      app.get('/it', async () => user);
      await app.ready();
      return app.server;
    },
  },
  'hono': {
    needs: ['hono', '@hono/node-server'],
    serve: async (user) => {
      const [{ Hono }, { createAdaptorServer }] = await Promise.all([import('hono'), import('@hono/node-server')]);
      return createAdaptorServer(new Hono().get('/it', (context) => context.json(user)));
    },
  },
  'bare node:http': {
    needs: [],
    serve: async (user) =>
      http.createServer((_req, res) => {
        const body = JSON.stringify(user);
        res.setHeader('Content-Type', 'application/json; charset=utf-8');
        res.setHeader('Content-Length', Buffer.byteLength(body));
        res.end(body);
      }),
  },
};

export function peers(user, express) {
  return Object.fromEntries(
    installed(PEERS).map(([name, { serve }]) => [name, { serve: () => serve(user, express), isPeer: true }]),
  );
}
