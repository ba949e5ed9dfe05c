import { Duplex } from 'node:stream';
import { setImmediate } from 'node:timers';

/** Taken while the module loads: fake timers replace `process.nextTick` and the timers of tests, also these ones. */
const inLaterTurn = setImmediate;

/** Both ends of a connection in memory. */
export interface SocketPair {
  readonly client: Duplex;
  readonly server: Duplex;
}

/** Makes a connection; `isSecure` has the server take it for one by TLS, as `req.secure` shows. */
export function makeSocketPair(isSecure: boolean): SocketPair {
  const client = new MemorySocket(false);
  const server = new MemorySocket(isSecure);
  client.connect(server);
  server.connect(client);
  return { client, server };
}

/**
 * One end: bytes written come out of the other, in a later turn and under backpressure, as through a `net.Socket`. It
 * has the members of a socket that Node's http and Express use.
 */
class MemorySocket extends Duplex {
  readonly remoteAddress = '127.0.0.1';
  readonly remoteFamily = 'IPv4';
  readonly remotePort = 50_000;
  readonly localAddress = '127.0.0.1';
  readonly localPort = 80;
  readonly encrypted: boolean;
  #peer: MemorySocket = this;
  /** The callback of the last write of the other end, while this one has enough to read. */
  #resume: ((error?: globalThis.Error) => void) | undefined;

  constructor(encrypted: boolean) {
    super({ allowHalfOpen: true });
    this.encrypted = encrypted;
  }

  connect(peer: MemorySocket): void {
    this.#peer = peer;
  }

  override _read(): void {
    this.#continue();
  }

  override _write(chunk: Buffer, _encoding: unknown, done: (error?: globalThis.Error) => void): void {
    // In a later turn: what reads there must not run inside of a call here.
    inLaterTurn(() => {
      this.#peer.#receive(chunk, done);
    });
  }

  /** Chunks that are written together, such as a head and its body, arrive together. */
  override _writev(chunks: { chunk: Buffer }[], done: (error?: globalThis.Error) => void): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), undefined, done);
  }

  override _final(done: () => void): void {
    inLaterTurn(() => {
      this.#peer.#end();
      done();
    });
  }

  override _destroy(error: globalThis.Error | null, done: (error: globalThis.Error | null) => void): void {
    inLaterTurn(() => {
      if (this.#resume !== undefined) this.#continue(brokenPipe());
      this.#peer.#end();
    });
    done(error);
  }

  #receive(chunk: Buffer, done: (error?: globalThis.Error) => void): void {
    if (this.destroyed || this.readableEnded) {
      done(brokenPipe());
      return;
    }
    this.#resume = done;
    if (this.push(chunk)) this.#continue();
  }

  #continue(error?: globalThis.Error): void {
    const resume = this.#resume;
    this.#resume = undefined;
    resume?.(error);
  }

  #end(): void {
    if (!this.destroyed && !this.readableEnded) this.push(null);
  }

  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once('finish', () => this.destroy());
  }

  address(): { address: string; family: string; port: number } {
    return { address: this.localAddress, family: 'IPv4', port: this.localPort };
  }

  /** Nothing is sent by a network, so that nothing waits for a timer, a delay or a probe. */
  setTimeout(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}

function brokenPipe(): globalThis.Error {
  return Object.assign(new globalThis.Error('write EPIPE'), { code: 'EPIPE', syscall: 'write' });
}
