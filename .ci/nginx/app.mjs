// The app behind the proxy.
import { Buffer } from 'node:buffer';
import { createCipheriv, createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import express from 'express';
import * as reply from 'express-returns';

/** The same bytes for the same name, no two blocks alike. */
export function bytesOf(name, size) {
  const key = createHash('md5').update(name).digest();
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(size));
}

function* chunksOf(name, size) {
  const bytes = bytesOf(name, size);
  for (let start = 0; start < size; start += 10_000) yield bytes.subarray(start, start + 10_000);
}

/** The same as a text that gets smaller. */
export function* lettersOf(name) {
  for (const chunk of chunksOf(name, 500_000)) yield chunk.toString('hex');
}

async function* failing(source, after) {
  let count = 0;
  for await (const chunk of source) {
    if (count++ === after) throw new Error('failed on purpose');
    yield chunk;
  }
}

const streams = {
  Readable: (source) => Readable.from(source),
  generator: (source) => source,
  asyncGenerator: (source) => failing(source, Infinity),
  webStream: (source) => Readable.toWeb(Readable.from(source)),
};

export const kinds = Object.keys(streams);

export function createApp(mediaRoot) {
  const waiting = new Map();
  const routes = new reply.Routes();
  routes.get('/stream/:kind/:name', ({ params: { kind, name } }) => {
    return new reply.Binary(streams[kind](chunksOf(name, 500_000)));
  });
  routes.get('/broken/:kind/:name', ({ params: { kind, name } }) => {
    return new reply.Binary(streams[kind](failing(chunksOf(name, 500_000), 20)));
  });
  routes.get('/short/:name', ({ params: { name } }) => {
    return new reply.Binary(chunksOf(name, 50_000), { headers: { 'Content-Length': 50_001 } });
  });
  routes.get('/long/:name', ({ params: { name } }) => {
    return new reply.Binary(chunksOf(name, 50_000), { headers: { 'Content-Length': 49_999 } });
  });
  routes.get('/compressed/stream/:kind/:name', ({ params: { kind, name } }) => {
    return new reply.Text(streams[kind](lettersOf(name)), { compress: true });
  });
  routes.get('/compressed/whole/:name', ({ params: { name } }) => {
    const headers = { 'Cache-Control': 'max-age=60' };
    return new reply.JSON([...lettersOf(name)], { compress: true, headers });
  });
  routes.get('/compressed/broken/:name', ({ params: { name } }) => {
    return new reply.Text(failing(lettersOf(name), 20), { compress: true });
  });
  routes.get('/early/:name', () => new reply.Binary(failing(['never seen'], 0)));
  routes.get('/text/:name', ({ params: { name } }) => new reply.Text(name));
  routes.get('/nothing/:name', () => new reply.Text(null, { status: 204 }));
  routes.get('/file/*path', ({ params: { path } }) => new reply.File(path.join('/'), { maxAge: '1s' }));

  // Events that wait for another request, so that each can be seen only by a client from which it was not held back.
  routes.get('/events/:name', (req) => {
    return new reply.EventStream(events(req.params.name, Number(req.get('Last-Event-ID') ?? 0)), { compress: true });
  });
  routes.post('/next/:name', ({ params: { name } }) => {
    waiting.get(name)?.();
    return new reply.Success();
  });

  async function* events(name, last) {
    for (let id = last + 1; ; id++) {
      yield { id, data: `${name} ${id}` };
      await new Promise((resolve) => waiting.set(name, resolve));
    }
  }

  const app = express();
  app.use(routes.router({ mediaRoot }));
  app.use((error, req, res, next) => {
    if (res.headersSent) return next(error);
    res.status(error.status ?? 500).send('error');
  });
  return app;
}
