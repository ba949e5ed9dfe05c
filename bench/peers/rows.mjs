// Rows of a cursor in other frameworks, each in the way of its documentation.
import { Readable } from 'node:stream';
import { installed } from './installed.mjs';

/** `serve(type, pieces)` answers `/it` with the texts that an async generator gives. */
const PEERS = {
  fastify: {
    needs: ['fastify'],
    serve: async (type, pieces) => {
      const { default: Fastify } = await import('fastify');
      const app = Fastify();
      app.get('/it', (_request, reply) => reply.type(type).send(Readable.from(pieces(), { objectMode: false })));
      await app.ready();
      return app.server;
    },
  },
  hono: {
    needs: ['hono', '@hono/node-server'],
    serve: async (type, pieces) => {
      const [{ Hono }, { stream }, { createAdaptorServer }] = await Promise.all([
        import('hono'),
        import('hono/streaming'),
        import('@hono/node-server'),
      ]);
      const app = new Hono().get('/it', (context) => {
        context.header('Content-Type', type);
        return stream(context, async (body) => {
          for await (const piece of pieces()) await body.write(piece);
        });
      });
      return createAdaptorServer(app);
    },
  },
};

export function rowPeers(type, pieces) {
  return Object.fromEntries(
    installed(PEERS).map(([name, { serve }]) => [name, { serve: () => serve(type, pieces), isPeer: true }]),
  );
}
