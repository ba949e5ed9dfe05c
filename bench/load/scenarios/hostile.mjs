// Hostile requests from a fuzzer, while somebody else asks for something small: no crash, no hang, no growth, no reply
// of 500 or more, and the other one hardly waits.
import net from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { ask, each, settle } from '../client.mjs';
import { createFuzzer } from '../fuzzer.mjs';
import { atMost, isBack, isIdle, nothingLeft } from '../rows.mjs';
import { withServer } from '../start.mjs';

export const name = 'hostile requests';

/** Milliseconds after which a request without any reaction is a hang. */
const PATIENCE = 5000;

export async function* run({ hostile, random, createMedia }) {
  const mediaRoot = createMedia(100_000);
  yield* await withServer(mediaRoot, async (server) => {
    const nextRequest = createFuzzer(random, (await ask(server, '/file', { method: 'HEAD' })).headers);
    const answers = new Map();
    const send = async () => {
      const request = nextRequest();
      const status = await sendRaw(server, request);
      answers.set(status, (answers.get(status) ?? 0) + 1);
      if (status === 'hang' || status >= 500) console.log(`${status} for ${JSON.stringify(request)}`);
    };

    await each(500, 20, send);
    const before = await settle(() => server.ask('held'), isIdle);
    answers.clear();
    const bystander = askAllTheTime(server);
    await each(hostile, 20, send);
    const slowest = await bystander.stop();
    const after = await settle(() => server.ask('held'), isBack(before));
    const summary = [...answers].sort().map(([status, count]) => `${count} x ${status}`);
    console.log(`${hostile} hostile requests were answered: ${summary.join(', ')}`);
    const count = (isWrong) => [...answers].reduce((sum, [status, times]) => sum + (isWrong(status) ? times : 0), 0);
    return [
      atMost(
        `${hostile} hostile requests: answers of 500 or more`,
        count((status) => status >= 500),
        0,
      ),
      atMost(
        `${hostile} hostile requests: hangs`,
        count((status) => status === 'hang'),
        0,
      ),
      atMost(`${hostile} hostile requests: slowest answer to others`, slowest, 200, ' ms'),
      ...nothingLeft(`${hostile} hostile requests`, before, after),
    ];
  });
}

/** The status of the first answer, 'closed' where there is none, 'hang' where nothing happens. */
function sendRaw(server, bytes) {
  return new Promise((resolve) => {
    const socket = net.connect(server.port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
    let status = 'closed';
    socket.once('data', (data) => (status = Number(data.toString('latin1', 9, 12))));
    socket.resume();
    socket.on('error', () => undefined); // A reset is an answer, too.
    socket.setTimeout(PATIENCE, () => {
      status = 'hang';
      socket.destroy();
    });
    socket.on('close', () => resolve(status));
  });
}

function askAllTheTime(server) {
  let isOver = false;
  let slowest = 0;
  const asking = (async () => {
    while (!isOver) {
      const start = performance.now();
      await ask(server, '/quick/1');
      slowest = Math.max(slowest, performance.now() - start);
      await wait(5);
    }
  })();
  return {
    async stop() {
      isOver = true;
      await asking;
      return slowest;
    },
  };
}
