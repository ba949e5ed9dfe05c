// The app under load. What is written by hand stands under /hand, as the thing to compare with.
import { pipeline } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import express from 'express';
import * as reply from 'express-returns';
import { bodies, sources, stuckBodies } from './bodies.mjs';

const routes = new reply.Routes();

routes.get('/quick/:id', (req) => ({ id: req.params.id }));
routes.get('/stream/:kind', (req) => new reply.Binary(bodies[req.params.kind](Number(req.query.size))));
routes.get('/stuck/:kind', (req) => new reply.Binary(stuckBodies[req.params.kind](reply.signal(req))));

// Handlers that a client leaves while they wait: for what never comes, and for a timer of an hour.
routes.get('/waiting/promise', () => new Promise(() => undefined));
routes.get('/waiting/timer', async (req) => {
  await wait(3_600_000, undefined, { signal: reply.signal(req) });
  return null;
});

routes.get('/numbers', (req) => new reply.JSON(numbers(Number(req.query.count))));
routes.get('/broken', () => new reply.Text(broken()));
routes.get('/error', () => new reply.NotFound());
routes.get('/file', (req) => new reply.File(req.query.path ?? 'file.bin', { dotfiles: 'ignore' }));
routes.get('/events', (req) => new reply.EventStream(ticks(reply.signal(req))));

function* numbers(count) {
  for (let number = 0; number < count; number++) yield number;
}

async function* ticks(signal) {
  sources.open++;
  try {
    for (let id = 1; ; id++) {
      yield { id, data: { time: Date.now() } };
      await wait(10, undefined, { signal });
    }
  } finally {
    sources.open--;
  }
}

async function* broken() {
  yield 'x'.repeat(100_000);
  throw new Error('broken on purpose');
}

export function createApp(mediaRoot) {
  const app = express();
  app.disable('x-powered-by');
  app.get('/hand/stream/:kind', (req, res, next) => {
    res.type('application/octet-stream');
    pipeline(bodies[req.params.kind](Number(req.query.size)), res, (error) => {
      if (error && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') next(error);
    });
  });
  app.get('/hand/file', (req, res) => {
    res.sendFile('file.bin', { root: mediaRoot });
  });
  app.use(routes.router({ mediaRoot }));
  // The errors of this app are made on purpose; Express would print each.
  app.use((error, req, res, next) => {
    if (res.headersSent) return next(error);
    res.status(error.status ?? 500).json({ error: error.status ?? 500 });
  });
  return app;
}
