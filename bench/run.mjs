// `npm run bench` prints how fast return-style routes are against the same thing written by hand, in one run. Each
// server has a process of its own, on one processor where that can be asked for, the load on another. Rounds are short
// and interleaved, so that a machine that slows down slows all of them, and each round is compared with its neighbour.
// Requests per second is what a user sees; processor time per request is what is left when the machine is noisy.
// `--short` only shows that it runs.
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { servers } from './server.mjs';

const isShort = process.argv.includes('--short');
const ROUNDS = isShort ? 2 : 25;
const SECONDS = 1;

// What is compared with what: the same depth of routers, and both sides async or neither.
const PAIRS = [
  ['returns()', 'res.json'],
  ['returns(), async', 'res.json, async'],
  ['routes.mount()', 'res.json'],
  ['routes.router()', 'Router, res.json'],
];

async function start(name) {
  const child = fork(fileURLToPath(new URL('server.mjs', import.meta.url)), [name], {
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const [port] = await once(child, 'message');
  pin(child.pid, 0);
  return { name, child, url: `http://127.0.0.1:${port}/user` };
}

/** Ties a process and its threads to one processor, on Linux with two of them or more. */
function pin(pid, processor) {
  if (process.platform !== 'linux' || availableParallelism() < 2) return;
  try {
    execFileSync('taskset', ['-a', '-c', '-p', String(processor), String(pid)], { stdio: 'ignore' });
  } catch {
    // Without taskset the system decides; the comparison is the same, only noisier.
  }
}

async function processorTime({ child }) {
  child.send('cpu');
  const [microseconds] = await once(child, 'message');
  return microseconds;
}

/** Requests per second, and microseconds of processor time for each request. */
async function load(server) {
  const before = await processorTime(server);
  const result = await autocannon({ url: server.url, connections: 32, duration: SECONDS });
  if (result.errors + result.timeouts + result.non2xx > 0) {
    throw new Error(`${server.name}: ${result.errors} errors, ${result.non2xx} wrong answers`);
  }
  return { rate: result['2xx'] / result.duration, time: ((await processorTime(server)) - before) / result['2xx'] };
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function ratios(ours, theirs, figure) {
  const all = ours.map((round, index) => figure(round, theirs[index])).toSorted((a, b) => a - b);
  const [low, high] = [all[Math.floor(all.length / 4)], all[Math.floor((3 * all.length) / 4)]];
  return `${median(all).toFixed(3)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}

const running = [];
for (const name of Object.keys(servers)) running.push(await start(name));
pin(process.pid, 1);

const replies = new Set();
for (const { url } of running) {
  const reply = await fetch(url);
  replies.add(
    `${reply.status} ${reply.headers.get('content-type')} ${reply.headers.get('etag')} ${await reply.text()}`,
  );
}
if (replies.size !== 1) throw new Error(`The servers answer differently:\n${[...replies].join('\n')}`);

for (const server of running) await load(server); // Warm-up.
const rounds = new Map(running.map(({ name }) => [name, []]));
for (let round = 0; round < ROUNDS; round++) {
  // Another order each round: whoever comes after a pause of the machine is another one, too.
  for (const server of round % 2 ? running.toReversed() : running) rounds.get(server.name).push(await load(server));
}
for (const { child } of running) child.kill();

console.log(`Small JSON, 32 connections, ${ROUNDS} interleaved rounds of ${SECONDS} s, Node ${process.versions.node}`);
console.log('Medians of the ratios round by round, with their quartiles; more than 1 is better for us.\n');
for (const [oursName, theirsName] of PAIRS) {
  const [ours, theirs] = [rounds.get(oursName), rounds.get(theirsName)];
  const rates = ratios(ours, theirs, (a, b) => a.rate / b.rate);
  const times = ratios(ours, theirs, (a, b) => b.time / a.time);
  console.log(`${oursName.padEnd(17)} against ${theirsName.padEnd(17)} requests/s ${rates}   processor time ${times}`);
}
console.log(`\nres.json by hand: ${Math.round(median(rounds.get('res.json').map(({ rate }) => rate)))} requests/s`);
