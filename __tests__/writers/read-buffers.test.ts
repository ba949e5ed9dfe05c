import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import http, { OutgoingMessage, ServerResponse } from 'node:http';
import net, { Socket } from 'node:net';
import express, { type Express, type Request, type Response } from 'express';
import { File, returns } from 'express-returns';
import { canReuseAfterWrite, ReadBuffers, type ChunkBuffers } from '../../lib/writers/read-buffers';
import { withServer } from '../helpers/app';
import { deferred } from '../helpers/live';
import { makeTree } from '../helpers/tree';
import { watch, type Watched } from '../helpers/watch';

const KIB = 1024;
const MIB = 1024 * KIB;
const LARGE = MIB / 2;

/** A reply whose client is connected, on a socket of an adapter. */
const reply = (): [Request, Response] => {
  const res = Object.assign(new EventEmitter(), { destroyed: false, socket: {} });
  return [{} as Request, res as unknown as Response];
};

/** A reply of Express on a TCP socket. */
const realReply = (app = express()): Response => {
  const res = new ServerResponse(new http.IncomingMessage(new Socket()));
  res.assignSocket(new Socket());
  return Object.setPrototypeOf(res, app.response) as Response;
};

const reserve = (buffers: ReadBuffers, length = 10 * MIB): ChunkBuffers =>
  buffers.reserve({} as Request, realReply(), length);

describe('reserving', () => {
  it.each([
    [1, 64 * KIB],
    [64 * KIB, 64 * KIB],
    [64 * KIB + 1, LARGE],
    [MIB, LARGE],
    [1024 * MIB, LARGE],
  ])('gives a body of %d bytes chunks of %d', (length, size) => {
    expect(new ReadBuffers().reserve(...reply(), length).size).toBe(size);
  });

  it('gives small chunks while replies hold 64 MB, until they are done or gone', () => {
    const buffers = new ReadBuffers();
    const held = Array.from({ length: 128 }, reply);
    for (const [req, res] of held) expect(buffers.reserve(req, res, 10 * MIB).size).toBe(LARGE);
    expect(buffers.reserve(...reply(), 10 * MIB).size).toBe(64 * KIB);
    for (const [, res] of held) res.emit('close');

    expect(buffers.reserve(...reply(), 10 * MIB).size).toBe(LARGE);
  });

  it('holds nothing for a client that has left', () => {
    const buffers = new ReadBuffers();
    for (let count = 0; count < 129; count++) {
      const [req, res] = reply();
      Object.assign(res, { destroyed: true });
      expect(buffers.reserve(req, res, 10 * MIB).size).toBe(LARGE);
    }
  });

  it('gives pooled buffers only where a chunk can be reused after the write', () => {
    const buffers = new ReadBuffers();

    expect(reserve(buffers).giveBack).toBeDefined();
    expect(buffers.reserve(...reply(), 10 * MIB).giveBack).toBeUndefined();
    expect(reserve(buffers, 64 * KIB).giveBack).toBeUndefined();
  });
});

describe('a pooled buffer', () => {
  it('is given to the next reply, whole, after it was given back by any view', () => {
    const buffers = new ReadBuffers();
    const first = reserve(buffers);
    const buffer = first.take(1);
    first.giveBack?.(buffer.subarray(3, 7));
    const next = reserve(buffers).take(1);

    expect([next.buffer === buffer.buffer, next.byteOffset, next.length]).toEqual([true, 0, LARGE]);
  });

  it('is never given to two replies, even if one gives it back twice', () => {
    const buffers = new ReadBuffers();
    const [first, second, third] = [reserve(buffers), reserve(buffers), reserve(buffers)];
    const buffer = first.take(1);
    first.giveBack?.(buffer);
    first.giveBack?.(buffer);
    const held = [second.take(1), third.take(1)];
    first.giveBack?.(buffer);
    held.push(third.take(1), first.take(1));

    expect(held[0]?.buffer).toBe(buffer.buffer);
    expect(new Set(held.map((each) => each.buffer)).size).toBe(4);
  });

  it('is only taken back from its own pool', () => {
    const buffers = new ReadBuffers();
    const foreign = [Buffer.alloc(LARGE), reserve(new ReadBuffers()).take(1)];
    const own = reserve(buffers);
    for (const each of foreign) own.giveBack?.(each);

    expect(foreign.map((each) => each.buffer)).not.toContain(own.take(1).buffer);
  });

  it('is kept for the next use, 32 at most', () => {
    const own = reserve(new ReadBuffers());
    const take = () => Array.from({ length: 40 }, () => own.take(1));
    const taken = take();
    for (const each of taken) own.giveBack?.(each);
    const before = new Set(taken.map((each) => each.buffer));

    expect(take().filter((each) => before.has(each.buffer))).toHaveLength(32);
  });
});

