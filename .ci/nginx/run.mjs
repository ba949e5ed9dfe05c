// The library behind nginx (Debian's package), as a reverse proxy with kept-alive upstream connections, one that speaks
// HTTP/1.0, and a cache: streams, events, broken bodies and ranges arrive as they should, and no reply is mixed with
// another. Usage: node .ci/nginx/run.mjs, after the build.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { brotliDecompressSync, constants, createGunzip, gunzipSync, inflateSync } from 'node:zlib';
import { check } from '../checks.mjs';
import { bytesOf, createApp, kinds, lettersOf } from './app.mjs';
import { createClient } from './client.mjs';
import { startProxy } from './proxy.mjs';

const mediaRoot = mkdtempSync(join(tmpdir(), 'media-'));
const writeMedia = (name) => writeFileSync(join(mediaRoot, 'file.bin'), bytesOf(name, 300_000));
writeMedia('first');

process.env.NODE_ENV = 'test';
const connections = { count: 0 };
const server = createServer(createApp(mediaRoot)).listen(0, '127.0.0.1');
server.on('connection', () => connections.count++);
await once(server, 'listening');
const proxy = await startProxy(server.address().port);
const { ask, read, close } = createClient(proxy.port);

const gzip = { 'Accept-Encoding': 'gzip' };
const decoders = { br: brotliDecompressSync, gzip: gunzipSync, deflate: inflateSync };

for (const location of ['/kept', '/http10']) {
  await check(`${location}: streams arrive whole`, async () => {
    for (const kind of kinds) {
      const { status, body, isBroken } = await ask(`${location}/stream/${kind}/a`);
      assert.deepEqual([kind, status, isBroken, body.equals(bytesOf('a', 500_000))], [kind, 200, false, true]);
    }
    return kinds.join(', ');
  });

  await check(`${location}: a body that fails arrives broken, or its error instead of it`, async () => {
    for (const kind of kinds) {
      const { status, isBroken, body } = await ask(`${location}/broken/${kind}/a`);
      assert.deepEqual([kind, status, isBroken, body.length < 500_000], [kind, 200, true, true]);
    }
    assert.equal((await ask(`${location}/early/a`)).status, 500);
  });

  await check(`${location}: a length that the body misses by one arrives broken, before and after it`, async () => {
    for (const what of ['short', 'long']) {
      const { isBroken } = await ask(`${location}/${what}/a`).catch(() => ({ isBroken: true }));
      assert.equal(isBroken, true, what);
    }
  });

  await check(`${location}: events arrive one by one, and go on after Last-Event-ID`, async () => {
    const seen = [];
    for await (const text of read(`${location}/events/feed`, { 'Last-Event-ID': '6' })) {
      seen.push(...text.matchAll(/^data: (.*)$/gm));
      if (seen.length === 3) break;
      if (text.includes('data:')) await ask(`${location}/next/feed`, { method: 'POST' });
    }
    const data = seen.map(([, line]) => line);
    assert.deepEqual(data, ['feed 7', 'feed 8', 'feed 9']);
    return data.join(', ');
  });

  await check(`${location}: what is compressed arrives whole, HEAD says the same, and 304 follows`, async () => {
    for (const [coding, decode] of Object.entries(decoders)) {
      const headers = { 'Accept-Encoding': coding };
      for (const kind of kinds) {
        const stream = await ask(`${location}/compressed/stream/${kind}/a`, { headers });
        assert.deepEqual([kind, stream.headers['content-encoding'], stream.isBroken], [kind, coding, false]);
        assert.equal(decode(stream.body).toString(), [...lettersOf('a')].join(''));
      }
      const path = `${location}/compressed/whole/a`;
      const whole = await ask(path, { headers });
      assert.deepEqual(JSON.parse(decode(whole.body)), [...lettersOf('a')]);
      const head = await ask(path, { headers, method: 'HEAD' });
      const fresh = await ask(path, { headers: { ...headers, 'If-None-Match': whole.headers.etag } });
      const told = ({ headers: { etag, vary } }) => [etag, vary];
      assert.deepEqual([head.status, told(head), head.headers['content-encoding']], [200, told(whole), coding]);
      assert.deepEqual([fresh.status, told(fresh), fresh.body.length], [304, told(whole), 0]);
    }
    return Object.keys(decoders).join(', ');
  });

  await check(`${location}: what is compressed and fails arrives broken, and what came of it is right`, async () => {
    const { status, isBroken, body } = await ask(`${location}/compressed/broken/a`, { headers: gzip });
    assert.deepEqual([status, isBroken], [200, true]);
    const start = gunzipSync(body, { finishFlush: constants.Z_SYNC_FLUSH }).toString();
    assert.ok(start.length < 1_000_000 && [...lettersOf('a')].join('').startsWith(start));
  });

  await check(`${location}: compressed events arrive one by one`, async () => {
    const seen = [];
    const unzip = createGunzip();
    for await (const text of read(`${location}/events/zipped`, gzip, unzip)) {
      seen.push(...text.matchAll(/^data: (.*)$/gm));
      if (seen.length === 3) break;
      if (text.includes('data:')) await ask(`${location}/next/zipped`, { method: 'POST' });
    }
    assert.deepEqual(
      seen.map(([, line]) => line),
      ['zipped 1', 'zipped 2', 'zipped 3'],
    );
  });

  await check(`${location}: no reply is mixed with another`, async () => {
    const before = connections.count;
    const requests = [
      { path: (id) => `/text/${id}`, isRight: ({ body }, id) => body.toString() === id },
      { path: (id) => `/text/${id}`, method: 'HEAD', isRight: ({ status, body }) => status === 200 && !body.length },
      { path: (id) => `/nothing/${id}`, isRight: ({ status, body }) => status === 204 && !body.length },
      { path: (id) => `/stream/generator/${id}`, isRight: ({ body }, id) => body.equals(bytesOf(id, 500_000)) },
      { path: (id) => `/stream/Readable/${id}`, method: 'HEAD', isRight: ({ status }) => status === 200 },
      { path: (id) => `/broken/asyncGenerator/${id}`, isRight: startsRight },
      { path: (id) => `/stream/webStream/${id}`, abortAfter: 30_000, isRight: startsRight },
      { path: (id) => `/short/${id}`, isRight: startsRight },
      {
        path: (id) => `/compressed/stream/generator/${id}`,
        headers: gzip,
        isRight: ({ body }, id) => gunzipSync(body).toString() === [...lettersOf(id)].join(''),
      },
      { path: (id) => `/compressed/broken/${id}`, headers: gzip, isRight: ({ isBroken }) => isBroken },
      { path: (id) => `/missing/${id}`, isRight: ({ status }) => status === 404 },
    ];
    const answers = await Promise.all(
      Array.from({ length: 600 }, async (_, index) => {
        const { path, isRight, ...options } = requests[index % requests.length];
        const id = `id-${index}`;
        const reply = await ask(location + path(id), options).catch((error) => ({ status: error.message, body: '' }));
        return isRight(reply, id) ? [] : [`${path(id)} got ${reply.status}, ${reply.body.length} bytes`];
      }),
    );
    assert.deepEqual(answers.flat(), []);
    return `600 replies over ${connections.count - before} connections to the app`;
  });
}

