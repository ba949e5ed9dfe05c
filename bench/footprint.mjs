// What is paid beside time: loading, the package's size, memory.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { load, quantile, start, usage } from './measure.mjs';

/**
 * Milliseconds that `require` takes in a new process: Express, and this library after it. With `cache`, a folder, from
 * the compile cache of Node 22 and later.
 */
export function coldStart(runs, cache) {
  const env = cache === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: cache };
  const code = `
    const start = performance.now();
    require('express');
    const between = performance.now();
    require('express-returns');
    console.log(between - start, performance.now() - between);`;
  const runOnce = () => execFileSync(process.execPath, ['-e', code], { encoding: 'utf8', env }).split(' ').map(Number);
  if (cache !== undefined) runOnce(); // Fills it.
  const times = Array.from({ length: runs }, runOnce);
  const [express, added] = [0, 1].map((index) =>
    quantile(
      times.map((time) => time[index]),
      0.5,
    ),
  );
  return { express, added };
}

/** Bytes of the package, packed and unpacked. */
export function packageSize() {
  const [{ size, unpackedSize }] = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  );
  return { packed: size, unpacked: unpackedSize };
}

/** Megabytes that idle connections cost a server, after one request on each. */
export async function idleConnections(theme, name, count) {
  const [server] = await start(theme, [name], '.');
  const before = await usage(server);
  const sockets = [];
  for (let index = 0; index < count; index++) {
    const socket = net.connect(new URL(server.url).port, '127.0.0.1');
    socket.write('GET /it?n0 HTTP/1.1\r\nHost: localhost\r\n\r\n');
    sockets.push(socket);
    if (index % 100 === 99 || index === count - 1) await once(socket, 'data');
  }
  const after = await usage(server);
  for (const socket of sockets) socket.destroy();
  server.child.kill();
  return after.megabytes - before.megabytes;
}

/** Megabytes that a server has resident after some load. */
export async function memoryUnderLoad(theme, name) {
  const [server] = await start(theme, [name], '.');
  await load(server, 200, { amount: 20_000 });
  const { megabytes } = await usage(server);
  server.child.kill();
  return megabytes;
}