describe('a chunk after its write', () => {
  it('can be reused if res.write is that of Node and the socket is a TCP socket', async () => {
    const seen: boolean[] = [];
    const app = express().get('/it', (_req, res) => {
      seen.push(canReuseAfterWrite(res));
      res.end();
    });
    await withServer(app, (port) => fetch(`http://127.0.0.1:${port}/it`));

    expect([canReuseAfterWrite(realReply()), ...seen]).toEqual([true, true]);
  });

  it.each<[string, (res: Response, app: Express) => Watched]>([
    ['res.write of this reply', (res) => watch(res, 'write')],
    ['res.end of this reply', (res) => watch(res, 'end')],
    ['the write of an app', (_res, app) => watch(app.response, 'write')],
    ['the write of Node', () => watch(OutgoingMessage.prototype, 'write')],
    ['the write of this socket', (res) => watch(res.socket ?? new Socket(), 'write')],
    ['the write of all sockets', () => watch(Socket.prototype, 'write')],
  ])('cannot be reused if something wraps %s', (_what, wrap) => {
    const app = express();
    const res = realReply(app);
    const { undo } = wrap(res, app);
    try {
      expect(canReuseAfterWrite(res)).toBe(false);
    } finally {
      undo();
    }
    expect(canReuseAfterWrite(res)).toBe(true);
  });

  it('cannot be reused on a socket of another class, or without a socket', () => {
    const adapted = realReply();
    const socket = Object.create(Socket.prototype, { write: { value: () => true } }) as Socket;
    const waiting = realReply();
    if (waiting.socket) waiting.detachSocket(waiting.socket);
    for (const res of [adapted, waiting]) if (res.socket) res.detachSocket(res.socket);
    adapted.assignSocket(Object.setPrototypeOf(new EventEmitter(), Object.create(socket) as object) as Socket);

    expect([adapted, waiting].map(canReuseAfterWrite)).toEqual([false, false]);
  });
});

