import { EventEmitter } from 'node:events';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { watchClose } from '../../lib/writers/watch-close';

/** A reply as far as it is watched. */
function reply(parts: { destroyed?: boolean; socket?: object | null } = {}, isSocketDestroyed = false) {
  const socket = Object.assign(new EventEmitter(), { destroyed: isSocketDestroyed });
  const state = { destroyed: false, writableEnded: false, writableLength: 0 };
  const res = Object.assign(new EventEmitter(), { ...state, socket, ...parts });
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
  ])('calls back immediately if %s is already gone', (_what, { req, res }) => {
    const onClose = jest.fn();
    watchClose(req, res, onClose)();

    expect(onClose).toHaveBeenCalledTimes(1);
  });

  it('does not call back once the watch has ended', () => {
    const { req, res, socket } = reply({ socket: null });
    const onClose = jest.fn();
    watchClose(req, res, onClose)();
    res.emit('close');
    socket.emit('close');

    expect(onClose).not.toHaveBeenCalled();
  });

  it('has the same few listeners, however many functions watch', () => {
    const { req, res } = reply();
    const onClose = jest.fn();
    for (let count = 0; count < 20; count++) {
      watchClose(req, res, () => {
        onClose();
      });
    }
    expect([res.listenerCount('close'), res.listenerCount('finish')]).toEqual([1, 1]);
    res.emit('finish');
    res.emit('close');

    expect(onClose).toHaveBeenCalledTimes(20);
  });

  /** A reply of HTTP/2: `finish` and `close` are emitted together, whatever became of it. */
  const http2 = (stream: object) => reply({ stream: { writableFinished: true, ...stream } } as object);

  it.each<[string, readonly string[], ReturnType<typeof reply>, boolean]>([
    ['sent', ['finish', 'close'], reply(), true],
    ['sent by an adapter that never closes it', ['finish'], reply(), true],
    ['left by its client', ['close'], reply(), false],
    ['ended into a connection that broke', ['finish', 'close'], reply({}, true), false],
    ['sent by a test double without a socket', ['finish'], reply({ socket: undefined } as object), true],
    ['sent by HTTP/2', ['finish', 'close'], http2({ aborted: false, rstCode: 0 }), true],
    ['cancelled in HTTP/2', ['finish', 'close'], http2({ aborted: true, rstCode: 8 }), false],
    ['cancelled in HTTP/2 after its end', ['finish', 'close'], http2({ aborted: false, rstCode: 8 }), false],
    ['aborted in HTTP/2 without an error', ['finish', 'close'], http2({ aborted: true, rstCode: 0 }), false],
  ])('knows whether a reply is complete: %s', (_what, events, { req, res }, isComplete) => {
    const outcomes: boolean[] = [];
    watchClose(req, res, (outcome) => outcomes.push(outcome));
    for (const event of events) res.emit(event);
    watchClose(req, res, (outcome) => outcomes.push(outcome));

    expect(outcomes).toEqual([isComplete, isComplete]);
  });

  it.each<[string, object, boolean]>([
    ['destroyed', { destroyed: true }, false],
    ['handed to the network', { writableEnded: true, writableLength: 0 }, true],
    ['ended on the socket of an adapter', { writableEnded: true, writableLength: NaN }, true],
    ['sent by HTTP/2', { stream: { destroyed: true, aborted: false, rstCode: 0, writableFinished: true } }, true],
    ['cancelled in HTTP/2', { stream: { destroyed: true, aborted: true, rstCode: 8, writableFinished: true } }, false],
  ])('knows it of a reply that was over before: %s', (_what, parts, isComplete) => {
    const { req, res } = reply(parts);
    const onClose = jest.fn();
    watchClose(req, res, onClose);

    expect(onClose.mock.calls).toEqual([[isComplete]]);
  });

  it.each([
    ['whole by an adapter that closes it before it has finished', false, true],
    ['broken off by a client that left', true, false],
  ])('reports a reply that has ended as %s', (_what, destroyed, expected) => {
    const { req, res, socket } = reply();
    const onClose = jest.fn();
    watchClose(req, res, onClose);
    Object.assign(res, { writableEnded: true, writableLength: NaN });
    Object.assign(socket, { destroyed });
    res.emit('close');
    res.emit('finish');

    expect(onClose.mock.calls).toEqual([[expected]]);
  });

  it.each<[string, (real: ServerResponse) => ServerResponse]>([
    ['Node', (real) => real],
    ['a Proxy of that', (real) => new Proxy(real, {})],
    ['an object that hands `on` to that', (real) => ({ socket: real.socket, on: real.on.bind(real) }) as never],
  ])('watches the reply of %s', (_what, make) => {
    const req = new IncomingMessage(new Socket());
    const real = new ServerResponse(req);
    real.assignSocket(req.socket);
    const onClose = jest.fn();
    watchClose(req, make(real), onClose);
    real.emit('close');
    real.emit('finish');

    expect(onClose.mock.calls).toEqual([[false]]);
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
