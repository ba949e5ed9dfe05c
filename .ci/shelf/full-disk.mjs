// The shelf on a disk that is full: a tmpfs of 3 MB for the files. Usage: node .ci/shelf/full-disk.mjs, as root
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from '../checks.mjs';
import { incomingOf, signIn, startShelf, upload } from './start.mjs';

const folder = mkdtempSync(join(tmpdir(), 'shelf-full-'));
const media = join(folder, 'media');
mkdirSync(media);
execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', media]);
const shelf = await startShelf(folder);
try {
  const ada = await signIn(shelf.url);
  const before = readdirSync(media);

  await check('an upload that does not fit is a 507 with a message, and nothing of it is kept', async () => {
    const reply = await upload(shelf.url, ada, 'too large', 4_000_000);
    const { code, message } = await reply.json();
    assert.deepEqual([reply.status, code], [507, 1122]);
    assert.deepEqual(readdirSync(media), before);
    assert.deepEqual(incomingOf(folder), []);
    return message;
  });

  await check('one that fits is taken, and the others are still served', async () => {
    assert.equal((await upload(shelf.url, ada, 'small', 1_000_000)).status, 201);
    assert.equal((await fetch(`${shelf.url}/v1/media/1/file`)).status, 200);
  });
} finally {
  await shelf.stop();
  execFileSync('umount', [media]);
  rmSync(folder, { recursive: true });
}
