// `npm run bench` prints how fast return-style routes are against the same reply written by hand and against other
// frameworks, in one run: a table per theme. The servers are asked in turn, in many rounds of bursts so short that a
// machine that slows down slows all of them, and each is compared with its neighbour of the same round.
//
//   --theme 'small JSON'   only this one, any number of times
//   --rounds 1000          more rounds (at least six unless --short)
//   --json results.json    the same figures as JSON
//   --node 24              another major than the newest LTS, from npm; `here` is this one
//   --short                shows only that everything runs, on this Node
import { Buffer } from 'node:buffer';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { connect } from './bursts.mjs';
import { ask, load, pin, quantile, ratios, start } from './measure.mjs';
import { NEWEST_LTS, useNode } from './node.mjs';

const { values: options } = parseArgs({
  options: {
    theme: { type: 'string', multiple: true },
    rounds: { type: 'string', default: '150' },
    json: { type: 'string' },
    node: { type: 'string', default: NEWEST_LTS },
    short: { type: 'boolean', default: false },
  },
});
useNode(options.short ? 'here' : options.node);
const BURST_SECONDS = 0.02;
const WARM_UP_SECONDS = 1;
/** Starts of each process: two processes of the same server may differ by 20 %, by their layout in memory. */
const STARTS = options.short ? 1 : 3;
const rounds = options.short ? 1 : Math.max(6, Number(options.rounds));

if (!options.short) {
  console.log('The other frameworks are in bench/peers, where they are installed ...\n');
  const folder = fileURLToPath(new URL('peers', import.meta.url));
  // Some of them ask for an older Express or zod than the one that all are given here, and run on it.
  const flags = ['--no-audit', '--no-fund', '--no-package-lock', '--prefer-offline', '--legacy-peer-deps'];
  execFileSync('npm', ['install', ...flags], { cwd: folder, stdio: 'inherit' });
}
const { FILES, themes } = await import('./themes.mjs');
const { coldStart, idleConnections, memoryUnderLoad, packageSize } = await import('./footprint.mjs');

/** Servers of a theme answer alike: other frameworks the same status and body, by hand and return style every byte. */
function checkReplies(theme, replies) {
  const first = replies.get('by hand');
  for (const [name, reply] of replies) {
    const isPeer = themes[theme].servers[name].isPeer === true;
    const ignored = ['date', 'connection', 'keep-alive', ...(themes[theme].differing ?? [])];
    const shown = ({ status, headers, body }) =>
      JSON.stringify([
        status,
        isPeer
          ? []
          : Object.entries(headers)
              .filter(([header]) => !ignored.includes(header))
              .sort(),
        body,
      ]);
    if (shown(reply) !== shown(first)) {
      throw new Error(
        `${theme}: ${name} answers differently:\n${shown(reply).slice(0, 600)}\n${shown(first).slice(0, 600)}`,
      );
    }
  }
}

/**
 * What is compared with one another shares a process, since two processes differ by more than what is compared. The two
 * kinds of server do not, since V8 would make one code for both; nor do other frameworks.
 */
function processesOf(servers) {
  const processes = new Map();
  for (const [name, { isFast, isPeer }] of Object.entries(servers)) {
    const kind = isPeer ? name : isFast ? 'createServer' : 'default';
    processes.set(kind, [...(processes.get(kind) ?? []), name]);
  }
  return processes.values();
}

async function measureTheme(theme, media) {
  const { servers, load: special = {} } = themes[theme];
  const results = new Map(Object.keys(servers).map((name) => [name, { rounds: [] }]));
  const all = Math.min(rounds, special.mostRounds ?? rounds);
  for (let start = 0; start < STARTS; start++) {
    await measureStart(theme, media, special, results, Math.ceil(all / STARTS), start === STARTS - 1);
  }
  return summary(theme, results);
}

async function measureStart(theme, media, special, results, count, isLast) {
  const running = [];
  const bursts = new Map();
  try {
    for (const names of processesOf(themes[theme].servers)) running.push(...(await start(theme, names, media)));
    const replies = new Map();
    for (const server of running) replies.set(server.name, await ask(server, special));
    checkReplies(theme, replies);

    for (const server of running) {
      const connections = await connect(server, special);
      bursts.set(server, { next: await warmUp(connections.burst, special), close: connections.close });
    }
    let last;
    for (let round = 0; round < count; round++) {
      // Another order each round, so that a pause of the machine does not always precede the same server.
      for (const server of round % 2 ? running.toReversed() : running) {
        // The first burst after another process finds cold caches: not counted.
        if (server.child !== last) await bursts.get(server).next();
        last = server.child;
        results.get(server.name).rounds.push(await bursts.get(server).next());
      }
    }
    const { status } = replies.get('by hand');
    if (isLast && !options.short && special.amount === undefined)
      await measureLatency(running, results, status, special);
  } finally {
    for (const { close } of bursts.values()) close();
    for (const { child } of running) child.kill();
  }
}

