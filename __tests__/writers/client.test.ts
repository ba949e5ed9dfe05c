import { EventEmitter } from 'node:events';
import type { Request, Response } from 'express';
import { Client } from '../../lib/writers/client';

/** A reply as far as a Client looks at it. */
function reply(parts: { destroyed?: boolean; writableEnded?: boolean; socket?: object | null } = {}): {
  req: Request;
  res: Response;
  socket: EventEmitter;
} {
  const socket = new EventEmitter();
  const res = Object.assign(new EventEmitter(), { destroyed: false, writableEnded: false, socket, ...parts });
  return { req: { socket } as unknown as Request, res: res as unknown as Response, socket };
}

/** A client that is watched. */
function watched(req: Request, res: Response, onLeave = jest.fn()): Client {
  const client = new Client(res, { onLeave });
  client.watch(req);
  return client;
}

describe('Client', () => {
  it('has left when the reply closes, and says so once', () => {
    const { req, res } = reply();
    const onLeave = jest.fn();
    const client = watched(req, res, onLeave);
    expect([client.hasLeft(), client.isDone()]).toEqual([false, false]);
    res.emit('close');
    res.emit('close');

    expect([client.hasLeft(), client.isDone(), onLeave.mock.calls.length]).toEqual([true, true, 1]);
  });

  it('knows that it came too late', () => {
    const gone = reply({ destroyed: true });
    const ended = reply({ writableEnded: true });

    expect(watched(gone.req, gone.res).hasLeft()).toBe(true);
    expect(watched(ended.req, ended.res).isDone()).toBe(true);
  });

  it.each<[string, (client: Client, res: Response) => void]>([
    ['no write was refused', (client) => client.recordWrite(true)],
    [
      'the drain came before',
      (client, res) => {
        client.recordWrite(false);
        res.emit('drain');
      },
    ],
    [
      'the client left before',
      (client, res) => {
        client.recordWrite(false);
        res.emit('close');
      },
    ],
  ])('does not wait for a drain where %s', async (_when, prepare) => {
    const { req, res } = reply();
    const client = watched(req, res);
    prepare(client, res);

    await expect(client.drained()).resolves.toBeUndefined();
    expect(client.isBlocked()).toBe(client.hasLeft());
  });

  it.each(['drain', 'close'])('waits for a drain until %s', async (event) => {
    const { req, res } = reply();
    const client = watched(req, res);
    client.recordWrite(false);
    const drained = client.drained();
    res.emit(event);

    await expect(drained).resolves.toBeUndefined();
  });

  it('has one listener for all drains, and none before a write is refused', () => {
    const { req, res } = reply();
    const client = watched(req, res);
    client.recordWrite(true);
    expect(res.listenerCount('drain')).toBe(0);
    for (let count = 0; count < 20; count++) client.recordWrite(false);

    expect(res.listenerCount('drain')).toBe(1);
  });

  it('hears of nothing once it is no longer watched', () => {
    const { req, res, socket } = reply({ socket: null });
    const onLeave = jest.fn();
    const client = watched(req, res, onLeave);
    client.recordWrite(false);
    void client.drained();
    client.unwatch();
    res.emit('close');
    socket.emit('close');

    expect([res.listenerCount('drain'), onLeave.mock.calls.length]).toEqual([0, 0]);
  });
});
