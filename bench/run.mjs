// `npm run bench` prints how fast return-style routes are against the same thing written by hand, as ratios of
// requests per second in one run. Each server has a process of its own; rounds are interleaved, so that a machine that
// slows down slows all of them. `--short` only shows that it runs.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { servers } from './server.mjs';

const isShort = process.argv.includes('--short');
const ROUNDS = isShort ? 2 : 9;
const SECONDS = isShort ? 1 : 2;

// What is compared with what: the same depth of routers on both sides.
const PAIRS = [
  ['returns()', 'res.json'],
  ['returns(), async', 'res.json'],
  ['routes.mount()', 'res.json'],
  ['routes.router()', 'Router, res.json'],
];

async function start(name) {
  const child = fork(fileURLToPath(new URL('server.mjs', import.meta.url)), [name]);
  const [port] = await once(child, 'message');
  return { name, child, url: `http://127.0.0.1:${port}/user` };
}

async function load(url, duration) {
  const result = await autocannon({ url, connections: 32, duration });
  if (result.errors + result.timeouts + result.non2xx > 0)
    throw new Error(`${url}: ${result.errors} errors, ${result.non2xx} wrong answers`);
  return result['2xx'] / result.duration;
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const running = [];
for (const name of Object.keys(servers)) running.push(await start(name));

const bodies = new Set();
for (const { url } of running) {
  const reply = await fetch(url);
  bodies.add(`${reply.status} ${reply.headers.get('content-type')} ${reply.headers.get('etag')} ${await reply.text()}`);
}
if (bodies.size !== 1) throw new Error(`The servers answer differently:\n${[...bodies].join('\n')}`);

for (const { url } of running) await load(url, 1); // Warm-up.
const rates = new Map(running.map(({ name }) => [name, []]));
for (let round = 0; round < ROUNDS; round++) {
  // Another order each round: whoever comes after a pause of the machine is another one, too.
  for (const { name, url } of round % 2 ? running.toReversed() : running)
    rates.get(name).push(await load(url, SECONDS));
}
for (const { child } of running) child.kill();

console.log(
  `Small JSON, 32 connections, ${ROUNDS} interleaved rounds of ${SECONDS} s, Node ${process.versions.node}\n`,
);
for (const [ours, theirs] of PAIRS) {
  const ratios = rates.get(ours).map((rate, round) => rate / rates.get(theirs)[round]);
  const spread = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
  console.log(
    `${ours.padEnd(18)} ${median(ratios).toFixed(3)} times ${theirs.padEnd(18)} (${spread}; ${Math.round(median(rates.get(ours)))} and ${Math.round(median(rates.get(theirs)))} requests/s)`,
  );
}
