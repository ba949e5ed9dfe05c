import { EventEmitter } from 'node:events';
import { connect, Socket } from 'node:net';
import express, { type Response } from 'express';
import { errorHandler, returns } from 'express-returns';
import { breakOff, breakOffIfMasked } from '../../lib/writers/break-off';
import { send, withServer } from '../helpers/app';

/** A reply as far as it is broken off; its socket is destroyed with it where it can be. */
function reply(canBeDestroyed: boolean) {
  const socket = { destroyed: false };
  const destroy = jest.fn(() => {
    socket.destroyed = canBeDestroyed;
  });
  const res = Object.assign(new EventEmitter(), { req: { httpVersion: '1.1' }, socket, destroy });
  return { res: res as unknown as Response, destroy };
}

const events = (res: Response, names: readonly string[]): string[] => {
  const seen: string[] = [];
  for (const name of names) res.on(name, () => seen.push(name));
  return seen;
};

describe('breakOff', () => {
  it.each([new Error('late'), 'late', undefined, Object.freeze(new Error('frozen'))])(
    'gives the reason: %s',
    (cause) => {
      const { res, destroy } = reply(true);
      const seen = events(res, ['error', 'close']);
      breakOff(res, cause);

      expect(destroy.mock.calls).toEqual([[expect.objectContaining({ cause })]]);
      expect(seen).toEqual([]);
    },
  );

  it.each([[['error', 'close']], [['close']]])('tells an adapter whose socket cannot be destroyed: %j', (names) => {
    const { res } = reply(false);
    const seen = events(res, names);
    breakOff(res, new Error('late'));

    expect(seen).toEqual(names);
  });
});

describe('breakOffIfMasked', () => {
  it.each<[string, object, boolean]>([
    ['HTTP/1.1: the end of the connection shows the failure', {}, false],
    ['HTTP/1.0', { req: { httpVersion: '1.0' } }, true],
    ['HTTP/2', { req: { httpVersion: '2.0' } }, true],
    ['the socket of an adapter', { socket: { destroyed: false } }, true],
    ['no head yet', { req: { httpVersion: '1.0' }, headersSent: false }, false],
    ['a reply that has ended', { req: { httpVersion: '1.0' }, writableEnded: true }, false],
    ['a reply that is broken off', { req: { httpVersion: '1.0' }, destroyed: true }, false],
  ])('%s', (_what, parts, isBroken) => {
    const destroy = jest.fn();
    const res = {
      req: { httpVersion: '1.1' },
      socket: Object.create(Socket.prototype) as Socket,
      headersSent: true,
      writableEnded: false,
    };
    breakOffIfMasked(
      Object.assign(new EventEmitter(), { ...res, destroy, ...parts }) as unknown as Response,
      new Error('late'),
    );

    expect(destroy).toHaveBeenCalledTimes(isBroken ? 1 : 0);
  });
});

describe('a handler that fails after the head', () => {
  /** Whether the connection ends with a reset. */
  async function isReset(handler: express.RequestHandler, layers: readonly express.ErrorRequestHandler[]) {
    const app = express().set('env', 'test').get('/', handler);
    for (const layer of layers) app.use(layer);
    return withServer(app, async (port) => {
      const socket = connect(port, '127.0.0.1').resume();
      let isFailed = false;
      socket.on('error', () => {
        isFailed = true;
      });
      socket.write('GET / HTTP/1.0\r\n\r\n');
      await new Promise((resolve) => socket.once('close', resolve));
      return isFailed;
    });
  }

  const fail = returns((_req, res) => {
    res.write('a');
    throw new Error('late');
  });
  const byHand: express.RequestHandler = (_req, res, next) => {
    res.write('a');
    next(new Error('late'));
  };

  it.each([
    ['a returned handler', fail, []],
    ['a returned handler with errorHandler()', fail, [errorHandler()]],
    ['a handler of Express with errorHandler()', byHand, [errorHandler()]],
  ])('resets the connection of HTTP/1.0: %s', async (_what, handler, layers) => {
    expect(await isReset(handler, layers)).toBe(true);
  });
});

it('an error handler of the app may still end the reply of HTTP/1.1', async () => {
  const app = express().get(
    '/',
    returns((_req, res) => {
      res.write('a');
      throw new Error('late');
    }),
  );
  app.use((_error: unknown, _req: express.Request, res: express.Response, _next: express.NextFunction) => {
    res.end(' and its end');
  });
  const { body, isBroken } = await send(app, 'GET', '/');

  expect([body.toString(), isBroken]).toEqual(['a and its end', false]);
});
