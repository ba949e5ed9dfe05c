// The app in a process of its own: tells its port to the parent, and what it holds whenever it is asked.
// Usage: node --expose-gc bench/load/server.mjs MEDIA_ROOT, with IPC.
import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { setImmediate, setInterval } from 'node:timers';
import { createApp } from './app.mjs';
import { sources } from './bodies.mjs';

process.env.NODE_ENV = 'test'; // So that Express prints no errors.
const app = createApp(process.argv[2]);

// Replies in memory: a listener or a promise that outlives its reply keeps it here.
let replies = 0;
const finalized = new FinalizationRegistry(() => replies--);
const server = createServer((req, res) => {
  replies++;
  finalized.register(res);
  app(req, res);
});

let peak = 0;
setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50).unref();

const questions = {
  /** Peak of resident memory in bytes since it was asked last. */
  peak() {
    const rss = Math.max(peak, process.memoryUsage.rss());
    peak = 0;
    return rss;
  },
  async held() {
    // Finalizers run in a turn of their own, and free what the next collection finds.
    for (let round = 0; round < 4; round++) {
      globalThis.gc();
      await new Promise(setImmediate);
    }
    const resources = process.getActiveResourcesInfo();
    return {
      heap: process.memoryUsage().heapUsed,
      descriptors: countDescriptors(),
      sources: sources.open,
      timers: resources.filter((name) => name === 'Timeout').length,
      listeners: countListeners(process) + countListeners(server),
      replies,
    };
  },
  pulled: () => sources.pulled,
};

function countDescriptors() {
  return process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0;
}

function countListeners(emitter) {
  return emitter.eventNames().reduce((sum, name) => sum + emitter.listenerCount(name), 0);
}

process.on('message', async (question) => process.send({ answer: await questions[question]() }));
process.on('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => process.send({ answer: server.address().port }));
