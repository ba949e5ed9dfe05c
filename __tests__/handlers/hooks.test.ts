import { AsyncLocalStorage } from 'node:async_hooks';
import diagnostics from 'node:diagnostics_channel';
import net from 'node:net';
import express, { type Request } from 'express';
import { Error as ErrorResponse, guard, JSON as JSONResponse, Routes, Text } from 'express-returns';
import { appOf, send, withServer } from '../helpers/app';

interface Message {
  readonly req: Request;
  readonly [key: string]: unknown;
}

const NAMES = ['start', 'response', 'error', 'abort', 'finish'];
const storage = new AsyncLocalStorage<string>();

/** What the channels tell while `work` runs. */
async function listen(work: (events: string[]) => Promise<unknown>): Promise<string[]> {
  const events: string[] = [];
  const subscribers = NAMES.map((name) => {
    const onMessage = (message: unknown): void => {
      const { req, response, error, handler } = message as Message;
      const value = response ?? error ?? handler;
      events.push([name, req.url, ...(value === undefined ? [] : [shown(value)])].join(' '));
    };
    diagnostics.subscribe(`express-returns:${name}`, onMessage);
    return () => diagnostics.unsubscribe(`express-returns:${name}`, onMessage);
  });
  try {
    await work(events);
    await new Promise(setImmediate);
  } finally {
    for (const unsubscribe of subscribers) unsubscribe();
  }
  return events;
}

function textOf(value: object): string {
  return value instanceof Error ? value.message : String((value as { status: number }).status);
}
const shown: (value: unknown) => string = (value) =>
  typeof value === 'object' && value !== null ? textOf(value) : String(value);

const routes = new Routes()
  .get('/ok', function getIt() {
    return new Text('a', { status: 201 });
  })
  .get('/coded', () => new ErrorResponse(1001))
  .get('/fails', () => {
    throw new Error('no');
  })
  .get(
    '/guarded',
    guard(() => new JSONResponse(1, { status: 401 })),
    () => 'a',
  )
  .get('/slow', () => new Promise<string>(() => undefined));

it('tells of start, response and finish', async () => {
  expect(await listen(() => send(appOf(routes).app, 'GET', '/ok'))).toEqual([
    'start /ok getIt',
    'response /ok 201',
    'finish /ok',
  ]);
});

it('tells of an error by its code as it is answered, and of an error that goes to next', async () => {
  expect(await listen(() => send(appOf(routes).app, 'GET', '/coded'))).toEqual([
    'start /coded ',
    'response /coded 404',
    'finish /coded',
  ]);
  expect(await listen(() => send(appOf(routes).app, 'GET', '/fails'))).toEqual([
    'start /fails ',
    'error /fails no',
    'finish /fails',
  ]);
});

it('tells of the response of a guard, and of no start', async () => {
  expect(await listen(() => send(appOf(routes).app, 'GET', '/guarded'))).toEqual(['response /guarded 401']);
});

it('tells of a client that left', async () => {
  const events = await listen((seen) =>
    withServer(appOf(routes).app, async (port) => {
      const socket = net.connect(port, '127.0.0.1', () => socket.write('GET /slow HTTP/1.1\r\nHost: a\r\n\r\n'));
      while (!seen.includes('start /slow ')) await new Promise(setImmediate);
      socket.destroy();
      while (seen.length < 2) await new Promise(setImmediate);
    }),
  );

  expect(events).toEqual(['start /slow ', 'abort /slow']);
});

it('tells of all in the AsyncLocalStorage of the request', async () => {
  const stores: string[] = [];
  const subscribers = NAMES.map((name) => {
    const onMessage = (): void => void stores.push(`${name} ${storage.getStore()}`);
    diagnostics.subscribe(`express-returns:${name}`, onMessage);
    return () => diagnostics.unsubscribe(`express-returns:${name}`, onMessage);
  });
  const app = express().use((_req, _res, next) => {
    storage.run('it', next);
  });
  try {
    await withServer(app.use(appOf(routes).app), async (port) => {
      for (const path of ['/fails', '/slow']) {
        const started = stores.length;
        const socket = net.connect(port, '127.0.0.1', () => socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`));
        while (stores.length === started) await new Promise(setImmediate);
        if (path === '/fails') while (stores.length < 3) await new Promise(setImmediate);
        socket.destroy();
      }
      while (stores.length < 5) await new Promise(setImmediate);
    });
  } finally {
    for (const unsubscribe of subscribers) unsubscribe();
  }

  expect(stores).toEqual(['start it', 'error it', 'finish it', 'start it', 'abort it']);
});

it('publishes nothing without subscribers', async () => {
  const events = await listen(async () => undefined);
  await send(appOf(routes).app, 'GET', '/ok');

  expect(events).toEqual([]);
});
