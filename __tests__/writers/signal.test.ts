import { AsyncLocalStorage } from 'node:async_hooks';
import http, { IncomingMessage } from 'node:http';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import { Binary, returns, signal, Text } from 'express-returns';
import { isAbort } from '../../lib/writers/signal';
import { keepErrors, send, withServer } from '../helpers/app';
import { deferred, openReply } from '../helpers/live';

const fired = (asked: AbortSignal): Promise<unknown> =>
  new Promise((resolve) => {
    if (asked.aborted) resolve(asked.reason);
    asked.addEventListener('abort', () => {
      resolve(asked.reason);
    });
  });

/** Sends raw requests; the connection is for the test to destroy. */
async function connect(port: number, text: string): Promise<net.Socket> {
  const socket = net.connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(text);
  return new Promise((resolve) => {
    socket.once('connect', () => {
      resolve(socket);
    });
  });
}

const GET = 'GET /it HTTP/1.1\r\nHost: a\r\n\r\n';
const POST = 'POST /it HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}';

describe('signal', () => {
  it.each([
    ['a GET', GET],
    ['a POST whose body was parsed', POST],
    ['a request pipelined behind another', `GET /slow HTTP/1.1\r\nHost: a\r\n\r\n${GET}`],
  ])('fires when the client leaves before the reply: %s', async (_what, text) => {
    const asked = deferred<AbortSignal>();
    const app = express().use(express.json());
    app.get('/slow', () => undefined);
    app.all(
      '/it',
      returns(async (req) => {
        asked.resolve(signal(req));
        return new Promise<never>(() => undefined);
      }),
    );
    const errors = keepErrors(app);
    await withServer(app, async (port) => {
      const socket = await connect(port, text);
      const given = await asked.promise;
      expect(given.aborted).toBe(false);
      socket.destroy();

      expect(await fired(given)).toMatchObject({ name: 'AbortError' });
    });
    expect(errors).toEqual([]);
  });

  it.each<[string, string, () => unknown]>([
    ['a GET', GET, () => 'done'],
    ['a POST whose body was parsed', POST, () => 'done'],
    ['a stream', GET, () => new Binary(['a', 'b'])],
    ['an empty reply', GET, () => new Text('', { status: 204 })],
  ])('never fires for a reply that has ended, however the connection ends: %s', async (_what, text, result) => {
    const asked = deferred<AbortSignal>();
    const ended = deferred();
    const app = express()
      .use(express.json())
      .use((_req, res, next) => {
        res.once('close', ended.resolve);
        next();
      });
    app.all(
      '/it',
      returns((req) => {
        asked.resolve(signal(req));
        return result() as string;
      }),
    );
    await withServer(app, async (port) => {
      const socket = await connect(port, text);
      await ended.promise;
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.destroy();
      await closed;
      await new Promise(setImmediate);
    });

    expect((await asked.promise).aborted).toBe(false);
  });

  it('has fired already where the client left before it was asked for', async () => {
    const arrived = deferred();
    const closed = deferred();
    const asked = deferred<AbortSignal>();
    const app = express().post(
      '/it',
      express.json(),
      returns(async (req, res) => {
        res.once('close', closed.resolve);
        arrived.resolve();
        await closed.promise;
        asked.resolve(signal(req));
      }),
    );
    await withServer(app, async (port) => {
      const socket = await connect(port, POST);
      await arrived.promise;
      socket.destroy();

      expect((await asked.promise).aborted).toBe(true);
    });
  });

  it.each([
    ['the client leaves', {}],
    ['the timeout passes', { timeout: 5 }],
  ])('fires in the AsyncLocalStorage of its request where %s', async (_what, settings) => {
    const storage = new AsyncLocalStorage<string>();
    const arrived = deferred();
    const seen = deferred<string | undefined>();
    const app = express().use((_req, _res, next) => {
      storage.run('of the request', next);
    });
    app.get(
      '/it',
      returns((req) => {
        signal(req).addEventListener('abort', () => {
          seen.resolve(storage.getStore());
        });
        arrived.resolve();
        return new Promise<never>(() => undefined);
      }, settings),
    );
    keepErrors(app);
    await withServer(app, async (port) => {
      const socket = await connect(port, GET);
      await arrived.promise;
      if (!('timeout' in settings)) socket.destroy();

      expect(await seen.promise).toBe('of the request');
      socket.destroy();
    });
  });

  it('is one for each request', async () => {
    const app = express().get(
      '/it',
      returns((req) => String(signal(req) === signal(req))),
    );

    expect((await send(app, 'GET', '/it')).body.toString()).toBe('true');
  });

  it('never fires for a request without a reply, as a unit test has it', () => {
    expect(signal(new IncomingMessage(new net.Socket())).aborted).toBe(false);
  });

  it.each([
    ['a handler', {}],
    ['a handler with a timeout', { timeout: 60_000 }],
  ])('aborts the work that %s waits for, without an error for next or the log', async (_what, settings) => {
    const asked = deferred();
    const over = deferred();
    const log = jest.fn();
    const app = express().get(
      '/it',
      returns(
        async (req) => {
          asked.resolve();
          try {
            await sleep(1e6, undefined, { signal: signal(req) });
          } finally {
            over.resolve();
          }
          return 'late';
        },
        { log, ...settings },
      ),
    );
    const errors = keepErrors(app);
    await withServer(app, async (port) => {
      const request = http.get({ port, path: '/it', host: '127.0.0.1', agent: false }).on('error', () => undefined);
      await asked.promise;
      request.destroy();
      await over.promise;
      await new Promise(setImmediate);
    });

    expect(errors).toEqual([]);
    expect(log).not.toHaveBeenCalled();
  });

  it('aborts the work that a body waits for, without an error for next or the log', async () => {
    const over = deferred();
    const log = jest.fn();
    async function* body(req: express.Request) {
      yield 'first';
      try {
        await sleep(1e6, undefined, { signal: signal(req) });
      } finally {
        over.resolve();
      }
    }
    const app = express().get(
      '/it',
      returns((req) => new Text(body(req)), { log }),
    );
    const errors = keepErrors(app);
    await withServer(app, async (port) => {
      const reply = await openReply(port, '/it');
      await reply.until('first');
      reply.leave();
      await over.promise;
      await new Promise(setImmediate);
    });

    expect(errors).toEqual([]);
    expect(log).not.toHaveBeenCalled();
  });

  it('leaves other failures to be reported, also after the client has left', async () => {
    const asked = deferred();
    const reported = deferred<unknown>();
    const app = express().get(
      '/it',
      returns(async (req) => {
        asked.resolve();
        await fired(signal(req));
        throw new Error('a bug');
      }),
    );
    app.use(((error: unknown, _req: unknown, _res: unknown, _next: unknown) => {
      reported.resolve(error);
    }) as express.ErrorRequestHandler);
    await withServer(app, async (port) => {
      const request = http.get({ port, path: '/it', host: '127.0.0.1', agent: false }).on('error', () => undefined);
      await asked.promise;
      request.destroy();

      expect(await reported.promise).toEqual(new Error('a bug'));
    });
  });
});

describe('isAbort', () => {
  it('says no while the client is there, whatever the error', () => {
    const req = new IncomingMessage(new net.Socket());

    expect(isAbort(signal(req).reason, req)).toBe(false);
    expect(isAbort(new DOMException('x', 'AbortError'), req)).toBe(false);
  });
});
