import { EventEmitter } from 'node:events';
import type { Request, Response } from 'express';
import { reserveChunk } from '../../lib/writers/chunk-size';

const KIB = 1024;
const MIB = 1024 * KIB;

/** A reply whose client has not left. */
const reply = (): [Request, Response] => {
  const res = Object.assign(new EventEmitter(), { destroyed: false, socket: {} });
  return [{} as Request, res as unknown as Response];
};

describe('reserveChunk', () => {
  it('is large for a large body, the whole of a small one', () => {
    for (const [length, size] of [
      [1, 64 * KIB],
      [64 * KIB, 64 * KIB],
      [100 * KIB, 100 * KIB],
      [MIB, MIB / 2],
      [1024 * MIB, MIB / 2],
    ] as const) {
      const [req, res] = reply();
      expect(reserveChunk(req, res, length)).toBe(size);
      res.emit('close');
    }
  });

  it('is small while clients hold 64 MB, until they are done or gone', () => {
    const held = Array.from({ length: 128 }, reply);
    for (const [req, res] of held) expect(reserveChunk(req, res, 10 * MIB)).toBe(MIB / 2);
    expect(reserveChunk(...reply(), 10 * MIB)).toBe(64 * KIB);
    for (const [, res] of held) res.emit('close');

    const [req, res] = reply();
    expect(reserveChunk(req, res, 10 * MIB)).toBe(MIB / 2);
    res.emit('close');
  });

  it('holds nothing for a client that has left already', () => {
    for (let count = 0; count < 129; count++) {
      const [req, res] = reply();
      Object.assign(res, { destroyed: true });
      expect(reserveChunk(req, res, 10 * MIB)).toBe(MIB / 2);
    }
  });
});
