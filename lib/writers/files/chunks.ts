import { Buffer } from 'node:buffer';
import { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { Request, Response as ExpressResponse } from 'express';
import { giveBackBuffer, POOLED, takeBuffer } from './buffer-pool';
import { isKnownMethod } from '../unwrapped-methods';
import { watchClose } from '../watch-close';

/** The chunk of Node's own file streams. */
export const SMALL = 64 * 1024;
/** How many bytes all replies together may hold in large chunks, since a client that does not read keeps its chunk. */
const MOST_RESERVED = 64 * 1024 * 1024;

let reserved = 0;

const newBuffer = (length: number): Buffer => Buffer.allocUnsafe(length);

/** What a body is read into, chunk by chunk. */
export interface Chunks {
  /** How many bytes are read at once. */
  readonly size: number;
  /** A buffer of at least this length, at most the size. */
  readonly take: (length: number) => Buffer;
  /** Takes a chunk back that is sent, for others to be read into; nobody may look at it any more. */
  readonly giveBack?: (chunk: Buffer) => void;
}

/**
 * Large chunks as long as few clients hold any, small ones from then on. Measured: with large ones a file of 1 MB takes
 * 0.8 of the processor time of `res.sendFile`, which has small ones, and 0.4 where they are used again and again: new
 * ones are what the collector counts, and each 64 MB or so has it go through all that is alive.
 */
export function reserveChunks(req: Request, res: ExpressResponse, length: number): Chunks {
  if (length <= SMALL || reserved >= MOST_RESERVED) return { size: SMALL, take: newBuffer };
  reserved += POOLED;
  watchClose(req, res, () => {
    reserved -= POOLED;
  });
  return isOursAfterWrite(res)
    ? { size: POOLED, take: takeBuffer, giveBack: giveBackBuffer }
    : { size: POOLED, take: newBuffer };
}

/**
 * Whether a chunk is nobody else's once `res.write` has called back: Node's own method on a socket of the system. Who
 * wraps it, or has another kind of socket, as adapters to cloud functions have, may keep what it was given.
 */
export function isOursAfterWrite(res: ExpressResponse): boolean {
  const { socket } = res;
  return (
    isKnownMethod('write', res) &&
    !Object.hasOwn(res, 'end') &&
    socket !== null &&
    Object.getPrototypeOf(socket) === Socket.prototype &&
    socket.write === Duplex.prototype.write
  );
}
