// `npm run bench:load` shows what the library holds under load: memory, descriptors, sources, timers, beside the bounds
// that it is to keep, and ends with an error where it does not. Each kind of body has a process of its own; loopback
// only. `--short` takes a minute: smaller counts, the same bounds, but for rates, which so short a look cannot tell
// well. `--only=NAME` runs the scenarios whose name has that in it, `--seed=NUMBER` repeats what was random.
import { mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { bodies } from './bodies.mjs';
import { createRandom } from './random.mjs';
import * as aborts from './scenarios/aborts.mjs';
import * as events from './scenarios/events.mjs';
import * as feeds from './scenarios/feeds.mjs';
import * as files from './scenarios/files.mjs';
import * as hostile from './scenarios/hostile.mjs';
import * as soak from './scenarios/soak.mjs';
import * as stalled from './scenarios/stalled.mjs';
import * as volume from './scenarios/volume.mjs';

const option = (name) => process.argv.find((text) => text.startsWith(`--${name}=`))?.slice(name.length + 3);

const MEBI = 2 ** 20;
const scale = process.argv.includes('--short')
  ? {
      size: 128 * MEBI,
      rounds: 3,
      ratio: 0.6,
      aborts: 100,
      eventClients: 300,
      feeds: 1000,
      feedEvents: 9,
      feedRatio: 6,
      stalled: 20,
      soakSeconds: 5,
      hostile: 1000,
    }
  : {
      size: 1024 * MEBI,
      rounds: 7,
      ratio: 1,
      aborts: 1000,
      eventClients: 1000,
      feeds: 10_000,
      feedEvents: 15,
      feedRatio: 1,
      stalled: 50,
      soakSeconds: 60,
      hostile: 10_000,
    };
const seed = Number(option('seed') ?? Date.now() % 2 ** 32);
const folder = mkdtempSync(join(tmpdir(), 'bench-load-'));

/** A media root with one file of this size, which takes no room on the disk. */
function createMedia(size) {
  const mediaRoot = mkdtempSync(join(folder, 'media-'));
  writeFileSync(join(mediaRoot, 'file.bin'), '');
  truncateSync(join(mediaRoot, 'file.bin'), size);
  utimesSync(join(mediaRoot, 'file.bin'), 1e9, 1e9); // Long ago: a file that was just written has a weak tag.
  return mediaRoot;
}

function print({ name, figure, bound, isPassed }) {
  console.log(`${isPassed ? 'ok  ' : 'FAIL'} ${name.padEnd(72)} ${figure.padStart(12)}   ${bound}`);
}

console.log(`Node ${process.versions.node}, seed ${seed}`);
let failed = 0;
try {
  for (const scenario of [volume, files, stalled, aborts, events, feeds, hostile, soak]) {
    if (!scenario.name.includes(option('only') ?? '')) continue;
    const start = performance.now();
    const given = { ...scale, kinds: Object.keys(bodies), random: createRandom(seed), createMedia };
    for await (const row of scenario.run(given)) {
      print(row);
      if (!row.isPassed) failed++;
    }
    console.log(`     ${scenario.name}: ${((performance.now() - start) / 1000).toFixed(1)} s\n`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
console.log(failed === 0 ? 'Every bound holds.' : `${failed} bounds do not hold (seed ${seed}).`);
process.exitCode = failed === 0 ? 0 : 1;
