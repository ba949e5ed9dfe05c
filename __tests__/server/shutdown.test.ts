import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { gunzipSync } from 'node:zlib';
import express, { type Express } from 'express';
import {
  Binary,
  createSecureServer,
  createServer,
  EventStream,
  JSONLines,
  Response,
  returns,
  shutdown,
  Text,
  type ResponseInit,
} from 'express-returns';
import { usageError } from '../diagnostics/refused';
import { major } from '../helpers/app';

const FIRST = 'data: first\n\n';

/** One event, and then silence; `isClosed` when `return()` has been called. */
function silentFeed() {
  const events = ['first'].values();
  const feed = {
    isClosed: false,
    [Symbol.asyncIterator]: () => feed,
    next: async (): Promise<IteratorResult<string, undefined>> => {
      const result = events.next();
      return result.done === true ? new Promise<never>(() => undefined) : result;
    },
    return: async () => {
      feed.isClosed = true;
      return { done: true as const, value: undefined };
    },
  };
  return feed;
}

async function listen(server: http.Server | https.Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

interface Reply {
  readonly message: http.IncomingMessage;
  /** All of the body, when the reply has ended or broken. */
  readonly body: Promise<Buffer>;
}

/** A request whose reply has begun, with the first chunk of its body. */
async function open(port: number, path: string, options: https.RequestOptions = {}): Promise<Reply> {
  const { get } = options.protocol === 'https:' ? https : http;
  const request = get({ host: '127.0.0.1', port, path, agent: false, rejectUnauthorized: false, ...options });
  const [message] = (await once(request, 'response')) as [http.IncomingMessage];
  const chunks: Buffer[] = [];
  message.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => undefined);
  const ended = new Promise((resolve) => message.once('close', resolve));
  await Promise.race([once(message, 'data'), ended]);
  return { message, body: ended.then(() => Buffer.concat(chunks)) };
}

const tls = (name: string) => readFileSync(join(__dirname, '../fixtures/tls', name));

const servers: readonly [string, (app: Express) => http.Server | https.Server, https.RequestOptions][] = [
  ['http.createServer()', (app) => http.createServer(app), {}],
  ['createServer()', (app) => createServer(app), {}],
  [
    'createSecureServer()',
    (app) => createSecureServer({ key: tls('key.pem'), cert: tls('certificate.pem') }, app),
    { protocol: 'https:' },
  ],
];

