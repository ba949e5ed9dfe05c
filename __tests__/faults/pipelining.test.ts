import net from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import express, { type RequestHandler } from 'express';
import {
  afterTasks,
  Binary,
  Error,
  EventStream,
  File,
  HTML,
  JSON,
  JSONLines,
  Redirect,
  Routes,
  Text,
  type Transform,
} from 'express-returns';
import { withServer } from '../helpers/app';
import fc, { runs } from '../helpers/fast-check';

// Several requests on one connection, sent at once: Node holds back each reply until those before it are sent, and
// tells one of them to go on when another one is written to. Each reply must still have its own bytes, in order.

const row = 'x'.repeat(300);
const rows = Array.from({ length: 200 }, (_, id) => ({ id, row }));
const large = Buffer.alloc(200_000, 'abc');
const chunks = Array.from({ length: 40 }, (_, index) => `${index} ${'chunk '.repeat(700)}`);

/** How many sources have begun and are not closed. */
let openSources = 0;

function* now<T>(values: Iterable<T>): Generator<T> {
  openSources++;
  try {
    yield* values;
  } finally {
    openSources--;
  }
}

async function* later<T>(values: Iterable<T>): AsyncGenerator<T> {
  for (const value of now(values)) {
    await turn();
    yield value;
  }
}

function* failing(): Generator<string> {
  yield* chunks;
  throw new globalThis.Error('half way');
}

/** A body of each kind, for GET /its-index. */
const kinds: readonly (readonly [string, () => unknown])[] = [
  ['a small JSON', () => new JSON({ a: 1 })],
  ['a large text', () => new Text('text '.repeat(40_000))],
  ['bytes', () => new Binary(large)],
  ['rows of a generator', () => new JSON(now(rows))],
  ['rows of an async generator', () => new JSON(later(rows))],
  ['rows, flushed', () => new JSON(now(rows), { flush: true })],
  ['lines', () => new JSONLines(rows)],
  ['events', () => new EventStream(rows.map((data) => ({ data })))],
  ['chunks of a generator', () => new HTML(now(chunks))],
  ['chunks of an async generator', () => new Text(later(chunks))],
  ['a Readable', () => new Binary(Readable.from(chunks))],
  ['a web stream', () => new Binary(new Blob(chunks).stream())],
  ['a Blob', () => new Binary(new Blob(chunks))],
  ['a stream of a promised length', () => new Binary([large, large], { headers: { 'Content-Length': 400_000 } })],
  ['a compressed stream', () => new JSON(now(rows), { compress: true })],
  ['a file', () => new File('pipelining.test.ts', { root: __dirname })],
  ['a large file', () => new File('package-lock.json', { root: join(__dirname, '../..') })],
  ['a redirect', () => new Redirect('/0')],
  ['an error by its code', () => new Error(1001)],
  ['nothing', () => new Text('', { status: 204 })],
];

// Every reply that can have a task has one, so that `afterTasks` waits until all of them are over.
const withTask: Transform = (response) =>
  response instanceof Error ? response : response.with({ after: () => undefined });
let connection: net.Socket | undefined;
const keepConnection: RequestHandler = (req, _res, next) => {
  connection = req.socket;
  next();
};

const routes = new Routes();
for (const [index, [, make]] of kinds.entries()) routes.get(`/${index}`, () => make() as string);
routes.get('/failing', () => new Text(failing()));
const app = express()
  .disable('etag')
  .use(keepConnection, routes.router({ transform: withTask }));
app.use(((_error, _req, res, _next) => {
  res.destroy();
}) satisfies express.ErrorRequestHandler);

const requestFor = (index: number | string): string =>
  `GET /${index} HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n`;
const withoutDate = (text: string): string => text.replace(/^Date: .*\r\n/gm, '');

/** Stands for the last chunk of a reply. */
const END = '\r\n[end of the reply]\r\n';

/**
 * Replies with their bodies out of chunks, since Node 26 divides a reply into other chunks while it holds it back. The
 * rest is left as it is where a reply is not whole.
 */
