// Uploads that run while a process of the shelf is killed (SIGKILL) or stopped (SIGTERM), and the next start.
// Usage: node .ci/shelf/restart.mjs
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { check } from '../checks.mjs';
import { startPostgres } from './postgres.mjs';
import { incomingOf, signIn, startShelf, upload, workersOf } from './start.mjs';

const BOUNDARY = 'half';
const HEAD = Buffer.from(
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="title"\r\n\r\nhalf\r\n--${BOUNDARY}\r\n` +
    'Content-Disposition: form-data; name="file"; filename="half.png"\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n\x1a\n',
  'latin1',
);
const TAIL = Buffer.from(`\r\n--${BOUNDARY}--\r\n`);

/** An upload that has been sent half. `done` gives the status of its reply, or the code of the error it ends with. */
function beginUpload(url, headers) {
  const half = Buffer.alloc(2_000_000);
  const sent = request(`${url}/v1/media`, {
    method: 'POST',
    headers: {
      ...headers,
      'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`,
      'Content-Length': HEAD.length + 2 * half.length + TAIL.length,
    },
  });
  const done = new Promise((resolve) => {
    sent.on('response', (reply) => resolve(reply.resume().statusCode)).on('error', ({ code }) => resolve(code));
  });
  sent.write(HEAD);
  sent.write(half);
  const finish = () => {
    sent.write(half);
    sent.end(TAIL);
  };
  return { done, finish };
}

/** Waits until as many uploads are on the disk in part. */
async function untilIncoming(folder, count) {
  while (incomingOf(folder).length < count) await wait(10);
}

async function titlesOf(url) {
  return (await (await fetch(`${url}/v1/export.json`)).json()).map(({ title }) => title);
}

const filesOf = (folder) => readdirSync(join(folder, 'media')).filter((name) => !name.startsWith('.'));

/** What must hold after a start: what was acknowledged is there, whole, and nothing of any other upload. */
async function checkShelf(shelf, folder, acknowledged) {
  const titles = await titlesOf(shelf.url);
  assert.deepEqual(titles.slice(5).sort(), acknowledged.toSorted());
  assert.deepEqual(incomingOf(folder), []);
  assert.equal(filesOf(folder).length, titles.length);
  const { items } = await (await fetch(`${shelf.url}/v1/media`)).json();
  for (const { id, bytes } of items) {
    const file = await fetch(`${shelf.url}/v1/media/${id}/file`);
    assert.equal((await file.arrayBuffer()).byteLength, bytes);
  }
}

const single = mkdtempSync(join(tmpdir(), 'shelf-restart-'));
let shelf = await startShelf(single);

await check(
  'one process, SIGKILL during an upload: the client has an error, and the next start nothing of it',
  async () => {
    const ada = await signIn(shelf.url);
    assert.equal((await upload(shelf.url, ada, 'before')).status, 201);
    const { done } = beginUpload(shelf.url, ada);
    await untilIncoming(single, 1);
    await shelf.kill();
    const seen = await done;
    assert.equal(seen, 'ECONNRESET');
    shelf = await startShelf(single);
    await checkShelf(shelf, single, ['before']);
    return seen;
  },
);

await check('SIGTERM: an upload that goes on ends well', async () => {
  const ada = await signIn(shelf.url);
  const { done, finish } = beginUpload(shelf.url, ada);
  await untilIncoming(single, 1);
  const stopped = shelf.stop();
  await refused(shelf.url);
  finish();
  assert.equal(await done, 201);
  assert.equal(await stopped, 0);
  shelf = await startShelf(single);
  await checkShelf(shelf, single, ['before', 'half']);
});

await check('SIGTERM: an upload that does not go on is broken off, and leaves nothing', async () => {
  const ada = await signIn(shelf.url);
  const { done } = beginUpload(shelf.url, ada);
  await untilIncoming(single, 1);
  assert.equal(await shelf.stop(), 0);
  assert.equal(await done, 'ECONNRESET');
  assert.deepEqual(incomingOf(single), []);
  shelf = await startShelf(single);
  await checkShelf(shelf, single, ['before', 'half']);
});
await shelf.stop();

await check(
  'SIGTERM during the first start: it ends well, and the next one is whole',
  async () => {
    rmSync(single, { recursive: true });
    const starting = startShelf(single, { onChild: (child) => (shelf = child) });
    await until(() => existsSync(join(single, 'media')));
    shelf.kill('SIGTERM');
    await starting.catch(() => undefined);
    if (shelf.exitCode === null) await once(shelf, 'exit');
    assert.equal(shelf.exitCode, 0);
    shelf = await startShelf(single);
    await checkShelf(shelf, single, []);
  },
  90,
);
await shelf.stop();
rmSync(single, { recursive: true });

const shared = mkdtempSync(join(tmpdir(), 'shelf-restart-'));
const postgres = await startPostgres();
shelf = await startShelf(shared, { env: { DATABASE_URL: postgres.url }, args: ['--workers', '2'] });

await check('one worker of two, SIGKILL during uploads to both: those of the other go on', async () => {
  const ada = await signIn(shelf.url);
  assert.equal((await upload(shelf.url, ada, 'before')).status, 201);
  const uploads = Array.from({ length: 8 }, () => beginUpload(shelf.url, ada));
  await untilIncoming(shared, 8);
  process.kill(workersOf(shelf)[0], 'SIGKILL');
  while (!shelf.output().includes('Another one begins') || workersOf(shelf).length < 2) await wait(20);
  for (const { finish } of uploads) finish();
  const seen = await Promise.all(uploads.map(({ done }) => done));
  const kept = seen.filter((status) => status === 201);
  assert.ok(
    seen.every((result) => result === 201 || result === 'ECONNRESET' || result === 'EPIPE'),
    String(seen),
  );
  assert.ok(kept.length > 0 && kept.length < 8, String(seen));
  await until(() => incomingOf(shared).length === 0);
  await checkShelf(shelf, shared, ['before', ...kept.map(() => 'half')]);
  return `${kept.length} of 8 uploads were the other's`;
});

assert.equal(await shelf.stop(), 0);
assert.deepEqual(readdirSync(join(shared, 'media/.incoming')), []);
await postgres.stop();
rmSync(shared, { recursive: true });

async function until(isTrue) {
  while (!isTrue()) await wait(20);
}

/** Waits until the shelf takes no new connection. */
async function refused(url) {
  for (;;) if ((await fetch(url).catch(() => undefined)) === undefined) return;
}
