// Requests in short bursts over kept connections. A client that has to be set up for each burst, or that parses
// replies, would take longer than the burst; since the replies of a server are all alike, it is enough to count their
// bytes.
import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import net from 'node:net';
import { performance } from 'node:perf_hooks';
import { clearImmediate, clearTimeout, setImmediate, setTimeout } from 'node:timers';

const HUNG = 60_000;

/**
 * Connects to a server: `burst(count)` asks for so many replies and gives the seconds until the last one is there,
 * `close()` ends the connections. Close them before the server ends: it would reset those that it has not accepted yet.
 */
export async function connect(server, { connections = 32, method = 'GET', headers = {}, body = '' } = {}) {
  const { host, hostname, port, pathname, search } = new URL(server.url);
  const length = body === '' ? {} : { 'content-length': Buffer.byteLength(body) };
  const lines = Object.entries({ host, ...headers, ...length }).map(([name, value]) => `${name}: ${value}\r\n`);
  const request = Buffer.from(`${method} ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
  const sockets = [];
  for (let index = 0; index < connections; index++) {
    const socket = net.connect({ host: hostname, port, noDelay: true });
    await once(socket, 'connect');
    sockets.push(socket);
  }
  const size = await replySize(sockets[0], request);

  const burst = async (count) => {
    const used = sockets.slice(0, count);
    const each = Math.ceil(count / used.length);
    const stop = stayAwake();
    const start = performance.now();
    const hung = setTimeout(() => used[0].destroy(new Error(`${server.name}: no reply, or a shorter one`)), HUNG);
    await Promise.all(used.map((socket) => replies(socket, request, each, size)));
    clearTimeout(hung);
    const seconds = (performance.now() - start) / 1000;
    stop();
    return { seconds, count: each * used.length };
  };
  const close = () => {
    for (const socket of sockets) socket.destroy();
  };
  return { burst, close };
}

/**
 * Keeps the event loop turning. A client asleep has to be woken by the server's write, which costs the server 3 to 10
 * µs a reply; how often it is asleep depends on how slow the server is, so that slower ones would seem slower still.
 * Clients on other machines do not cause this cost.
 */
function stayAwake() {
  let next;
  const turn = () => {
    next = setImmediate(turn);
  };
  turn();
  return () => clearImmediate(next);
}

/** Bytes of one reply, head and body: by its length, or to the last chunk. */
async function replySize(socket, request) {
  socket.write(request);
  let [size, received, tail] = [NaN, 0, ''];
  for (;;) {
    const [chunk] = await once(socket, 'data');
    const text = chunk.toString('latin1');
    if (received === 0) {
      const [, length] = /\r\ncontent-length: (\d+)\r\n/i.exec(text) ?? [];
      size = text.indexOf('\r\n\r\n') + 4 + Number(length);
    }
    received += chunk.length;
    tail = (tail + text).slice(-5);
    if (received === size || (Number.isNaN(size) && tail === '0\r\n\r\n')) return received;
  }
}

/** Asks on one connection, the next time when the last reply is whole. */
function replies(socket, request, count, size) {
  return new Promise((resolve, reject) => {
    let [left, received] = [count, 0];
    const end = (error) => {
      socket.off('data', onData).off('close', onClose).off('error', end);
      if (error) reject(error);
      else resolve();
    };
    const onClose = () => end(new Error('The server closed the connection.'));
    const onData = (chunk) => {
      received += chunk.length;
      if (received < size) return;
      if (received > size) return end(new Error(`A reply of ${received} bytes, where the first had ${size}.`));
      received = 0;
      if (--left === 0) end();
      else socket.write(request);
    };
    socket.on('data', onData).on('close', onClose).on('error', end);
    socket.write(request);
  });
}
