import net from 'node:net';
import type { Express } from 'express';
import { withServer, type RawReply } from './app';
import { readReply, type ReadReply } from './read-reply';

type Fields = Readonly<Record<string, string>>;

/**
 * Asks a server one request after the other over one connection, in a third of the processor time of Node's client. It
 * reads strictly: what is not HTTP, and bytes after a reply, are errors.
 */
export class Connection {
  private socket: net.Socket | undefined;
  private bytes: Buffer = Buffer.alloc(0);
  private readOn: (isClosed: boolean) => void = () => undefined;

  constructor(private readonly port: number) {}

  async ask(method: string, path: string, headers: Fields = {}): Promise<RawReply> {
    const socket = (this.socket ??= this.open());
    const fields = Object.entries({ Host: `127.0.0.1:${this.port}`, ...headers, ...lengthOf(method) });
    const lines = [`${method} ${path} HTTP/1.1`, ...fields.map((field) => field.join(': '))];
    socket.write(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
    const { end, isLast, reply } = await this.nextReply(method);
    if (end < this.bytes.length) throw new Error(`bytes after the reply: ${this.bytes.toString('latin1', end)}`);
    this.bytes = Buffer.alloc(0);
    if (isLast) this.close();
    return reply;
  }

  close(): void {
    this.socket?.destroy();
    this.socket = undefined;
  }

  private open(): net.Socket {
    return net
      .connect(this.port, '127.0.0.1')
      .on('data', (part: Buffer) => {
        this.bytes = this.bytes.length === 0 ? part : Buffer.concat([this.bytes, part]);
        this.readOn(false);
      })
      .on('error', () => undefined) // 'close' follows.
      .on('close', () => {
        this.socket = undefined;
        this.readOn(true);
      })
      .setTimeout(20_000, () => {
        this.close();
      });
  }

  private nextReply(method: string): Promise<ReadReply> {
    return new Promise((resolve, reject) => {
      this.readOn = (isClosed) => {
        try {
          const found = readReply(this.bytes, method, isClosed);
          if (found !== undefined) resolve(found);
        } catch (error) {
          reject(error);
        }
      };
    });
  }
}

/** Runs an app on a free port while `work` asks it over one connection. */
export function withConnection<T>(app: Express, work: (connection: Connection) => Promise<T>): Promise<T> {
  return withServer(app, async (port) => {
    const connection = new Connection(port);
    try {
      return await work(connection);
    } finally {
      connection.close();
    }
  });
}

/** What Node's client sends of a method that usually has a body. */
const lengthOf = (method: string): Fields =>
  ['POST', 'PUT', 'PATCH'].includes(method) ? { 'Content-Length': '0' } : {};
