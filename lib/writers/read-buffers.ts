import { Buffer } from 'node:buffer';
import { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { Request, Response as ExpressResponse } from 'express';
import { isUnwrapped } from './unwrapped-methods';
import { watchClose } from './watch-close';

/** Chunk size of Node's own file streams, in bytes. */
export const SMALL = 64 * 1024;
/** Size of a pooled buffer, in bytes. */
const LARGE = 512 * 1024;
/** Limit of the large chunks of all replies together, in bytes: a client that does not read keeps its chunk. */
const MOST_RESERVED = 64 * 1024 * 1024;
/** Limit of the buffers that wait for their next use, 16 MB in all. */
const MOST_FREE = 32;

/** The buffers that one body is read into, chunk by chunk. */
export interface ChunkBuffers {
  /** Largest chunk, in bytes. */
  readonly size: number;
  /**
   * Returns a buffer of at least this length, at most the size. It holds old bytes: send only what was read into it.
   */
  readonly take: (length: number) => Buffer;
  /** Returns a chunk to the pool after it was sent. Its bytes must not be read afterwards. */
  readonly giveBack?: (chunk: Buffer) => void;
}

/**
 * The buffers for reading files, shared by all replies. Large buffers are used again and again, since new ones trigger
 * the garbage collector: docs/performance.md.
 *
 * A buffer belongs to one reply from `take` to `giveBack`, and only that reply can give it back, once. So two clients
 * never share bytes, even if a reply gives a chunk back twice.
 */
export class ReadBuffers {
  readonly #free: Buffer[] = [];
  readonly #owners = new WeakMap<ArrayBufferLike, ChunkBuffers>();
  #reserved = 0;

  /** Reserves large chunks for a body of `length` bytes, small ones if it is short or the limit is reached. */
  reserve(req: Request, res: ExpressResponse, length: number): ChunkBuffers {
    if (length <= SMALL || this.#reserved >= MOST_RESERVED) return { size: SMALL, take: newBuffer };
    this.#reserved += LARGE;
    watchClose(req, res, () => {
      this.#reserved -= LARGE;
    });
    return canReuseAfterWrite(res) ? this.#pooledBuffers() : { size: LARGE, take: newBuffer };
  }

  #pooledBuffers(): ChunkBuffers {
    const owner: ChunkBuffers = {
      size: LARGE,
      take: () => this.#take(owner),
      giveBack: (chunk) => {
        this.#giveBack(owner, chunk);
      },
    };
    return owner;
  }

  #take(owner: ChunkBuffers): Buffer {
    const buffer = this.#free.pop() ?? Buffer.allocUnsafeSlow(LARGE);
    this.#owners.set(buffer.buffer, owner);
    return buffer;
  }

  /** Accepts any view of a buffer. */
  #giveBack(owner: ChunkBuffers, { buffer }: Buffer): void {
    if (this.#owners.get(buffer) !== owner) return;
    this.#owners.delete(buffer);
    if (this.#free.length < MOST_FREE) this.#free.push(Buffer.from(buffer));
  }
}

/** The buffers of this process. */
export const readBuffers = new ReadBuffers();

function newBuffer(length: number): Buffer {
  return Buffer.allocUnsafe(length);
}

/**
 * Whether a chunk can be reused after the callback of `res.write`: if that is Node's own on a TCP socket. Wrappers, TLS
 * and the sockets of serverless adapters may keep a reference.
 */
export function canReuseAfterWrite(res: ExpressResponse): boolean {
  const { socket } = res;
  return (
    isUnwrapped.write(res) &&
    !Object.hasOwn(res, 'end') &&
    socket !== null &&
    Object.getPrototypeOf(socket) === Socket.prototype &&
    socket.write === Duplex.prototype.write
  );
}
