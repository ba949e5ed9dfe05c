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
function watched(req: Request, res: Response, onLeave = jest.fn(), onDrain = jest.fn()): Client {
  const client = new Client(res, { onLeave, onDrain });
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

  it('accepts no more from a write that was refused until the drain, and says when', () => {
    const { req, res } = reply();
    const onDrain = jest.fn();
    const client = watched(req, res, jest.fn(), onDrain);
    client.recordWrite(true);
    const before = client.isBlocked();
    client.recordWrite(false);
    const after = client.isBlocked();
    res.emit('drain');

    expect([before, after, client.isBlocked(), onDrain.mock.calls.length]).toEqual([false, true, false, 1]);
  });

  it('does not drain once it has left', () => {
    const { req, res } = reply();
    const [onLeave, onDrain] = [jest.fn(), jest.fn()];
    const client = watched(req, res, onLeave, onDrain);
    client.recordWrite(false);
    res.emit('close');

    expect([client.isBlocked(), onLeave.mock.calls.length, onDrain.mock.calls.length]).toEqual([true, 1, 0]);
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
    client.unwatch();
    res.emit('close');
    socket.emit('close');

    expect([res.listenerCount('drain'), onLeave.mock.calls.length]).toEqual([0, 0]);
  });
});