describe('shutdown in a process', () => {
  it.each(['http', 'fast'])('ends 100 feeds at SIGTERM, and the process ends by itself: %s', async (kind) => {
    const child = spawn(process.execPath, [join(__dirname, 'feeds-process.js'), `${major}`, kind], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exit = once(child, 'exit');
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const line = async (): Promise<string> => String((await lines.next()).value);
    const port = Number(/^port (\d+)$/.exec(await line())?.[1]);

    const feeds = await Promise.all(Array.from({ length: 100 }, () => open(port, '/feed')));
    const agent = new http.Agent({ keepAlive: true });
    await (
      await open(port, '/idle', { agent })
    ).body;
    const slow = open(port, '/slow', { agent: new http.Agent({ keepAlive: true }) });
    expect(await line()).toBe('slow');
    child.kill('SIGTERM');

    expect((await (await slow).body).toString()).toBe('slow');
    for (const { message, body } of feeds) {
      expect((await body).toString()).toBe(FIRST);
      expect(message.complete).toBe(true);
    }
    expect(globalThis.JSON.parse(await line())).toEqual({ isComplete: true, returned: 100, tasks: 101 });
    expect(await exit).toEqual([0, null]);
  });
});

describe.each(servers)('shutdown of %s', (_name, serverOf, options) => {
  const run = async (app: Express) => {
    const server = serverOf(app);
    return { server, port: await listen(server) };
  };

  it.each<[string, ResponseInit, (body: Buffer) => string]>([
    ['plain', {}, String],
    ['compressed', { compress: true, headers: { 'X-A': 'b' } }, (body) => gunzipSync(body).toString()],
    ['not flushed', { flush: false }, String],
  ])('ends an event stream properly: %s', async (_case, init, textOf) => {
    const feed = silentFeed();
    const { server, port } = await run(
      express().get(
        '/',
        returns(() => new EventStream(feed, init)),
      ),
    );
    const headers = init.compress === true ? { 'Accept-Encoding': 'gzip' } : {};
    const { message, body } = await open(port, '/', { ...options, headers });

    expect(await shutdown(server)).toEqual({ isComplete: true });
    expect(textOf(await body)).toBe(FIRST);
    expect([message.complete, feed.isClosed]).toEqual([true, true]);
  });

  it('ends an event stream of text', async () => {
    const feed = silentFeed();
    const stream = () => new Response(feed, { contentType: 'text/event-stream; charset=utf-8', flush: true });
    const { server, port } = await run(express().get('/', returns(stream)));
    const { message, body } = await open(port, '/', options);

    expect(await shutdown(server)).toEqual({ isComplete: true });
    expect([(await body).toString(), message.complete, feed.isClosed]).toEqual(['first', true, true]);
  });

  it('lets a reply to a slow client be sent whole, and closes idle connections', async () => {
    const large = Buffer.alloc(20_000_000, 'a');
    const app = express()
      .get(
        '/large',
        returns(() => new Binary(large)),
      )
      .get(
        '/',
        returns(() => new Text('a')),
      );
    const { server, port } = await run(app);
    const idle = await open(port, '/', { ...options, agent: undefined });
    await idle.body;
    const request = (options.protocol === 'https:' ? https : http).get({
      ...{ host: '127.0.0.1', port, path: '/large', agent: false, rejectUnauthorized: false },
    });
    const [message] = (await once(request, 'response')) as [http.IncomingMessage];

    const ended = shutdown(server);
    let length = 0;
    message.on('data', (chunk: Buffer) => (length += chunk.length));
    await once(message, 'end');

    expect(length).toBe(large.length);
    expect(await ended).toEqual({ isComplete: true });
  });

  it('breaks what has not ended in time, and waits for its task', async () => {
    const outcomes: unknown[] = [];
    const after = (outcome: unknown) => outcomes.push(outcome);
    const lines = () => new JSONLines(silentFeed(), { flush: true, after });
    const { server, port } = await run(express().get('/', returns(lines)));
    const { message, body } = await open(port, '/', options);

    expect(await shutdown(server, { timeout: 20 })).toEqual({ isComplete: false });
    expect(outcomes).toEqual([{ isComplete: false }]);
    expect([(await body).toString(), message.complete]).toEqual(['"first"\n', false]);
  });
});

describe('shutdown', () => {
  it('leaves the feeds of other servers alone', async () => {
    const feed = silentFeed();
    const app = express().get(
      '/',
      returns(() => new EventStream(feed)),
    );
    const [server, other] = [http.createServer(app), http.createServer(app)];
    await listen(server);
    const { message, body } = await open(await listen(other), '/');
    await shutdown(server);

    expect(feed.isClosed).toBe(false);
    await shutdown(other);
    await body;
    expect([feed.isClosed, message.complete]).toEqual([true, true]);
  });

  it('ends a feed that is requested meanwhile immediately, on the last reply of its connection', async () => {
    let answer = (): void => undefined;
    const app = express()
      .get('/slow', (_req, res) => {
        answer = () => res.send('slow');
      })
      .get(
        '/feed',
        returns(() => new EventStream(silentFeed())),
      );
    const server = http.createServer(app);
    const socket = net.connect(await listen(server), '127.0.0.1');
    const begun = once(server, 'request');
    socket.write('GET /slow HTTP/1.1\r\nHost: a\r\n\r\n');
    await begun;
    const ended = shutdown(server);
    const asked = once(server, 'request');
    socket.write('GET /feed HTTP/1.1\r\nHost: a\r\n\r\n');
    await asked;
    answer();
    let text = '';
    for await (const chunk of socket) text += String(chunk);

    expect(await ended).toEqual({ isComplete: true });
    expect(text.match(/HTTP\/1.1 200 OK/g)).toHaveLength(2);
    expect(text).toMatch(/Connection: close[^]*\r\n\r\n0\r\n\r\n$/);
  });

  it('ends once, for any number of calls, also of a server that has been closed or never listened', async () => {
    const server = http.createServer(express());
    await listen(server);
    server.close();

    expect(shutdown(server)).toBe(shutdown(server));
    expect(await shutdown(server)).toEqual({ isComplete: true });
    expect(await shutdown(http.createServer(express()))).toEqual({ isComplete: true });
  });

  it('leaves nothing behind on sockets', async () => {
    const before = Object.getOwnPropertyDescriptors(net.Socket.prototype);
    const server = http.createServer(express());
    await listen(server);
    await shutdown(server);

    expect(Object.getOwnPropertyDescriptors(net.Socket.prototype)).toEqual(before);
    expect(server.listeners('request')).toHaveLength(1);
  });

  it.each<[string, unknown, unknown, string]>([
    [
      'no server',
      undefined,
      {},
      'shutdown takes a server, as app.listen() or createServer() returns it; got undefined.',
    ],
    ['an app', express(), {}, 'shutdown takes a server'],
    ['a server of TCP', net.createServer(), {}, 'shutdown takes a server'],
    [
      'a text',
      http.createServer(),
      { timeout: '5s' },
      'The option timeout of shutdown must be a number of milliseconds',
    ],
    [
      'a negative one',
      http.createServer(),
      { timeout: -1 },
      'The option timeout of shutdown must be a number of milliseconds',
    ],
    ['an unknown option', http.createServer(), { timeOut: 5 }, 'shutdown has no option "timeOut"; it has timeout.'],
    ['too long a one', http.createServer(), { timeout: 2 ** 31 }, 'up to 2147483647; got 2147483648.'],
  ])('refuses %s', (_case, server, options, message) => {
    expect(() => shutdown(server as http.Server, options as object)).toThrow(usageError('ERR_RETURNS_SERVER', message));
  });
});
