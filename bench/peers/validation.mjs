// What validation costs other frameworks: the same route with and without it, each with the validator that its users
// take.
import http from 'node:http';
import { createRequire } from 'node:module';
import { installed } from './installed.mjs';

const require = createRequire(import.meta.url);

const answer = ({ page }) => ({ page: Number(page) });

/** `serve(isValidated)` answers `/it?page=2&active=true` with `{"page":2}`. */
const PEERS = {
  'express-zod-api': {
    needs: ['express-zod-api'],
    serve: async (isValidated) => {
      const { createConfig, attachRouting, EndpointsFactory, ResultHandler } = await import('express-zod-api');
      const { z } = await import('zod');
      const { default: express } = await import('express');
      const plain = new ResultHandler({
        positive: (data) => ({ schema: data }),
        negative: z.object({ error: z.string() }),
        handler: ({ error, output, response }) => {
          if (error) response.status(400).json({ error: error.message });
          else response.json(output);
        },
      });
      const input = isValidated ? z.object({ page: z.coerce.number().int().min(1), active: z.stringbool() }) : z.any();
      const endpoint = new EndpointsFactory(plain).build({
        ...(isValidated && { input }),
        output: isValidated ? z.object({ page: z.number() }) : z.any(),
        handler: async ({ input: { page = 2 } }) => ({ page }),
      });
      const app = express();
      attachRouting(createConfig({ app, cors: false, logger: { level: 'silent' }, startupLogo: false }), {
        it: endpoint,
      });
      return http.createServer(app);
    },
  },
  'routing-controllers, class-validator': {
    needs: ['routing-controllers', 'reflect-metadata', 'class-validator', 'class-transformer'],
    serve: async (isValidated) => {
      require('reflect-metadata');
      const { Get, JsonController, QueryParams, useExpressServer } = require('routing-controllers');
      const { IsBoolean, IsInt, Min } = require('class-validator');
      const { Transform, Type } = require('class-transformer');
      const express = require('express');
      class Page {}
      if (isValidated) {
        for (const decorate of [IsInt(), Min(1), Type(() => Number)]) decorate(Page.prototype, 'page');
        for (const decorate of [IsBoolean(), Transform(({ value }) => value === 'true')])
          decorate(Page.prototype, 'active');
      }
      class Pages {
        it(query) {
          return answer(query);
        }
      }
      Reflect.defineMetadata('design:paramtypes', [Page], Pages.prototype, 'it');
      QueryParams({ validate: isValidated })(Pages.prototype, 'it', 0);
      Get('/it')(Pages.prototype, 'it');
      JsonController()(Pages);
      return http.createServer(useExpressServer(express(), { controllers: [Pages], validation: isValidated }));
    },
  },
  'fastify': {
    needs: ['fastify'],
    serve: async (isValidated) => {
      const { default: Fastify } = await import('fastify');
      const app = Fastify();
      const querystring = {
        type: 'object',
        properties: { page: { type: 'integer', minimum: 1 }, active: { type: 'boolean' } },
        required: ['page', 'active'],
      };
      app.get('/it', isValidated ? { schema: { querystring } } : {}, async ({ query }) => answer(query));
      await app.ready();
      return app.server;
    },
  },
  'hono, zod-validator': {
    needs: ['hono', '@hono/node-server', '@hono/zod-validator', 'zod'],
    serve: async (isValidated) => {
      const [{ Hono }, { createAdaptorServer }, { zValidator }, { z }] = await Promise.all([
        import('hono'),
        import('@hono/node-server'),
        import('@hono/zod-validator'),
        import('zod'),
      ]);
      const schema = z.object({ page: z.coerce.number().int().min(1), active: z.stringbool() });
      const app = new Hono();
      if (isValidated) app.get('/it', zValidator('query', schema), (c) => c.json(answer(c.req.valid('query'))));
      else app.get('/it', (c) => c.json(answer({ page: c.req.query('page') })));
      return createAdaptorServer(app);
    },
  },
};

/** Two servers for each framework: without validation, and with it, which is compared with the first. */
export function validationPeers() {
  return Object.fromEntries(
    installed(PEERS).flatMap(([name, { serve }]) => [
      [name, { serve: () => serve(false), isPeer: true }],
      [`${name}, validated`, { serve: () => serve(true), isPeer: true, against: name }],
    ]),
  );
}
