// Clients of every manner, over plain sockets where Node's own client would be too well-behaved.
import http from 'node:http';
import net from 'node:net';
import { performance } from 'node:perf_hooks';
import { clearTimeout, setTimeout } from 'node:timers';

/** The time after which an answer counts as never coming. */
const PATIENCE = 15_000;

/** Asks once, and reads to the end: status, headers, the number of bytes or the text. Rejects for a broken reply. */
export function ask(server, path, { method = 'GET', headers = {}, agent, asText = false } = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port: server.port, path, method, headers, agent }, (response) => {
      let length = 0;
      const chunks = [];
      response.on('data', (chunk) => {
        length += chunk.length;
        if (asText) chunks.push(chunk);
      });
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, length, text: chunks.join('') }),
      );
    });
    request.setTimeout(PATIENCE, () => request.destroy(new Error(`No answer to ${method} ${path}`)));
    request.on('error', reject);
    request.end();
  });
}

/** Bytes per second of one download. */
export async function measureRate(server, path, size) {
  const start = performance.now();
  const { status, length } = await ask(server, path);
  if (status !== 200 || length !== size) throw new Error(`${path}: ${status} with ${length} bytes`);
  return (size / (performance.now() - start)) * 1000;
}

/** Asks, and goes away when so many bytes have come, or after so many milliseconds without them. */
export function abortAfter(server, path, bytes, milliseconds = 1000) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(server.port, '127.0.0.1', () => socket.write(requestHead(path)));
    const timer = setTimeout(() => socket.destroy(), milliseconds);
    let left = bytes;
    socket.on('data', (chunk) => {
      left -= chunk.length;
      if (left <= 0) socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Asks and never reads. */
export function stall(server, path) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(server.port, '127.0.0.1', () => {
      socket.write(requestHead(path));
      resolve(socket);
    });
    socket.pause();
    socket.on('error', reject);
  });
}

function requestHead(path) {
  return `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`;
}

/** Runs `count` jobs, at most `atOnce` of them at a time. */
export function each(count, atOnce, job) {
  return runWhile((index) => index < count, atOnce, job);
}

/** Runs jobs for some seconds, at most `atOnce` of them at a time. */
export function during(seconds, atOnce, job) {
  const end = performance.now() + seconds * 1000;
  return runWhile(() => performance.now() < end, atOnce, job);
}

async function runWhile(goesOn, atOnce, job) {
  let next = 0;
  const worker = async () => {
    while (goesOn(next)) await job(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/**
 * Asks until what is answered pleases, or gives what was answered last when it has not within a minute: a thousand
 * clients come and go faster than a server on a busy machine takes notice of them.
 */
export async function settle(question, isSettled) {
  const end = performance.now() + 60_000;
  let answer = await question();
  while (!isSettled(answer) && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    answer = await question();
  }
  return answer;
}
