// Servers of the benchmark in a process of their own: `node bench/server.mjs THEME NAMES...` tells their addresses to
// the parent, and the memory of the process whenever it is asked.
import { once } from 'node:events';
import http from 'node:http';
import { createServer } from 'express-returns';
import { themes } from './themes.mjs';

const [, , theme, ...names] = process.argv;
const { path = '/it', query = '' } = themes[theme];
const servers = names.map((name) => themes[theme].servers[name]);
const [{ serve, isFast }] = servers;
const server = serve ? await serve() : appsServer(servers.map((one) => one.app()));

/**
 * One server for all apps, and one pair of prototypes: V8 then takes their requests for those of one app with several
 * routes. Apps with prototypes of their own make each other slower the more of them a process has.
 */
function appsServer(apps) {
  const [{ request, response }] = apps;
  for (const other of apps.slice(1)) Object.assign(other, { request, response });
  const made = isFast ? createServer(apps[0]) : http.createServer();
  return made.removeAllListeners('request').on('request', (req, res) => {
    apps[Number.parseInt(req.url.slice(path.length + 2))](req, res);
  });
}

// Servers wait for their turn longer than the five seconds that Node keeps an idle connection.
server.keepAliveTimeout = 600_000;
await once(server.listen(0, '127.0.0.1'), 'listening');
process.send(names.map((_name, index) => `http://127.0.0.1:${server.address().port}${path}?n${index}${query}`));
process.on('message', () => {
  process.send({ megabytes: process.memoryUsage.rss() / 1e6 });
});
process.on('disconnect', () => process.exit());