/** Of a broken body: what has come of it is its own. */
function startsRight({ body, isBroken }, id) {
  return isBroken && body.length > 0 && bytesOf(id, 500_000).subarray(0, body.length).equals(body);
}

await check('/cached: whole, ranges and revalidation give the same bytes', async () => {
  const path = '/cached/file/file.bin';
  const states = [];
  const expectBytes = async (name, range) => {
    const { status, headers, body } = await ask(path, range && { headers: { Range: `bytes=${range}` } });
    states.push(headers['x-cache']);
    const [first, last] = range?.split('-').map(Number) ?? [0, 299_999];
    assert.equal(status, range ? 206 : 200);
    assert.ok(body.equals(bytesOf(name, 300_000).subarray(first, last + 1)), `${name} ${range}`);
  };
  const until = async (name, state) => {
    do await Promise.all([expectBytes(name), wait(100)]);
    while (states.at(-1) !== state);
  };
  await expectBytes('first');
  await expectBytes('first', '1000-1999');
  await until('first', 'REVALIDATED');
  await expectBytes('first', '0-0');
  writeMedia('second');
  await wait(2100); // Until what the cache holds is old.
  await expectBytes('second');
  await expectBytes('second', '299990-299999');
  assert.equal(states[0], 'MISS');
  return states.filter((state, index) => state !== states[index - 1]).join(', ');
});

await check('/cached: each coding is kept on its own', async () => {
  const states = [];
  for (const round of [1, 2]) {
    for (const [coding, decode] of Object.entries({ ...decoders, identity: (body) => body })) {
      const { headers, body } = await ask('/cached/compressed/whole/a', { headers: { 'Accept-Encoding': coding } });
      assert.deepEqual(JSON.parse(decode(body)), [...lettersOf('a')], `${coding}, round ${round}`);
      states.push(`${coding} ${headers['x-cache']}`);
    }
  }
  assert.deepEqual(
    states.map((state) => state.split(' ')[1]),
    ['MISS', 'MISS', 'MISS', 'MISS', 'HIT', 'HIT', 'HIT', 'HIT'],
  );
  return states.join(', ');
});

await check('/sliced: put together from ranges, the same bytes', async () => {
  const whole = await ask('/sliced/file/file.bin');
  assert.deepEqual([whole.status, whole.body.equals(bytesOf('second', 300_000))], [200, true]);
  const part = await ask('/sliced/file/file.bin', { headers: { Range: 'bytes=65000-140000' } });
  assert.deepEqual([part.status, part.body.equals(bytesOf('second', 300_000).subarray(65_000, 140_001))], [206, true]);
  return `${part.headers['x-cache']} from slices of 64 kB`;
});

close();
await proxy.stop();
server.closeAllConnections();
server.close();
rmSync(mediaRoot, { recursive: true });
