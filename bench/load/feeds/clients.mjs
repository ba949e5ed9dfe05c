// Clients of feeds in a process of their own, since the number of descriptors of a process is limited.
// Usage: node bench/load/feeds/clients.mjs PORT, with IPC.
import net from 'node:net';
import { setTimeout } from 'node:timers/promises';

const PORT = Number(process.argv[2]);
const HEAD_END = '\r\n\r\n';
/** Clients that connect at once. */
const AT_ONCE = 100;

let received = 0;
const sockets = [];

/** Opens a feed from an address of 127/8, each of which has ports of its own; resolves when the head has come. */
function open(index) {
  return new Promise((resolve, reject) => {
    const localAddress = `127.0.${1 + (index % 8)}.1`;
    const socket = net.connect({ port: PORT, host: '127.0.0.1', localAddress }, () => {
      socket.write(`GET /feed HTTP/1.1\r\nHost: 127.0.0.1${HEAD_END}`);
    });
    sockets.push(socket);
    socket.on('data', (chunk) => {
      received += chunk.length;
      resolve();
    });
    socket.on('error', reject);
  });
}

const questions = {
  async open(count) {
    for (let first = 0; first < count; first += AT_ONCE) {
      const some = Math.min(AT_ONCE, count - first);
      await Promise.all(Array.from({ length: some }, (_, index) => open(first + index)));
    }
  },
  /** The bytes that have come when no more come. */
  async received() {
    for (let before = -1; before !== received;) {
      before = received;
      await setTimeout(200);
    }
    return received;
  },
  /** The first feed reads no more. */
  stall: () => void sockets[0].pause(),
};

process.on('message', async ([question, ...given]) => process.send({ answer: await questions[question](...given) }));
process.on('disconnect', () => process.exit());
process.send({ answer: undefined });
