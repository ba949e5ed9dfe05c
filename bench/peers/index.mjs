// The far mark: other frameworks that answer with the same JSON. They have a package.json of their own, beside this file, which
// `npm run bench` installs; where one is missing it is left out of the table.
import { Buffer } from 'node:buffer';
import http from 'node:http';
import { createRequire } from 'node:module';
import express from 'express';

const require = createRequire(import.meta.url);

function isInstalled(name) {
  try {
    require.resolve(`${name}/package.json`);
    return true;
  } catch (error) {
    return error.code === 'ERR_PACKAGE_PATH_NOT_EXPORTED';
  }
}

/** `serve` answers with a node:http server; the packages it needs are loaded only by its own process. */
const PEERS = {
  'express-promise-router': {
    needs: ['express-promise-router'],
    serve: async (user) => {
      const { default: Router } = await import('express-promise-router');
      return http.createServer(express().use(Router().get('/it', async (_req, res) => res.json(user))));
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

export function peers(user) {
  return Object.fromEntries(
    Object.entries(PEERS)
      .filter(([, { needs }]) => needs.every(isInstalled))
      .map(([name, { serve }]) => [name, { serve: () => serve(user), isPeer: true }]),
  );
}
