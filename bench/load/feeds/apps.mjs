// Three ways to send the same events to all clients: `open` answers a request with a feed, `publish` sends one event to
// all.
import { existsSync } from 'node:fs';
import { setInterval } from 'node:timers';

const HEADERS = { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache', 'X-Accel-Buffering': 'no' };

/** By hand: a Set of replies, and one timer for the comments of all of them. */
async function byHand(heartbeatSeconds) {
  const feeds = new Set();
  const sendAll = (text) => {
    for (const res of feeds) res.write(text);
  };
  if (heartbeatSeconds > 0) setInterval(sendAll, heartbeatSeconds * 1000, ':\n\n').unref();
  const { default: express } = await import('express');
  const app = express().get('/feed', (_req, res) => {
    res.set(HEADERS).flushHeaders();
    feeds.add(res);
    res.on('close', () => feeds.delete(res));
  });
  return { app, publish: (data) => sendAll(`data: ${JSON.stringify(data)}\n\n`) };
}

/** Return style: a channel. By `mount`, since the routes by hand are in the app, too, and not in a Router of it. */
async function returnStyle(heartbeatSeconds) {
  const [{ default: express }, { Channel, EventStream, Routes }] = await Promise.all([
    import('express'),
    import('express-returns'),
  ]);
  const channel = new Channel();
  const routes = new Routes().get('/feed', () => new EventStream(channel, { heartbeatSeconds }));
  const app = express();
  routes.mount(app);
  return { app, publish: (data) => channel.publish({ data }) };
}

async function betterSSE(heartbeatSeconds) {
  const [{ default: express }, { createChannel, createSession }] = await Promise.all([
    import('express'),
    import('../../peers/better-sse.mjs'),
  ]);
  const channel = createChannel();
  const app = express().get('/feed', async (req, res) => {
    const keepAlive = heartbeatSeconds === 0 ? null : heartbeatSeconds * 1000;
    channel.register(await createSession(req, res, { keepAlive }));
  });
  return { app, publish: (data) => channel.broadcast(data) };
}

// `npm run bench` installs it.
const hasBetterSSE = existsSync(new URL('../../peers/node_modules/better-sse', import.meta.url));

export const apps = {
  'by hand': byHand,
  'return style': returnStyle,
  ...(hasBetterSSE && { 'better-sse': betterSSE }),
};
