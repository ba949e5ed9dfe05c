import { gunzipSync } from 'node:zlib';
import compression from 'compression';
import express from 'express';
import { File, returns, type FileInit } from 'express-returns';
import { send, type RawReply } from '../../helpers/app';
import { makeTree } from '../../helpers/tree';

const script = 'let answer = 42;\n'.repeat(200);
const { root, remove } = makeTree({ 'app.js': script, 'logo.jpg': script });
afterAll(remove);

const ask = (
  headers: Record<string, string>,
  path = 'app.js',
  init: FileInit = {},
  method = 'GET',
): Promise<RawReply> =>
  send(
    express()
      .use(compression())
      .get(
        '/it',
        returns(() => new File(path, { root, ...init })),
      ),
    method,
    '/it',
    headers,
  );
const gzip = { 'Accept-Encoding': 'gzip' };

describe('a File behind compression', () => {
  it('has a weak tag where it is coded, and a strong one where it is not', async () => {
    const coded = await ask(gzip);
    const strong = String((await ask({})).headers['ETag']);

    expect(strong).toMatch(/^"/);
    expect(coded.headers).toMatchObject({
      'Content-Encoding': 'gzip',
      'Vary': 'Accept-Encoding',
      'ETag': `W/${strong}`,
    });
    expect(gunzipSync(coded.body).toString()).toBe(script);
    expect((await ask(gzip, 'app.js', {}, 'HEAD')).headers['ETag']).toBe(`W/${strong}`);
    expect((await ask(gzip, 'app.js', { etag: '"v7"' })).headers['ETag']).toBe('W/"v7"');
    expect((await ask(gzip, 'app.js', { etag: false })).headers['ETag']).toBeUndefined();
    // What it leaves alone keeps its strong tag.
    expect((await ask(gzip, 'logo.jpg')).headers['ETag']).toBe(strong);
    const fixed = await ask(gzip, 'app.js', { headers: { 'Cache-Control': 'no-transform' } });
    expect([fixed.headers['ETag'], fixed.body.toString()]).toEqual([strong, script]);
  });

  it('is a 304 for a client that has either one, with the tag of the body that would be sent', async () => {
    const { headers } = await ask(gzip);
    const same = await ask({ ...gzip, 'If-None-Match': String(headers['ETag']) });

    expect([same.status, same.headers['ETag'], same.headers['Vary']]).toEqual([
      304,
      headers['ETag'],
      'Accept-Encoding',
    ]);
  });

  it.each([
    ['bytes=0-1999', script.slice(0, 2000), undefined],
    ['bytes=0-1999', script.slice(0, 2000), 'no-store'],
  ])('gives %s of the plain file', async (range, part, said) => {
    const init = said === undefined ? {} : { headers: { 'Cache-Control': said } };
    const reply = await ask({ ...gzip, Range: range }, 'app.js', init);

    expect([reply.status, reply.headers['Content-Encoding'], reply.body.toString()]).toEqual([206, undefined, part]);
    expect(reply.headers['Cache-Control']).toBe(`${said ?? 'public, max-age=0'}, no-transform`);
    expect(reply.headers['Vary']).toBe('Accept-Encoding');
  });

  it('gives several ranges of the plain file', async () => {
    const { status, headers, body } = await ask({ ...gzip, Range: 'bytes=0-1999,3000-3099' });

    expect([status, headers['Content-Encoding']]).toEqual([206, undefined]);
    expect(body.toString()).toContain(`\r\n\r\n${script.slice(0, 2000)}\r\n--`);
  });

  it('never adds plain bytes to coded ones', async () => {
    const coded = await ask(gzip);
    const plain = await ask({});
    const resume = (tag: unknown) => ask({ ...gzip, 'Range': 'bytes=10-', 'If-Range': String(tag) });

    expect((await resume(coded.headers['ETag'])).status).toBe(200);
    expect((await resume(plain.headers['ETag'])).body.toString()).toBe(script.slice(10));
  });
});
