import { EventEmitter } from 'node:events';
import type { Response } from 'express';
import { breakOff } from '../../lib/writers/break-off';

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
