import type { Request, Response as ExpressResponse } from 'express';
import { watchClose } from './watch-close';

/** The chunk of Node's own file streams. */
const SMALL = 64 * 1024;
/** Measured: with these a file of 1 MB takes 0.8 of the processor time of res.sendFile, which has small ones. */
const LARGE = 512 * 1024;
/** How many bytes all replies together may hold in large chunks, since a client that does not read keeps its chunk. */
const MOST_RESERVED = 64 * 1024 * 1024;

let reserved = 0;

/** How many bytes of a body are read at once: large chunks as long as few clients hold any, small ones from then on. */
export function reserveChunk(req: Request, res: ExpressResponse, length: number): number {
  if (length <= SMALL || reserved >= MOST_RESERVED) return SMALL;
  const size = Math.min(length, LARGE);
  reserved += size;
  watchClose(req, res, () => {
    reserved -= size;
  });
  return size;
}
