// Servers of the benchmark in a process of their own: `node bench/server.mjs THEME NAMES...` tells their ports to the
// parent, and the memory of the process whenever it is asked.
import { once } from 'node:events';
import http from 'node:http';
import { createServer } from 'express-returns';
import { themes } from './themes.mjs';

const [, , theme, ...names] = process.argv;
const ports = [];
for (const name of names) {
  const { app, serve, isFast } = themes[theme].servers[name];
  const server = serve ? await serve() : isFast ? createServer(app()) : http.createServer(app());
  // Servers wait for their turn longer than the five seconds that Node keeps an idle connection.
  server.keepAliveTimeout = 600_000;
  await once(server.listen(0, '127.0.0.1'), 'listening');
  ports.push(server.address().port);
}
process.send(ports);
process.on('message', () => {
  process.send({ megabytes: process.memoryUsage.rss() / 1e6 });
});
process.on('disconnect', () => process.exit());
