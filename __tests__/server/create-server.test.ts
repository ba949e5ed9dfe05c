import { readFileSync } from 'node:fs';
import http, { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import express, { Router, type Express } from 'express';
import { createSecureServer, createServer, JSON as JSONResponse, returns, Routes } from 'express-returns';
import request from 'supertest';
import { WebSocket, WebSocketServer } from 'ws';
import { usageError } from '../diagnostics/refused';
import { sendTo, whileListening, type RawReply } from '../helpers/app';

/** An app with a bit of everything, and a sub-app. */
function createApp(): Express {
  const app = express();
  const sub = express();
  sub.get('/it', (req, res) => {
    res.json({ baseUrl: req.baseUrl, isSub: req.app === sub && res.app === sub });
  });
  app.use('/sub', sub);
  app.get('/after', (req, res) => {
    res.json({ isApp: req.app === app && res.app === app, protocol: req.protocol, ip: req.ip });
  });
  app.get(
    '/returned/:id',
    returns((req) => new JSONResponse(req.params)),
  );
  app.use(new Routes().get('/routed', () => 'text').router());
  app.post('/echo', express.json(), (req, res) => {
    res.status(201).send(req.body as object);
  });
  return app;
}

describe('createServer', () => {
  it.each(['/sub/it', '/after', '/returned/7', '/routed', '/nothing'])(
    'answers %s with the same head and bytes as http.createServer',
    async (path) => {
      for (const method of ['GET', 'HEAD', 'OPTIONS']) {
        const ask = (port: number): Promise<RawReply> => sendTo(port, method, path);
        const ours = await whileListening(createServer(createApp()), ask);

        expect(ours).toEqual(await whileListening(http.createServer(createApp()), ask));
      }
    },
  );

  it('makes objects with the fast properties of V8 and the same hidden class for each request', async () => {
    setFlagsFromString('--allow-natives-syntax');
    const isFast = new Function('o', 'return %HasFastProperties(o)') as (o: object) => boolean;
    const areAlike = new Function('a', 'b', 'return %HaveSameMap(a, b)') as (a: object, b: object) => boolean;
    const app = express();
    const seen: [object, object][] = [];
    app.get('/', (req, res) => {
      seen.push([req, res]);
      res.send('ok');
    });
    await whileListening(createServer(app), async (port) => {
      for (let count = 0; count < 30; count++) await sendTo(port, 'GET', '/');
    });
    const [[req, res], [nextReq, nextRes]] = seen.slice(-2) as [[object, object], [object, object]];

    expect([req, res].map(isFast)).toEqual([true, true]);
    expect([areAlike(req, nextReq), areAlike(res, nextRes)]).toEqual([true, true]);
  });

  it('makes req and res with the prototypes of the app from the start, so that Express changes nothing', async () => {
    const app = express();
    const seen: unknown[] = [];
    const server = createServer(app);
    server.prependListener('request', (req, res) => {
      seen.push(Object.getPrototypeOf(req) === app.request, Object.getPrototypeOf(res) === app.response);
    });
    app.get('/', (req, res) => {
      seen.push(req instanceof IncomingMessage, res instanceof ServerResponse, req.socket === res.socket);
      res.send('a');
    });

    await whileListening(server, (port) => sendTo(port, 'GET', '/'));
    expect(seen).toEqual([true, true, true, true, true]);
  });

  it.each([
    ['before', (extend: () => void, serve: () => http.Server) => (extend(), serve())],
    [
      'after',
      (extend: () => void, serve: () => http.Server) => {
        const server = serve();
        extend();
        return server;
      },
    ],
  ])('uses extensions of app.request and app.response that are added %s it is created', async (_when, inOrder) => {
    const app = express();
    app.get('/', (req, res) => {
      (res as unknown as { shout(text: string): void }).shout((req as unknown as { who: string }).who);
    });
    const extend = (): void => {
      Object.defineProperty(app.request, 'who', { get: () => 'ada', configurable: true });
      Object.assign(app.response, {
        shout(this: express.Response, text: string) {
          this.send(text.toUpperCase());
        },
      });
    };
    const { body } = await whileListening(
      inOrder(extend, () => createServer(app)),
      (port) => sendTo(port, 'GET', '/'),
    );

    expect(body.toString()).toBe('ADA');
  });

  it('accepts the options of http.createServer', async () => {
    const app = express().get('/', (_req, res) => {
      res.send('a');
    });
    const server = createServer({ maxHeaderSize: 200, keepAliveTimeout: 1234 }, app as Express);

    expect(server.keepAliveTimeout).toBe(1234);
    expect(
      await whileListening(server, (port) => sendTo(port, 'GET', '/', { 'X-Long': 'x'.repeat(500) })),
    ).toMatchObject({
      status: 431,
    });
  });

  it('answers pipelined requests on one connection in their order', async () => {
    const text = await whileListening(
      createServer(createApp()),
      (port) =>
        new Promise<string>((resolve) => {
          let received = '';
          const socket = net.connect(port, '127.0.0.1', () => {
            socket.write(
              ['/returned/1', '/returned/2', '/sub/it', '/returned/3']
                .map(
                  (path, index) =>
                    `GET ${path} HTTP/1.1\r\nHost: a\r\n${index === 3 ? 'Connection: close\r\n' : ''}\r\n`,
                )
                .join(''),
            );
          });
          socket.setEncoding('utf8').on('data', (chunk: string) => (received += chunk));
          socket.on('close', () => {
            resolve(received);
          });
        }),
    );

    expect(text.match(/\{"[^}]*\}/g)).toEqual([
      '{"id":"1"}',
      '{"id":"2"}',
      '{"baseUrl":"/sub","isSub":true}',
      '{"id":"3"}',
    ]);
  });

  it('parses bodies, and works with supertest', async () => {
    await request(createServer(createApp())).post('/echo').send({ a: 1 }).expect(201, { a: 1 });
  });

  it('leaves upgrades to their listeners', async () => {
    const server = createServer(createApp());
    const sockets = new WebSocketServer({ server });
    sockets.on('connection', (socket) => {
      socket.on('message', (data: Buffer) => {
        socket.send(`echo ${data.toString()}`);
      });
    });
    const answer = await whileListening(server, async (port) => {
      const client = new WebSocket(`ws://127.0.0.1:${port}/`);
      await new Promise((resolve) => client.once('open', resolve));
      client.send('hello');
      const reply = await new Promise<string>((resolve) =>
        client.once('message', (data: Buffer) => {
          resolve(data.toString());
        }),
      );
      client.terminate();
      return reply;
    });

    expect(answer).toBe('echo hello');
  });

  it('runs two apps side by side, each with its own prototypes', async () => {
    const [one, two] = [express(), express()];
    Object.assign(one.request, { name: 'one' });
    Object.assign(two.request, { name: 'two' });
    for (const app of [one, two]) {
      app.get('/', (req, res) => {
        res.send((req as unknown as { name: string }).name);
      });
    }
    const replies = await whileListening(createServer(one), (first) =>
      whileListening(createServer(two), (second) =>
        Promise.all([sendTo(first, 'GET', '/'), sendTo(second, 'GET', '/'), sendTo(first, 'GET', '/')]),
      ),
    );

    expect(replies.map(({ body }) => body.toString())).toEqual(['one', 'two', 'one']);
  });

  it.each<[string, () => unknown, string]>([
    ['a Router', () => createServer(Router() as never), 'got a function router. For other listeners use node:http.'],
    ['nothing', () => createServer(undefined as never), 'got undefined.'],
    ['options in the last place', () => createServer(express() as never, {} as never), 'got an object without keys.'],
    [
      'a class of messages',
      () => createServer({ ServerResponse }, express()),
      'has no option ServerResponse: Express would replace its prototype for each request. Extend app.response instead.',
    ],
  ])('refuses %s', (_what, make, fact) => {
    expect(make).toThrow(usageError('ERR_RETURNS_SERVER', fact));
  });
});

describe('createSecureServer', () => {
  const [key, cert] = ['key.pem', 'certificate.pem'].map((name) =>
    readFileSync(join(__dirname, '../fixtures/tls', name)),
  ) as [Buffer, Buffer];

  it('is the same over TLS', async () => {
    const body = await whileListening(
      createSecureServer({ key, cert }, createApp()),
      (port) =>
        new Promise<string>((resolve, reject) => {
          https
            .get(
              { port, host: '127.0.0.1', path: '/after', ca: cert, servername: 'localhost', agent: false },
              (reply) => {
                let text = '';
                reply.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
                reply.on('end', () => {
                  resolve(text);
                });
              },
            )
            .on('error', reject);
        }),
    );

    expect(body).toBe('{"isApp":true,"protocol":"https","ip":"127.0.0.1"}');
  });

  it('refuses a value that is not an app', () => {
    expect(() => createSecureServer({ key, cert }, {} as never)).toThrow(
      usageError('ERR_RETURNS_SERVER', 'createSecureServer'),
    );
  });
});