describe('large files for many clients at the same time', () => {
  // More than the buffers of two sockets hold: a client that stops reading keeps a chunk waiting in the server.
  const contents: Record<string, Buffer> = { large: randomBytes(24 * MIB) };
  for (const [index, name] of ['a', 'b', 'c', 'd'].entries()) contents[name] = randomBytes(MIB + 300 * KIB * index + 1);
  const tree = makeTree(contents);
  afterAll(tree.remove);

  const addFiles = (app: Express): Express =>
    app.get(
      '/:name',
      returns((req) => new File(String(req.params['name']), { root: tree.root })),
    );

  const bytesOf = (name: string, first = 0, last = Infinity): Buffer =>
    (contents[name] ?? Buffer.alloc(0)).subarray(first, last + 1);

  const get = async (port: number, path: string, headers = {}): Promise<http.IncomingMessage> => {
    const asked = http.get({ port, host: '127.0.0.1', path: `/${path}`, agent: false, headers });
    const [answer] = (await once(asked, 'response')) as [http.IncomingMessage];
    return answer;
  };

  async function download(port: number, name: string, headers = {}): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of await get(port, name, headers)) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }

  /** Reads a megabyte, stops until `resumed` is settled, then reads the rest. */
  async function slow(port: number, resumed: Promise<void>): Promise<void> {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of await get(port, 'large')) {
      chunks.push(chunk as Buffer);
      if (length < MIB && length + (chunk as Buffer).length >= MIB) await resumed;
      length += (chunk as Buffer).length;
    }
    expect(Buffer.concat(chunks).equals(bytesOf('large'))).toBe(true);
  }

  /** Leaves after two megabytes. */
  async function leaving(port: number): Promise<void> {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of await get(port, 'large')) {
      chunks.push(chunk as Buffer);
      length += (chunk as Buffer).length;
      if (length >= 2 * MIB) break;
    }
    expect(Buffer.concat(chunks).equals(bytesOf('large', 0, length - 1))).toBe(true);
  }

  async function whole(port: number, name: string): Promise<void> {
    expect((await download(port, name)).equals(bytesOf(name))).toBe(true);
  }

  async function part(port: number, name: string): Promise<void> {
    const body = await download(port, name, { Range: `bytes=7-${MIB}` });
    expect(body.equals(bytesOf(name, 7, MIB))).toBe(true);
  }

  /** Two ranges, each longer than a small chunk, in one multipart body. */
  async function parts(port: number, name: string): Promise<void> {
    const body = await download(port, name, { Range: `bytes=1-${300 * KIB},${400 * KIB}-${900 * KIB}` });
    expect(body.includes(bytesOf(name, 1, 300 * KIB))).toBe(true);
    expect(body.includes(bytesOf(name, 400 * KIB, 900 * KIB))).toBe(true);
  }

  /** Five requests at once on one connection, a HEAD and a range among them. */
  async function pipelined(port: number): Promise<void> {
    const lines = (line: string, more = ''): string => `${line} HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`;
    const socket = net.connect(port, '127.0.0.1');
    const asked = [lines('GET /a'), lines('HEAD /b'), lines('GET /c'), lines('GET /b', `Range: bytes=5-${MIB}\r\n`)];
    socket.write(`${asked.join('')}${lines('GET /d', 'Connection: close\r\n')}`);
    const received: Buffer[] = [];
    for await (const chunk of socket) received.push(chunk as Buffer);
    let rest = Buffer.concat(received);
    for (const expected of [bytesOf('a'), Buffer.alloc(0), bytesOf('c'), bytesOf('b', 5, MIB), bytesOf('d')]) {
      rest = rest.subarray(rest.indexOf('\r\n\r\n') + 4);
      expect(rest.subarray(0, expected.length).equals(expected)).toBe(true);
      rest = rest.subarray(expected.length);
    }
    expect(rest).toHaveLength(0);
  }

  it('reach each of them byte by byte, however they read, pipeline and leave', async () => {
    const allocated = jest.spyOn(Buffer, 'allocUnsafeSlow');
    const resumed = deferred();
    await withServer(addFiles(express()), async (port) => {
      const waiting = Promise.all([1, 2, 3].map(() => slow(port, resumed.promise)));
      for (let wave = 0; wave < 3; wave++) {
        const names = ['a', 'b', 'c', 'd'];
        await Promise.all([
          ...names.flatMap((name) => [whole(port, name), part(port, name), parts(port, name)]),
          ...names.map(() => pipelined(port)),
          ...[leaving(port), leaving(port)],
        ]);
      }
      resumed.resolve();
      await waiting;
    });
    const pooled = allocated.mock.calls.filter(([length]) => length === LARGE).length;
    allocated.mockRestore();

    // About 400 chunks were read, into a few buffers: otherwise this test would show nothing.
    expect(pooled).toBeGreaterThan(0);
    expect(pooled).toBeLessThan(100);
  });

  it.each<[string, (app: Express, watching: (watched: Watched) => void) => void]>([
    [
      'res.write of a reply',
      (app, watching) => {
        app.use((_req, res, next) => {
          watching(watch(res, 'write'));
          next();
        });
      },
    ],
    [
      'the write of an app',
      (app, watching) => {
        watching(watch(app.response, 'write'));
      },
    ],
    [
      'the write of Node',
      (_app, watching) => {
        watching(watch(http.OutgoingMessage.prototype, 'write'));
      },
    ],
  ])('keeps its bytes where a wrapper of %s holds them', async (_what, wrap) => {
    const watched: Watched[] = [];
    const app = express();
    wrap(app, (one) => watched.push(one));
    try {
      await withServer(addFiles(app), async (port) => {
        await download(port, 'a');
        const kept = watched.flatMap(({ seen }) => seen as Buffer[]);
        await download(port, 'large');

        expect(kept.length).toBeGreaterThan(1);
        const start = Buffer.concat(kept);
        expect(start.equals(contents['a']?.subarray(0, start.length) ?? Buffer.alloc(0))).toBe(true);
      });
    } finally {
      for (const { undo } of watched) undo();
    }
  });
});
