// One server of the benchmark in a process of its own: `node bench/server.mjs THEME NAME` tells its port to the parent,
// and the memory that it has whenever it is asked.
import http from 'node:http';
import { createServer } from 'express-returns';
import { themes } from './themes.mjs';

const [, , theme, name] = process.argv;
const { app, serve, isFast } = themes[theme].servers[name];
const server = serve ? await serve() : isFast ? createServer(app()) : http.createServer(app());

// Servers wait for their turn longer than the five seconds that Node keeps an idle connection.
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.on('message', () => {
  process.send({ megabytes: process.memoryUsage.rss() / 1e6 });
});
process.on('disconnect', () => process.exit());
