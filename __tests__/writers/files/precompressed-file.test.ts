import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import express from 'express';
import { File, returns, type FileInit } from 'express-returns';
import { send, type RawReply } from '../../helpers/app';
import { makeTree } from '../../helpers/tree';

const script = 'let answer = 42;\n'.repeat(100);
const [br, gz] = [brotliCompressSync(script), gzipSync(script)];
const { root, remove } = makeTree({
  'app.js': script,
  'app.js.br': br,
  'app.js.gz': gz,
  'only.js': script,
  'only.js.gz': gz,
  'alone.js': script,
  'old.js': script,
  'old.js.br': br,
  'old.js.gz': gz,
  'led.js': script,
  'led.js.br': { link: '../secret.br' },
  '../secret.br': 'secret',
  'folder.js': script,
  'folder.js.br': { folder: true },
});
utimesSync(join(root, 'old.js.br'), new Date(0), new Date(0));
afterAll(remove);

const ask = (path: string, headers: Record<string, string>, init: FileInit = {}, method = 'GET'): Promise<RawReply> =>
  send(
    express().all(
      '/it',
      returns(() => new File(path, { root, compress: true, ...init })),
    ),
    method,
    '/it',
    headers,
  );

const codingOf = ({ headers, body }: RawReply): unknown => {
  expect(headers['Vary']).toBe('Accept-Encoding');
  expect(headers['Content-Type']).toBe('text/javascript; charset=utf-8');
  const coding = headers['Content-Encoding'];
  if (coding !== undefined && headers['Content-Length'] === undefined) return `${String(coding)} on the fly`;
  const expected = coding === 'br' ? br : coding === 'gzip' ? gz : Buffer.from(script);
  expect(body.equals(expected)).toBe(true);
  expect(headers['Content-Length']).toBe(String(expected.length));
  return coding;
};

describe('a File with compress', () => {
  it.each([
    ['app.js', 'gzip, deflate, br', 'br'],
    ['app.js', 'gzip', 'gzip'],
    ['app.js', 'br;q=0.5, gzip', 'gzip'],
    ['app.js', 'identity', undefined],
    ['app.js', '', undefined],
    ['app.js', 'deflate', 'deflate on the fly'],
    ['only.js', 'gzip, br', 'gzip'],
    ['only.js', 'br', 'br on the fly'],
    ['alone.js', 'gzip, br', 'br on the fly'],
    // One that was made of an older state, one that leaves the root, one that is no file.
    ['old.js', 'gzip, br', 'gzip'],
    ['led.js', 'br', 'br on the fly'],
    ['folder.js', 'br', 'br on the fly'],
  ])('sends %s to who accepts %p as %p', async (path, accepted, coding) => {
    expect(codingOf(await ask(path, { 'Accept-Encoding': accepted }))).toBe(coding);
  });

  it('gives each representation a tag of its own, and the same to HEAD and 304', async () => {
    const accepts = { 'Accept-Encoding': 'br' };
    const encoded = await ask('app.js', accepts);
    const plain = await ask('app.js', {});

    expect(encoded.headers['ETag']).toMatch(/^"[0-9a-f]+-[0-9a-f]+-br"$/);
    expect(plain.headers['ETag']).toMatch(/^"[0-9a-f]+-[0-9a-f]+"$/);
    expect(await ask('app.js', accepts, {}, 'HEAD')).toEqual({ ...encoded, body: Buffer.alloc(0) });
    const tag = String(encoded.headers['ETag']);
    const same = await ask('app.js', { ...accepts, 'If-None-Match': tag });
    expect([same.status, same.headers['ETag'], same.headers['Vary']]).toEqual([304, tag, 'Accept-Encoding']);
    expect(same.headers['Content-Encoding']).toBeUndefined();
    expect((await ask('app.js', { 'If-None-Match': tag })).status).toBe(200);
    expect((await ask('app.js', accepts, { etag: '"v7"' })).headers['ETag']).toBe('"v7-br"');
  });

  it('gives a range of the plain file, and the whole to who had the other', async () => {
    const accepts = { 'Accept-Encoding': 'br', 'Range': 'bytes=0-2' };
    const encoded = await ask('app.js', { 'Accept-Encoding': 'br' });
    const part = await ask('app.js', accepts);

    expect(encoded.headers['Accept-Ranges']).toBe('none');
    expect([part.status, part.body.toString(), part.headers['Content-Encoding']]).toEqual([206, 'let', undefined]);
    expect(part.headers['Vary']).toBe('Accept-Encoding');
    const resumed = await ask('app.js', { ...accepts, 'If-Range': String(encoded.headers['ETag']) });
    expect([resumed.status, resumed.body.toString()]).toEqual([200, script]);
  });

  it.each<FileInit>([
    { compress: false },
    { headers: { 'Content-Encoding': 'x-own' } },
    { headers: { 'Cache-Control': 'no-transform' } },
  ])('does not compress: %j', async (init) => {
    expect((await ask('app.js', { 'Accept-Encoding': 'br' }, init)).body.toString()).toBe(script);
  });

  it('joins the Vary of the response', async () => {
    const reply = await ask('app.js', {}, { headers: { Vary: 'Origin' } });

    expect(reply.headers['Vary']).toBe('Origin, Accept-Encoding');
  });
});
