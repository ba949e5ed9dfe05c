// Two workers on one PostgreSQL serve the same shelf; one is killed while it works. Then nginx in front, with a cache.
// Usage: node .ci/shelf/workers.mjs
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TextDecoderStream } from 'node:stream/web';
import { setTimeout as wait } from 'node:timers/promises';
import { check } from '../checks.mjs';
import { startProxy } from '../nginx/proxy.mjs';
import { startPostgres } from './postgres.mjs';
import { signIn, startShelf, upload, workersOf } from './start.mjs';

const folder = mkdtempSync(join(tmpdir(), 'shelf-workers-'));
const postgres = await startPostgres();
const env = { DATABASE_URL: postgres.url };
const shelf = await startShelf(folder, { env, args: ['--workers', '2'] });
const ada = await signIn(shelf.url);

/** Reads a feed until it has what is wanted, and gives all of it. */
async function readFeed(url, headers, isEnough) {
  const stop = new AbortController();
  const reply = await fetch(`${url}/v1/feed`, { headers, signal: stop.signal });
  let text = '';
  for await (const chunk of reply.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (isEnough(text)) break;
  }
  stop.abort();
  return text;
}

const titles = async (url) => (await (await fetch(`${url}/v1/export.json`)).json()).map(({ title }) => title);

await check('two workers have seeded one shelf, once', async () => {
  assert.equal(workersOf(shelf).length, 2);
  assert.equal((await titles(shelf.url)).length, 5);
});

await check('every feed sees what either worker adds, in order', async () => {
  const count = (text) => text.match(/^event: added$/gm)?.length ?? 0;
  const feeds = Array.from({ length: 6 }, () =>
    readFeed(shelf.url, { 'Last-Event-ID': '5' }, (text) => count(text) === 30),
  );
  const added = await Promise.all(Array.from({ length: 30 }, (_, index) => upload(shelf.url, ada, `many ${index}`)));
  assert.ok(added.every(({ status }) => status === 201));
  for (const text of await Promise.all(feeds)) {
    const ids = [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
    assert.deepEqual(
      ids,
      ids.toSorted((one, other) => one - other),
    );
    assert.equal(count(text), 30);
  }
  return '6 feeds, 30 uploads';
});

await check('a worker that is killed loses nothing that was acknowledged, and another one begins', async () => {
  const acknowledged = [];
  let isDone = false;
  const sending = Array.from({ length: 4 }, async (_, sender) => {
    for (let number = 0; !isDone; number++) {
      const title = `kept ${sender}-${number}`;
      const reply = await upload(shelf.url, ada, title, 20_000).catch(() => undefined);
      if (reply?.status === 201) acknowledged.push(title);
    }
  });
  const until = async (count) => {
    while (acknowledged.length < count) await wait(10);
  };
  await until(10);
  const [victim] = workersOf(shelf);
  process.kill(victim, 'SIGKILL');
  await until(acknowledged.length + 20);
  while (workersOf(shelf).length < 2) await wait(20);
  isDone = true;
  await Promise.all(sending);

  const kept = new Set(await titles(shelf.url));
  assert.deepEqual(
    acknowledged.filter((title) => !kept.has(title)),
    [],
  );
  const { items } = await (await fetch(`${shelf.url}/v1/media?search=kept`)).json();
  for (const { id, bytes } of items) {
    const file = await fetch(`${shelf.url}/v1/media/${id}/file`);
    assert.equal((await file.arrayBuffer()).byteLength, bytes);
  }
  assert.match(shelf.output(), new RegExp(`The process ${victim} has ended \\(SIGKILL\\)`));
  return `${acknowledged.length} acknowledged`;
});

await check('behind nginx: files come from its cache, with ranges, and events arrive one by one', async () => {
  const proxy = await startProxy(new URL(shelf.url).port);
  const url = `http://127.0.0.1:${proxy.port}`;
  const ask = (headers = {}) => fetch(`${url}/cached/v1/media/5/file`, { headers });
  const states = [];
  for (const headers of [{}, {}, { Range: 'bytes=1000-1999' }]) {
    const reply = await ask(headers);
    states.push(`${reply.status} ${reply.headers.get('X-Cache')} ${(await reply.arrayBuffer()).byteLength}`);
  }
  assert.deepEqual(states, ['200 MISS 122899', '200 HIT 122899', '206 HIT 1000']);
  const feed = readFeed(`${url}/kept`, {}, (text) => text.includes('through nginx'));
  const added = await upload(`${url}/kept`, ada, 'through nginx');
  assert.equal(added.status, 201);
  await feed;
  await proxy.stop();
  return states.join(', ');
});

await check('SIGTERM ends all processes, and leaves nothing half', async () => {
  let isReading = false;
  const feed = readFeed(shelf.url, {}, (text) => ((isReading ||= text.includes('event: ready')), false));
  while (!isReading) await wait(20);
  assert.equal(await shelf.stop(), 0);
  await feed; // It has ended, and was not broken off.
  assert.deepEqual(readdirSync(join(folder, 'media/.incoming')), []);
});

await postgres.stop();
rmSync(folder, { recursive: true });
