// One app with feeds in a process of its own: tells its port to the parent, and what it costs when it is asked.
// Usage: node --expose-gc bench/load/feeds/server.mjs NAME HEARTBEAT_SECONDS, with IPC.
import { createServer } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { apps } from './apps.mjs';

const [, , name, heartbeatSeconds] = process.argv;
const { app, publish } = await apps[name](Number(heartbeatSeconds));

const processorTime = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const questions = {
  /** Resident memory in bytes after a collection. */
  async memory() {
    for (let round = 0; round < 6; round++) {
      globalThis.gc();
      await setImmediate();
    }
    return { resident: process.memoryUsage.rss(), heap: process.memoryUsage().heapUsed };
  },
  /** Milliseconds of processor time so far. */
  time: processorTime,
  /** Milliseconds of processor time to send this to all feeds. Writes are over in the next turns of the event loop. */
  async publish(data) {
    const before = processorTime();
    await publish(data);
    for (let turn = 0; turn < 3; turn++) await setImmediate();
    return processorTime() - before;
  },
};

process.on('message', async ([question, ...given]) => process.send({ answer: await questions[question](...given) }));
process.on('disconnect', () => process.exit());
const server = createServer(app);
server.listen({ port: 0, host: '0.0.0.0', backlog: 4096 }, () => process.send({ answer: server.address().port }));
