import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import net from 'node:net';
import express, { type Express, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import {
  Error,
  errorHandler,
  File,
  guard,
  HTML,
  JSON,
  notFound,
  Redirect,
  returns,
  Routes,
  Text,
  View,
} from 'express-returns';
import { drainUpload } from '../../lib/writers/drain';
import { withServer } from '../helpers/app';

const SIZE = 8 * 1024 * 1024;

/** The bytes of a reply, and whether the connection broke while the client wrote or read. */
interface Exchange {
  readonly reply: string;
  readonly error: string | undefined;
}

/** Writes a whole upload before it reads anything, as `curl` and most HTTP clients do. */
async function upload(port: number, head: string, isChunked = false): Promise<Exchange> {
  const socket = net.connect(port, '127.0.0.1');
  let error: string | undefined;
  socket.on('error', (failure: NodeJS.ErrnoException) => {
    error = failure.code;
  });
  const closed = new Promise((resolve) => socket.once('close', resolve));
  const body = Buffer.alloc(SIZE);
  socket.write(`${head}${isChunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${SIZE}`}\r\n\r\n`);
  if (isChunked) socket.write(`${SIZE.toString(16)}\r\n`);
  await new Promise((resolve) => socket.write(body, resolve));
  if (isChunked) socket.write('\r\n0\r\n\r\n');
  let reply = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    reply += text;
  });
  await closed;
  return { reply, error };
}

const CLOSE = 'POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n';

function appOf(...layers: readonly unknown[]): Express {
  const app = express();
  app.engine('tpl', (_path, _locals, done) => {
    done(null, 'view');
  });
  app.set('views', `${__dirname}/../fixtures/views`).set('view engine', 'tpl');
  for (const layer of layers) app.use(layer as RequestHandler);
  return app;
}

const refusals: [string, () => Express, number][] = [
  ['notFound()', () => appOf(notFound()), 404],
  [
    'errorHandler()',
    () =>
      appOf((_req: Request, _res: Response, next: NextFunction) => {
        next(new Error(1001));
      }, errorHandler()),
    404,
  ],
  [
    'a guard',
    () =>
      appOf(
        new Routes()
          .post(
            '/',
            guard(() => new Text('no', { status: 401 })),
            () => 'never',
          )
          .router(),
      ),
    401,
  ],
  ['JSON', () => appOf(returns(() => new JSON({}, { status: 403 }))), 403],
  ['HTML', () => appOf(returns(() => new HTML('<p>', { status: 413 }))), 413],
  ['a thrown error', () => appOf(returns(() => Promise.reject(new Error(1001)))), 404],
  ['a redirect', () => appOf(returns(() => new Redirect('/login'))), 307],
  ['a view', () => appOf(returns(() => new View('page'))), 200],
  ['a file', () => appOf(returns(() => new File('drain.test.ts', { root: __dirname }))), 200],
  ['compressed JSON', () => appOf(returns(() => new JSON({}, { compress: true }))), 200],
];

describe.each(refusals)('%s that refuses an upload of 8 MB', (_what, make, status) => {
  it.each<[string, string, boolean]>([
    ['with Connection: close', CLOSE, false],
    ['in chunks', CLOSE, true],
    ['with HTTP/1.0', 'POST / HTTP/1.0\r\n', false],
  ])('%s reaches the client', async (_how, head, isChunked) => {
    const { reply, error } = await withServer(make(), (port) => upload(port, head, isChunked));

    expect([reply.split('\r\n')[0]?.split(' ')[1], error]).toEqual([String(status), undefined]);
  });
});

it('a reply with Connection: close of its own reaches the client after its upload', async () => {
  const app = appOf(returns(() => new Text('no', { status: 413, headers: { Connection: 'close' } })));
  const { reply, error } = await withServer(app, (port) => upload(port, 'POST / HTTP/1.1\r\nHost: a\r\n'));

  expect([reply.split('\r\n')[0], error]).toEqual(['HTTP/1.1 413 Payload Too Large', undefined]);
});

it('a body that reads the request gets all of it', async () => {
  const app = appOf(
    returns(
      (req) =>
        new Text(
          (async function* () {
            let size = 0;
            for await (const chunk of req) size += (chunk as Buffer).length;
            yield String(size);
          })(),
        ),
    ),
  );
  const { reply, error } = await withServer(app, (port) => upload(port, CLOSE));

  expect([reply.includes(`\r\n${SIZE}\r\n`), error]).toEqual([true, undefined]);
});

it('a request that other code reads stays as it is', async () => {
  const sizes: number[] = [];
  const paused: boolean[] = [];
  const app = appOf(
    (req: Request, _res: Response, next: NextFunction) => {
      req.on('data', (chunk: Buffer) => sizes.push(chunk.length)).pause();
      next();
    },
    returns((req, res) => {
      const sendBody = res.send.bind(res);
      res.send = (body) => {
        paused.push(req.isPaused());
        return sendBody(body);
      };
      return new Text('a');
    }),
  );
  await withServer(app, (port) => upload(port, CLOSE));

  expect([paused, sizes]).toEqual([[true], []]);
});

it('a timeout answers while an upload is drained, and the late reply is dropped', async () => {
  const closed = jest.fn();
  const app = appOf(new Routes().post('/', () => new Text('late')).router({ timeout: 20 }), errorHandler());
  const status = await withServer(app, async (port) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.on('error', closed);
    socket.write(`${CLOSE}Content-Length: 10\r\n\r\n`);
    const [head] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    return head.toString().split('\r\n')[0];
  });

  expect([status, closed.mock.calls]).toEqual(['HTTP/1.1 503 Service Unavailable', []]);
});

describe('drainUpload()', () => {
  /** Drains one request of a client that sends these bytes and then stays silent. */
  async function drain(limits: { bytes: number; milliseconds: number }, sent: number, isLeaving = false) {
    let drained: Promise<void> | undefined;
    const state = { isComplete: false, listeners: 0 };
    await withServer(
      (req: IncomingMessage, res: ServerResponse) => {
        drained = drainUpload({ req, res }, limits).then(() => {
          state.isComplete = req.complete;
          state.listeners = req.listenerCount('data');
        });
      },
      async (port) => {
        const socket = net.connect(port, '127.0.0.1').on('error', () => undefined);
        socket.write(`${CLOSE}Content-Length: 100000\r\n\r\n`);
        await new Promise((resolve) => socket.write(Buffer.alloc(sent), resolve));
        while (drained === undefined) await new Promise(setImmediate);
        if (isLeaving) socket.destroy();
        await drained;
        socket.destroy();
      },
    );
    return state;
  }

  const HOUR = 3_600_000;

  it.each([
    ['at the end of the request', { bytes: 1e9, milliseconds: HOUR }, 100_000, false, true],
    ['at the limit of bytes', { bytes: 1000, milliseconds: HOUR }, 50_000, false, false],
    ['at the limit of time, for a client that sends nothing more', { bytes: 1e9, milliseconds: 1 }, 1, false, false],
    ['when the client leaves', { bytes: 1e9, milliseconds: HOUR }, 1, true, false],
  ])('ends %s', async (_when, limits, sent, isLeaving, isComplete) => {
    expect(await drain(limits, sent, isLeaving)).toEqual({ isComplete, listeners: 0 });
  });
});
