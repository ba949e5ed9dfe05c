// Many open feeds on one process: what an idle one keeps, what an event to all and the comments of silent feeds cost,
// beside the same by hand and a library for events, in processor time of the server; and a client that does not read.
import { setTimeout } from 'node:timers/promises';
import { forkModule } from '../fork.mjs';
import { atLeast, atMost, note } from '../rows.mjs';
import { apps } from '../feeds/apps.mjs';

export const name = 'live feeds';

const EVENT = { id: 7, price: 12.5, name: 'Ada Lovelace' };
const [BY_HAND, OURS] = ['by hand', 'return style'];
// V8 chooses the size of its young generation by chance of timing, and a choice is 3 kB for each of 10,000 feeds.
const SERVER_FLAGS = ['--expose-gc', '--min-semi-space-size=16', '--max-semi-space-size=16'];

export async function* run({ feeds, feedEvents, feedRatio }) {
  // With the heartbeat that an app has, too rare to beat here.
  yield* await withFeeds(300, async (running) => {
    const memory = await measureMemory(running, feeds);
    const events = await interleave(running, feedEvents, publish);
    return [
      ...compare(`${feeds} idle feeds, memory of one`, memory, 1.1 * feedRatio, 'kB'),
      ...compare(`one event to ${feeds} feeds`, medians(events), 1.2 * feedRatio, 'ms'),
    ];
  });
  yield* await withFeeds(1, async (running) => {
    for (const { clients } of running) await clients.ask('open', feeds);
    const silence = await interleave(running, 3, beat);
    return compare(`${feeds} silent feeds, a comment each`, medians(silence), 1.2 * feedRatio, 'ms');
  });
  yield* await withFeeds(0, async (running) => unreadFeed(running.find(({ name }) => name === OURS)));
}

/** Runs with a server and clients for each of the apps. */
async function withFeeds(heartbeatSeconds, run) {
  const running = [];
  try {
    for (const name of Object.keys(apps)) {
      const server = await forkModule('feeds/server.mjs', [name, String(heartbeatSeconds)], SERVER_FLAGS);
      const clients = await forkModule('feeds/clients.mjs', [String(server.answer)]);
      running.push({ name, server, clients });
    }
    return await run(running);
  } finally {
    for (const { server, clients } of running) for (const { stop } of [clients, server]) stop();
  }
}

/** Kilobytes that one more feed keeps. What the first ones compile and load is no part of it. */
async function measureMemory(running, count) {
  const kilobytes = new Map();
  for (const { name, server, clients } of running) {
    await clients.ask('open', count / 5);
    await server.ask('publish', EVENT);
    const before = await server.ask('memory');
    await clients.ask('open', count);
    const after = await server.ask('memory');
    kilobytes.set(name, (after.resident - before.resident) / count / 1000);
  }
  return kilobytes;
}

/** Asks all in turn, in many rounds, so that a machine that slows down slows all. */
async function interleave(running, rounds, measure) {
  const figures = new Map(running.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const one of round % 2 ? running.toReversed() : running) figures.get(one.name).push(await measure(one));
  }
  return figures;
}

async function publish({ server, clients }) {
  const milliseconds = await server.ask('publish', EVENT);
  await clients.ask('received');
  return milliseconds;
}

/** Processor time per second, in which each feed sends one comment. */
async function beat({ server }) {
  const before = await server.ask('time');
  await setTimeout(3000);
  return ((await server.ask('time')) - before) / 3;
}

/** Whether all other feeds get all events while one does not read. */
async function unreadFeed({ server, clients }) {
  const [others, events, data] = [20, 200, 'x'.repeat(65_536)];
  await clients.ask('open', others + 1);
  await clients.ask('stall');
  for (let event = 0; event < events; event++) await server.ask('publish', data);
  const received = (await clients.ask('received')) / (others * events * data.length);
  return [atLeast('one feed that is not read: received by the others, of all', Math.min(received, 1), 1)];
}

function medians(figures) {
  return new Map([...figures].map(([name, all]) => [name, all.toSorted((a, b) => a - b)[all.length >> 1]]));
}

function compare(title, figures, bound, unit) {
  const byHand = figures.get(BY_HAND);
  const rows = [...figures].map(([name, figure]) => note(`${title}: ${name}`, figure, ` ${unit}`));
  return [...rows, atMost(`${title}: return style against by hand`, figures.get(OURS) / byHand, bound)];
}
