// The library before real clients: Chromium (Debian's package) and curl. Usage: node .ci/browser/run.mjs, after the
// build.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from '../checks.mjs';
import { openChromium } from '../chromium.mjs';
import { EXPECTED } from '../client/try.mjs';
import { need } from '../need.mjs';
import { createApp, FILE_NAME } from './app.mjs';
import { checkDocs } from './docs.mjs';

const folder = mkdtempSync(join(tmpdir(), 'browser-'));
const { browser, require } = await openChromium(folder, ['helmet@8.3.0']);
const bytes = randomBytes(50_000_000);
writeFileSync(join(folder, 'file.bin'), bytes);
const asked = [];
const server = createServer(createApp(folder, asked)).listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${server.address().port}`;

const page = await browser.newPage();
await page.goto(url);

await check('EventSource in Chromium reads events and goes on with Last-Event-ID', async () => {
  const seen = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const seen = [];
        const source = new globalThis.EventSource('/events');
        const note = ({ type, data, lastEventId }) => {
          if (seen.push([type, data, lastEventId]) === 5) resolve(seen);
          if (seen.length === 5) source.close();
        };
        source.onmessage = note;
        source.addEventListener('named', note);
      }),
  );
  assert.deepEqual(seen, [
    ['message', 'line 1\nand another', '1'],
    ['named', '{"number":2}', '2'],
    ['message', 'line 3\nand another', '3'],
    ['named', '{"number":4}', '4'],
    ['message', 'line 5\nand another', '5'],
  ]);
  assert.deepEqual(asked.slice(0, 3), [undefined, '2', '4']);
  return `Last-Event-ID ${asked.slice(1, 3).join(', ')}`;
});

await check('the client works in Chromium, in both error formats', async () => {
  for (const format of ['/envelope', '/problem']) {
    const seen = await page.evaluate(async (base) => {
      const [entry, { tryClient }] = await Promise.all([import('/modules/client.mjs'), import('/modules/try.mjs')]);
      return tryClient(entry, base);
    }, format);
    assert.deepEqual(seen, EXPECTED);
  }
});

await check('Chromium saves a file under its Japanese name', async () => {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('a')]);
  assert.equal(download.suggestedFilename(), FILE_NAME);
  assert.ok(readFileSync(await download.path()).equals(bytes));
  return download.suggestedFilename();
});

await check('Chromium plays a video, and asks for another range when it seeks', async () => {
  // Larger than what Chromium fetches ahead: noise, since nothing else is so hard to compress.
  const picture = 'testsrc2=size=640x360:rate=15:duration=40,noise=alls=80:allf=t';
  const codec = ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '10M', '-g', '15'];
  execFileSync(need('ffmpeg', 'ffmpeg'), [
    '-v',
    'error',
    '-f',
    'lavfi',
    '-i',
    picture,
    ...codec,
    join(folder, 'noise.webm'),
  ]);
  await page.goto(`${url}/player`);
  const ranges = [];
  page.on('response', (response) => {
    if (response.url().endsWith('/video')) ranges.push(`${response.status()} ${response.headers()['content-range']}`);
  });
  const { duration, played, sought, after } = await page.evaluate(async () => {
    const video = globalThis.document.querySelector('video');
    const happens = (name) => new Promise((resolve) => video.addEventListener(name, resolve, { once: true }));
    video.src = '/video';
    await happens('loadedmetadata');
    await video.play();
    await happens('timeupdate');
    const played = video.currentTime;
    const seeked = happens('seeked');
    video.currentTime = video.duration * 0.9;
    await seeked;
    const sought = video.currentTime;
    await happens('timeupdate');
    await happens('timeupdate');
    return { duration: video.duration, played, sought, after: video.currentTime };
  });
  assert.ok(Math.abs(sought - duration * 0.9) < 0.5, `${sought} of ${duration}`);
  assert.ok(after > sought, `${after} after ${sought}`);
  assert.ok(
    ranges.every((range) => range.startsWith('206 bytes ')),
    ranges.join(),
  );
  const starts = ranges.map((range) => Number(/^206 bytes (\d+)-/.exec(range)[1]));
  const { size } = statSync(join(folder, 'noise.webm'));
  assert.ok(
    starts.some((start) => start > size / 2 && start < size * 0.95),
    ranges.join(),
  );
  return `${duration.toFixed(1)} s, played from ${played.toFixed(2)}, sought ${sought.toFixed(2)}; ${ranges.join(', ')}`;
});

const curl = (...args) => run('curl', '-s', ...args);

/** Not by spawnSync: the server is in this process. */
async function run(command, ...args) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (data) => (text += data));
  const [code] = await once(child, 'close');
  return { code, text };
}

await check('curl -N reads an event stream', async () => {
  const { text } = await curl('-N', '-H', 'Last-Event-ID: 7', `${url}/events`);
  assert.match(text, /^id: 8$/m);
  assert.match(text, /^data: line 8\ndata: and another$/m);
});

await check('curl -C - resumes an aborted download to the same file', async () => {
  const target = join(folder, 'resumed.bin');
  // Cut off by its own limit of time, at a rate at which it cannot be done by then.
  const { code } = await curl('--limit-rate', '1M', '--max-time', '1', '-o', target, `${url}/download`);
  const { size } = statSync(target);
  assert.equal(code, 28);
  assert.ok(size > 0 && size < bytes.length, `${size} bytes`);
  assert.equal((await curl('-C', '-', '-o', target, `${url}/download`)).code, 0);
  assert.ok(readFileSync(target).equals(bytes));
  return `${size} bytes at first, ${bytes.length} in the end`;
});

// `node .ci/browser/run.mjs FOLDER` keeps pictures of the pages.
await checkDocs(browser, require('helmet'), check, process.argv[2]);

await browser.close();
server.closeAllConnections();
server.close();
rmSync(folder, { recursive: true });
