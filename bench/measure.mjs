// Servers in processes of their own, on one processor where that can be asked for, and load from another.
import { Buffer } from 'node:buffer';
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';

/** Starts some servers of a theme in one process. */
export async function start(theme, names, media) {
  const child = fork(fileURLToPath(new URL('server.mjs', import.meta.url)), [theme, ...names], {
    env: { ...process.env, NODE_ENV: 'production', BENCH_MEDIA: media },
  });
  const [urls] = await once(child, 'message');
  pin(child.pid, 0);
  return names.map((name, index) => ({ name, child, url: urls[index] }));
}

// Before anything is tied: this counts the processors that this process may still use.
const canPin = process.platform === 'linux' && availableParallelism() > 1;

/** Ties a process and its threads to one processor, on Linux with two of them or more. */
export function pin(pid, processor) {
  if (!canPin) return;
  try {
    execFileSync('taskset', ['-a', '-c', '-p', String(processor), String(pid)], { stdio: 'ignore' });
  } catch {
    // Without taskset the system decides; the comparison is the same, only noisier.
  }
}

/** What a server uses: resident memory in megabytes. */
export async function usage({ child }) {
  child.send('usage');
  const [used] = await once(child, 'message');
  return used;
}

/** Steady load: replies per second, and how long the slowest of a hundred takes in milliseconds. */
export async function load(server, status, options) {
  const start = performance.now();
  const result = await autocannon({ url: server.url, connections: 32, sampleInt: 100, ...options });
  const seconds = (performance.now() - start) / 1000;
  const count = result[`${String(status)[0]}xx`];
  if (result.errors + result.timeouts > 0 || count === 0 || count < result.requests.total) {
    throw new Error(`${server.name}: ${result.errors} errors, ${result.requests.total - count} wrong answers`);
  }
  return { rate: count / seconds, p99: result.latency.p99 };
}

/** The reply as it is, to compare servers by. */
export async function ask({ url }, { method = 'GET', headers = {}, body } = {}) {
  const request = http.request(url, { method, headers, agent: false }).end(body);
  const [reply] = await once(request, 'response');
  const chunks = await reply.toArray();
  return { status: reply.statusCode, headers: reply.headers, body: Buffer.concat(chunks).toString('latin1') };
}

export function quantile(values, share) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)];
}

/** The median of the ratios round by round, with their quartiles: neighbours of a round saw the same machine. */
export function ratios(ours, theirs) {
  const all = ours.map((figure, round) => figure / theirs[round]);
  return { median: quantile(all, 0.5), low: quantile(all, 0.25), high: quantile(all, 0.75) };
}
