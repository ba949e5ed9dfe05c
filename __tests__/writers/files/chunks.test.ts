import { EventEmitter } from 'node:events';
import http, { OutgoingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import express, { type Express, type Request, type Response } from 'express';
import { isOursAfterWrite, reserveChunks } from '../../../lib/writers/files/chunks';
import { withServer } from '../../helpers/app';
import { watch, type Watched } from '../../helpers/watch';

const KIB = 1024;
const MIB = 1024 * KIB;

/** A reply whose client has not left. */
const reply = (): [Request, Response] => {
  const res = Object.assign(new EventEmitter(), { destroyed: false, socket: {} });
  return [{} as Request, res as unknown as Response];
};

/** A reply of Express on a socket of the system. */
const realReply = (app = express()): Response => {
  const res = new ServerResponse(new http.IncomingMessage(new Socket()));
  res.assignSocket(new Socket());
  return Object.setPrototypeOf(res, app.response) as Response;
};

describe('reserveChunks', () => {
  it('gives large chunks for a large body, small ones for a small one', () => {
    for (const [length, size] of [
      [1, 64 * KIB],
      [64 * KIB, 64 * KIB],
      [64 * KIB + 1, MIB / 2],
      [MIB, MIB / 2],
      [1024 * MIB, MIB / 2],
    ] as const) {
      const [req, res] = reply();
      expect(reserveChunks(req, res, length).size).toBe(size);
      res.emit('close');
    }
  });

  it('gives small ones while clients hold 64 MB, until they are done or gone', () => {
    const held = Array.from({ length: 128 }, reply);
    for (const [req, res] of held) expect(reserveChunks(req, res, 10 * MIB).size).toBe(MIB / 2);
    expect(reserveChunks(...reply(), 10 * MIB).size).toBe(64 * KIB);
    for (const [, res] of held) res.emit('close');

    const [req, res] = reply();
    expect(reserveChunks(req, res, 10 * MIB).size).toBe(MIB / 2);
    res.emit('close');
  });

  it('holds nothing for a client that has left already', () => {
    for (let count = 0; count < 129; count++) {
      const [req, res] = reply();
      Object.assign(res, { destroyed: true });
      expect(reserveChunks(req, res, 10 * MIB).size).toBe(MIB / 2);
    }
  });

  it('gives chunks that are read into again only where nobody else can have kept them', () => {
    for (const [res, isOurs] of [
      [realReply(), true],
      [reply()[1], false],
    ] as const) {
      const { take, giveBack } = reserveChunks({} as Request, res, 10 * MIB);
      const chunk = take(100 * KIB).subarray(0, 100 * KIB);

      expect(giveBack !== undefined).toBe(isOurs);
      giveBack?.(chunk);
      expect(take(100 * KIB).buffer === chunk.buffer).toBe(isOurs);
      res.emit('close');
    }
  });
});

describe('a chunk', () => {
  it('is nobody else’s after the write of Node on a socket of the system, made here or in a server', async () => {
    const seen: boolean[] = [];
    const app = express().get('/it', (_req, res) => {
      seen.push(isOursAfterWrite(res));
      res.end();
    });
    await withServer(app, (port) => fetch(`http://127.0.0.1:${port}/it`));

    expect([isOursAfterWrite(realReply()), ...seen]).toEqual([true, true]);
  });

  it.each<[string, (res: Response, app: Express) => Watched]>([
    ['res.write of this reply', (res) => watch(res, 'write')],
    ['res.end of this reply', (res) => watch(res, 'end')],
    ['the write of an app', (_res, app) => watch(app.response, 'write')],
    ['the write of Node', () => watch(OutgoingMessage.prototype, 'write')],
    ['the write of this socket', (res) => watch(res.socket ?? new Socket(), 'write')],
    ['the write of all sockets', () => watch(Socket.prototype, 'write')],
  ])('may be who wraps %s', (_what, wrap) => {
    const app = express();
    const res = realReply(app);
    const { undo } = wrap(res, app);
    try {
      expect(isOursAfterWrite(res)).toBe(false);
    } finally {
      undo();
    }
    expect(isOursAfterWrite(res)).toBe(true);
  });

  it('may be the socket’s where that is none of the system, or there is none yet', () => {
    const adapted = realReply();
    const socket = Object.create(Socket.prototype, { write: { value: () => true } }) as Socket;
    const waiting = realReply();
    if (waiting.socket) waiting.detachSocket(waiting.socket);
    for (const res of [adapted, waiting]) if (res.socket) res.detachSocket(res.socket);
    adapted.assignSocket(Object.setPrototypeOf(new EventEmitter(), Object.create(socket) as object) as Socket);

    expect([adapted, waiting].map(isOursAfterWrite)).toEqual([false, false]);
  });
});
