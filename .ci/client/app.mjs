// The app that the client is tried with, in Node and in a browser.
import { setTimeout } from 'node:timers/promises';
import express from 'express';
import * as reply from 'express-returns';

const errors = new reply.ErrorList(new reply.ErrorCode(1101, "User '{}' does not exist", 404));

/** The routes of the API; `errorFormat` as in the settings of a mount. */
export function apiRouter(errorFormat) {
  const routes = new reply.Routes()
    .get('/users/<id:int>', (req) => ({ id: req.params.id, query: req.query, token: req.get('Authorization') }))
    .get('/missing/:id', (req) => errors.error(1101, req.params.id))
    .get('/empty', () => new reply.Response(null, { status: 204 }))
    .get('/picture', () => new reply.Binary(Buffer.from([1, 2, 3]), { contentType: 'image/png' }))
    .get('/fault', () => new reply.ServerError())
    .get('/lines', () => new reply.JSONLines([{ n: 1 }, { n: 2 }]))
    .get('/events', (req) => {
      const last = Number(req.get('Last-Event-ID') ?? 0);
      if (last >= 4) return new reply.Response(null, { status: 204 });
      return new reply.EventStream([
        { id: last + 1, data: { n: last + 1 }, retry: 1 },
        { id: last + 2, event: 'named', data: 'é\nb' },
      ]);
    })
    .get('/endless', () => new reply.EventStream(endless()))
    .post('/json', express.json(), (req) => req.body)
    .put('/files', express.raw({ type: 'multipart/form-data' }), (req) => ({
      type: req.get('Content-Type').split(';')[0],
      parts: String(req.body).match(/name="[^"]*"(?:; filename="[^"]*")?/g),
    }));
  return routes.router({ errors, errorFormat, log: () => undefined });
}

async function* endless() {
  for (let id = 1; ; id++) {
    yield { data: id };
    await setTimeout(5);
  }
}
