import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { watchClose } from '../../lib/writers/watch-close';

/** A reply as far as it is watched. */
function reply(parts: { destroyed?: boolean; socket?: object | null } = {}, isSocketDestroyed = false) {
  const socket = Object.assign(new EventEmitter(), { destroyed: isSocketDestroyed });
  const res = Object.assign(new EventEmitter(), { destroyed: false, socket, ...parts });
  return { req: { socket } as unknown as IncomingMessage, res: res as unknown as ServerResponse, socket };
}

describe('watchClose', () => {
  it('calls back once', () => {
    const { req, res } = reply();
    const onClose = jest.fn();
    watchClose(req, res, onClose);
    expect(onClose).not.toHaveBeenCalled();
    res.emit('close');
    res.emit('close');

    expect(onClose).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['a reply', reply({ destroyed: true })],
    ['the socket that a pipelined reply waits for', reply({ socket: null }, true)],
  ])('calls back at once where %s is gone already', (_what, { req, res }) => {
    const onClose = jest.fn();
    watchClose(req, res, onClose)();

    expect(onClose).toHaveBeenCalledTimes(1);
  });

  it('leaves no listener behind', () => {
    const { req, res, socket } = reply({ socket: null });
    const onClose = jest.fn();
    watchClose(req, res, onClose)();
    res.emit('close');
    socket.emit('close');

    expect([res.listenerCount('close'), onClose.mock.calls.length]).toEqual([0, 0]);
  });

  it('watches the socket of pipelined replies, with one listener for all of them', () => {
    const { req, socket } = reply();
    const onClose = jest.fn();
    const unwatches = Array.from({ length: 20 }, () => watchClose(req, reply({ socket: null }).res, onClose));
    expect(socket.listenerCount('close')).toBe(1);
    unwatches[0]?.();
    socket.emit('close');

    expect(onClose).toHaveBeenCalledTimes(19);
  });
});
