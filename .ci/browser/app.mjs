// The app that the browser and curl are sent to.
import express from 'express';
import * as reply from 'express-returns';
import { apiRouter } from '../client/app.mjs';

export const FILE_NAME = '履歴書 2026年.bin';

/** `asked` collects the Last-Event-ID of every request for the feed. */
export function createApp(mediaRoot, asked) {
  const routes = new reply.Routes();
  routes.get('/', () => new reply.HTML('<!doctype html><title>check</title><a href="/download">download</a>'));
  routes.get('/events', (req) => {
    asked.push(req.get('Last-Event-ID'));
    return new reply.EventStream(twoEvents(Number(req.get('Last-Event-ID') ?? 0)));
  });
  routes.get('/download', () => new reply.File('file.bin', { download: FILE_NAME }));
  routes.get('/player', () => new reply.HTML('<!doctype html><title>player</title><video muted width="320"></video>'));
  routes.get('/video', () => new reply.File('noise.webm'));
  routes.get('/modules/client.mjs', () => new reply.File('client.mjs', { root: `${import.meta.dirname}/../../dist` }));
  routes.get('/modules/try.mjs', () => new reply.File('try.mjs', { root: `${import.meta.dirname}/../client` }));
  return express()
    .use('/envelope', apiRouter('envelope'))
    .use('/problem', apiRouter('problem'))
    .use(routes.router({ mediaRoot }));
}

/** Ends after two events: an EventSource then connects again, at once since it is told to. */
async function* twoEvents(last) {
  yield { id: last + 1, data: `line ${last + 1}\nand another`, retry: 1 };
  yield { id: last + 2, event: 'named', data: { number: last + 2 } };
}