function withoutChunks(answer: string): string {
  const parts: string[] = [];
  let place = 0;
  const take = (length: number): void => void parts.push(answer.slice(place, (place += length)));
  while (place < answer.length) {
    const end = answer.indexOf('\r\n\r\n', place);
    const head = end === -1 ? answer.slice(place) : answer.slice(place, end + 4);
    take(head.length);
    if (!/^Transfer-Encoding: chunked\r$/m.test(head)) take(Number(/^Content-Length: (\d+)\r$/m.exec(head)?.[1] ?? 0));
    else
      for (let size = -1; size !== 0 && place < answer.length;) {
        const line = answer.slice(place, answer.indexOf('\r\n', place));
        size = Number.parseInt(line, 16);
        place += line.length + 2;
        take(size);
        place += 2;
        if (size === 0) parts.push(END);
      }
  }
  return parts.join('');
}

/** Resolves when a connection is closed, which the other side may have reset. */
function closed(socket: net.Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.on('error', () => undefined).once('close', resolve);
  });
}

/** All that a server answers to requests sent at once, and to a last one that has the connection closed. */
async function answersTo(port: number, requests: readonly (number | string)[]): Promise<string> {
  const socket = net.connect(port, '127.0.0.1');
  const last = 'GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';
  socket.write(requests.map(requestFor).join('') + last);
  const parts: Buffer[] = [];
  socket.on('data', (part: Buffer) => parts.push(part));
  await closed(socket);
  return withoutChunks(withoutDate(Buffer.concat(parts).toString('latin1')));
}

/** What each kind is answered with where it is the only request. */
async function answersAlone(port: number): Promise<string[]> {
  const answers: string[] = [];
  for (const index of kinds.keys()) {
    const answer = await answersTo(port, [index]);
    expect(answer).toMatch(/^HTTP\/1\.1 .*HTTP\/1\.1 404 /s);
    answers.push(answer.slice(0, answer.lastIndexOf('HTTP/1.1 404')));
  }
  return answers;
}

async function expectNothingLeft(): Promise<void> {
  await afterTasks();
  while (openSources > 0) await turn(); // An asynchronous generator ends when what it awaits has settled.
}

const pipeline = fc.array(fc.nat(kinds.length - 1), { minLength: 2, maxLength: 50 });
const options = { numRuns: runs(15) };

describe('pipelined requests', () => {
  it('get both replies where both sources wait for the connection', async () => {
    await withServer(app, async (port) => {
      const alone = await answersAlone(port);
      const rowsTwice = [alone[3], alone[3]].join('');
      const answer = await answersTo(port, [3, 3]);

      expect(answer.slice(rowsTwice.length)).toMatch(/^HTTP\/1\.1 404 /);
      expect(answer.startsWith(rowsTwice)).toBe(true);
    });
  });

  it('get the exact bytes of each kind of body, in order', async () => {
    await withServer(app, async (port) => {
      const alone = await answersAlone(port);
      await fc.assert(
        fc.asyncProperty(pipeline, async (requests) => {
          const answer = await answersTo(port, requests);
          const expected = requests.map((index) => alone[index]).join('');

          expect(answer.slice(expected.length)).toMatch(/^HTTP\/1\.1 404 /);
          expect(answer.startsWith(expected)).toBe(true);
          await expectNothingLeft();
        }),
        options,
      );
    });
  });

  it('get nothing wrong, and no whole reply, of one that fails half way, and every source is closed', async () => {
    await withServer(app, async (port) => {
      const alone = await answersAlone(port);
      await fc.assert(
        fc.asyncProperty(pipeline, pipeline, async (before, after) => {
          const answer = await answersTo(port, [...before, 'failing', ...after]);
          const expected = before.map((index) => alone[index]).join('');

          // A connection that is reset may lose what the client has not read.
          expect(expected.startsWith(answer.slice(0, expected.length))).toBe(true);
          expect(answer.slice(expected.length)).not.toContain(END);
          await expectNothingLeft();
        }),
        options,
      );
    });
  });

  it('leave no source open where the client goes after some of the bytes', async () => {
    await withServer(app, async (port) => {
      await fc.assert(
        fc.asyncProperty(pipeline, fc.nat(500_000), async (requests, wanted) => {
          const socket = net.connect(port, '127.0.0.1');
          const isClosed = closed(socket);
          socket.write(requests.map(requestFor).join('') + requestFor('last'));
          let count = 0;
          socket.on('data', (part: Buffer) => {
            count += part.length;
            if (count >= wanted || part.includes('HTTP/1.1 404')) socket.destroy();
          });
          await isClosed;
          if (connection?.closed === false) await closed(connection);
          await expectNothingLeft();
        }),
        options,
      );
    });
  });
});
