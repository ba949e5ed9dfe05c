import express from 'express';
import { EventStream, JSON as JSONResponse, Routes, Text } from 'express-returns';
import { fetchOf } from 'express-returns/testing';
import * as z from 'zod';

async function* chunks(): AsyncGenerator<string> {
  for (let count = 0; count < 100; count++) yield await Promise.resolve('x'.repeat(10_000));
}

const routes = new Routes();
routes.get('/json', () => new JSONResponse({ a: 1 }));
routes.get('/stream', () => new Text(chunks()));
routes.get('/events', () => new EventStream([{ data: 1 }]));
routes.post('/body', { body: z.object({ a: z.int() }) }, (req) => new JSONResponse(req.body));
// First: between a mount and the next layer Express waits for setImmediate.
const app = express().post('/parsed', express.json(), (req, res) => void res.json(req.body));
app.use(routes.router());
const destroyed = express().all('/request', (req) => void req.destroy());
destroyed.all('/error', (req) => void req.destroy(new Error('broken')));
destroyed.all('/socket', (req) => void req.socket.destroy());
destroyed.all('/reply', (_req, res) => void res.destroy());
destroyed.all('/later', (req) => void req.once('data', () => req.destroy()));

const post = { method: 'POST', body: '{"a":1}', headers: { 'Content-Type': 'application/json' } };

describe.each<[name: string, prepare: () => void]>([
  ['real timers', () => undefined],
  ['fake timers', () => void jest.useFakeTimers()],
])('fetchOf with %s', (_name, prepare) => {
  beforeEach(prepare);
  afterEach(() => {
    jest.useRealTimers();
  });

  it.each<[path: string, init: RequestInit | undefined, text: string]>([
    ['/json', undefined, '{"a":1}'],
    ['/stream', undefined, 'x'.repeat(1_000_000)],
    ['/events', undefined, 'data: 1\n\n'],
    ['/body', post, '{"a":1}'],
    ['/parsed', post, '{"a":1}'],
  ])('gets the reply of %s', async (path, init, text) => {
    expect(await (await fetchOf(app)(path, init)).text()).toBe(text);
  });

  const many = (): ReadableStream =>
    new ReadableStream({
      pull: (to) => {
        to.enqueue(new Uint8Array(50_000));
      },
    });
  it.each<[path: string, init: () => RequestInit]>([
    ...['/request', '/error', '/socket', '/reply'].map((path) => [path, () => ({})] as [string, () => RequestInit]),
    ['/request', () => ({ method: 'POST', body: 'x'.repeat(1_000_000) })],
    ['/later', () => ({ method: 'POST', body: 'x'.repeat(1_000_000) })],
    ['/later', () => ({ method: 'POST', body: many(), duplex: 'half' })],
  ])('rejects where the app destroys %s', async (path, init) => {
    const { method = 'GET', ...rest } = init();

    await expect(fetchOf(destroyed)(path, { method, ...rest })).rejects.toMatchObject({
      name: 'TypeError',
      message: `fetch failed: ${method} http://localhost${path}`,
    });
  });
});

it('gets a 404 of Express itself, which needs a setImmediate that is real', async () => {
  jest.useFakeTimers({ doNotFake: ['setImmediate'] });
  try {
    expect((await fetchOf(app)('/none')).status).toBe(404);
  } finally {
    jest.useRealTimers();
  }
});