/** Bursts until the code is compiled, which also tells how many requests make one. */
async function warmUp(burst, special) {
  if (special.amount !== undefined) return () => burst(special.amount);
  if (options.short) return () => burst(8);
  let count = 8;
  for (let all = 0; all < WARM_UP_SECONDS;) {
    const { seconds } = await burst(count);
    all += seconds;
    count = Math.max(8, Math.ceil((count / seconds) * (special.burstSeconds ?? BURST_SECONDS)));
  }
  return () => burst(count);
}

/** The slowest replies that a user still sees often, at 70 % of what a server can do. */
async function measureLatency(running, results, status, special) {
  for (const server of running) {
    const result = results.get(server.name);
    const overallRate = Math.ceil(quantile(result.rounds.map(rate), 0.5) * 0.7);
    result.p99 = (await load(server, status, { ...special, duration: 1, overallRate })).p99;
  }
}

const rate = ({ count, seconds }) => count / seconds;

function summary(theme, results) {
  const compared = (own, name) => ratios(own.rounds.map(rate), results.get(name).rounds.map(rate));
  return [...results].map(([name, own]) => {
    const { against } = themes[theme].servers[name];
    return {
      server: name,
      requestsPerSecond: Number(quantile(own.rounds.map(rate), 0.5).toPrecision(3)),
      toByHand: compared(own, 'by hand'),
      against,
      toSameServer: against === undefined ? undefined : compared(own, against),
      p99Milliseconds: own.p99,
    };
  });
}

/** Megabytes by hand and in return style: medians, since no two processes with the same server use the same. */
async function footprints(measure) {
  const found = { byHand: [], returnStyle: [] };
  for (let run = 0; run < (options.short ? 1 : 5); run++) {
    found.byHand.push(await measure('by hand'));
    found.returnStyle.push(await measure('routes.mount()'));
  }
  return { byHand: quantile(found.byHand, 0.5), returnStyle: quantile(found.returnStyle, 0.5) };
}

const megabytes = ({ byHand, returnStyle }) =>
  `by hand ${byHand.toFixed(0)} MB, return style ${returnStyle.toFixed(0)} MB`;

function print(theme, rows) {
  const shown = (ratio) =>
    ratio === undefined ? '' : `${ratio.median.toFixed(3)} (${ratio.low.toFixed(2)} to ${ratio.high.toFixed(2)})`;
  const lines = [
    ['server', 'requests/s', 'to Express 5 by hand', 'to the same by hand', 'p99 at 70 %, ms'],
    ...rows.map((row) => [
      row.server,
      String(row.requestsPerSecond),
      shown(row.toByHand),
      shown(row.toSameServer),
      String(row.p99Milliseconds ?? ''),
    ]),
  ];
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  console.log(`\n${theme}`);
  for (const line of lines) console.log(`| ${line.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`);
}

// Before anything is tied to one processor: V8 loads with the help of others.
const starts = options.short ? 1 : 15;
const { express, added } = coldStart(starts);
const cache = mkdtempSync(join(tmpdir(), 'bench-cache-'));
const { added: addedCached } = coldStart(starts, cache);
rmSync(cache, { recursive: true });
pin(process.pid, 1);
const media = mkdtempSync(join(tmpdir(), 'bench-'));
try {
  for (const [name, size] of Object.entries(FILES)) writeFileSync(join(media, name), Buffer.alloc(size, name));
  const machine = `${cpus()[0].model.trim()}, ${cpus().length} processors, Node ${process.versions.node}`;
  console.log(`${machine}; ${rounds} interleaved rounds of bursts of ${BURST_SECONDS} s`);
  console.log('Medians of the ratios round by round, with their quartiles; more than 1 is better.');

  const figures = { machine, rounds, themes: {}, footprint: {} };
  for (const theme of options.theme ?? Object.keys(themes)) {
    figures.themes[theme] = await measureTheme(theme, media);
    print(theme, figures.themes[theme]);
  }

  const { packed, unpacked } = packageSize();
  const connections = options.short ? 100 : 10_000;
  const idle = await footprints((name) => idleConnections('small JSON', name, connections));
  const loaded = await footprints((name) => memoryUnderLoad('small JSON', name));
  figures.footprint = { express, added, addedCached, packed, unpacked, connections, idle, loaded };
  console.log(
    `\nrequire('express') ${express.toFixed(1)} ms; require('express-returns') adds ${added.toFixed(1)} ms, with a compile cache ${addedCached.toFixed(1)} ms`,
  );
  console.log(`package ${(packed / 1e3).toFixed(0)} kB packed, ${(unpacked / 1e3).toFixed(0)} kB unpacked`);
  console.log(`${connections} idle connections: ${megabytes(idle)}`);
  console.log(`resident memory under load: ${megabytes(loaded)}`);
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(figures, null, 2)}\n`);
} finally {
  rmSync(media, { recursive: true });
}
