import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express, { type Express } from 'express';
import { File, returns, type Handler } from 'express-returns';
import { keepErrors, send } from '../../helpers/app';

const base = mkdtempSync(join(tmpdir(), 'express-returns-'));
const root = join(base, 'media');

beforeAll(() => {
  mkdirSync(join(root, 'folder'), { recursive: true });
  writeFileSync(join(base, 'secret.txt'), 'secret');
  mkdirSync(`${root}-beside`);
  writeFileSync(`${root}-beside/secret.txt`, 'secret');
  writeFileSync(join(root, 'a.txt'), 'hello');
  utimesSync(join(root, 'a.txt'), 1e9, 1e9); // Its tag would turn from weak to strong while a test runs.
  writeFileSync(join(root, 'script.mjs'), '1');
  writeFileSync(join(root, '100%25.txt'), 'percent');
  writeFileSync(join(root, 'folder/index.html'), 'index');
  writeFileSync(join(root, '.env'), 'secret');
  symlinkSync(join(base, 'secret.txt'), join(root, 'link.txt'));
  symlinkSync(join(root, 'a.txt'), join(root, 'inside.txt'));
  symlinkSync(join(root, 'loop'), join(root, 'loop'));
  execFileSync('mkfifo', [join(root, 'fifo')]);
});
afterAll(() => {
  rmSync(base, { recursive: true });
});

function appOf(file: Handler, mediaRoot?: string): { app: Express; errors: unknown[] } {
  const app = express().get('/it', returns(file, mediaRoot === undefined ? {} : { mediaRoot }));
  return { app, errors: keepErrors(app) };
}

describe('a File', () => {
  it.each([
    ['a.txt', 'text/plain; charset=utf-8', 'hello'],
    ['script.mjs', 'text/javascript; charset=utf-8', '1'],
    ['100%25.txt', 'text/plain; charset=utf-8', 'percent'],
    ['inside.txt', 'text/plain; charset=utf-8', 'hello'],
  ])('is sent from the media root: %s', async (path, contentType, body) => {
    const answer = await send(appOf(() => new File(path), root).app, 'GET', '/it');

    expect([answer.status, answer.headers['Content-Type'], answer.body.toString()]).toEqual([200, contentType, body]);
    expect(answer.headers).toMatchObject({
      'Accept-Ranges': 'bytes',
      'Cache-Control': 'public, max-age=0',
      'Content-Length': String(body.length),
    });
  });

  it('may have a root, status, headers and a content type of its own', async () => {
    const { app } = appOf(
      () =>
        new File('a.txt', { root, status: 203, contentType: 'text/x-own', headers: { 'Cache-Control': 'no-store' } }),
    );
    const answer = await send(app, 'GET', '/it');

    expect([answer.status, answer.headers['Content-Type'], answer.headers['Cache-Control']]).toEqual([
      203,
      'text/x-own',
      'no-store',
    ]);
  });

  it('answers HEAD, ranges and conditional requests', async () => {
    const { app } = appOf(() => new File('a.txt'), root);
    const whole = await send(app, 'GET', '/it');

    expect(await send(app, 'HEAD', '/it')).toEqual({ ...whole, body: Buffer.alloc(0) });
    const part = await send(app, 'GET', '/it', { Range: 'bytes=1-2' });
    expect([part.status, part.body.toString(), part.headers['Content-Range']]).toEqual([206, 'el', 'bytes 1-2/5']);
    expect((await send(app, 'GET', '/it', { 'If-None-Match': String(whole.headers['ETag']) })).status).toBe(304);
    expect((await send(app, 'GET', '/it', { Range: 'bytes=9-' })).status).toBe(416);
    expect((await send(app, 'GET', '/it', { 'If-Match': '"other"' })).status).toBe(412);
  });

  it.each([
    '',
    'missing.txt',
    'folder',
    'folder/',
    'folder/index.html/',
    '.',
    './',
    '..',
    '../secret.txt',
    'folder/../a.txt',
    'folder/../../secret.txt',
    '../media-beside/secret.txt',
    '/etc/passwd',
    join(base, 'secret.txt'),
    'link.txt',
    'loop',
    'fifo',
    '.env',
    'a.txt\0.png',
    '..\\secret.txt',
    '%2e%2e/secret.txt',
    '100%.txt',
    '\ud800',
    'x'.repeat(5000),
    'a.txt/x',
  ])('is a 404 that tells no path: %j', async (path) => {
    const { app, errors } = appOf(() => new File(path), root);
    const answer = await send(app, 'GET', '/it');

    expect(answer.status).toBe(404);
    expect(errors).toEqual([
      expect.objectContaining({ message: 'Not Found', status: 404, statusCode: 404, expose: true }),
    ]);
  });

  it("tells no path in the reply of Express's own error handler either", async () => {
    const app = express()
      .set('env', 'development')
      .get(
        '/it',
        returns(() => new File('missing.txt'), { mediaRoot: root }),
      );
    const logged = new Promise<void>((resolve) =>
      jest.spyOn(console, 'error').mockImplementation(() => {
        resolve();
      }),
    );
    const answer = await send(app, 'GET', '/it');
    await logged;
    jest.restoreAllMocks();

    expect(answer.status).toBe(404);
    expect(answer.body.toString()).not.toContain(base);
  });

  it('without a root is an error of the developer', async () => {
    const { app, errors } = appOf(() => new File('a.txt'));

    expect((await send(app, 'GET', '/it')).status).toBe(500);
    expect(errors).toEqual([
      expect.objectContaining({
        code: 'ERR_RETURNS_MEDIA_ROOT',
        message: expect.stringContaining('GET /it (anonymous function): A File needs a folder: give') as string,
      }),
    ]);
  });

  it('keeps the Cache-Control of middleware, unless it has its own', async () => {
    const app = express()
      .use((_req, res, next) => {
        res.set('Cache-Control', 'no-store').set('ETag', '"of middleware"');
        next();
      })
      .get(
        '/silent',
        returns(() => new File('a.txt', { root })),
      )
      .get(
        '/telling',
        returns(() => new File('a.txt', { root, maxAge: '1h' })),
      );

    expect((await send(app, 'GET', '/silent')).headers['Cache-Control']).toBe('no-store');
    expect((await send(app, 'GET', '/silent')).headers['ETag']).toMatch(/^(?:W\/)?"5-[0-9a-f]+"$/);
    expect((await send(app, 'GET', '/telling')).headers['Cache-Control']).toBe('public, max-age=3600');
  });

  it('has a weak tag while its bytes may still change under it, and later the same as a strong one', async () => {
    const { app } = appOf(() => new File('a.txt'), root);
    const { mtimeMs } = statSync(join(root, 'a.txt'));
    const tagAt = async (milliseconds: number): Promise<unknown> => {
      jest.spyOn(Date, 'now').mockReturnValue(Math.ceil(mtimeMs) + milliseconds);
      return (await send(app, 'GET', '/it')).headers['ETag'];
    };
    const strong = await tagAt(1001);

    expect(strong).toMatch(/^"5-[0-9a-f]+"$/);
    // A clock that is ahead of ours, too, says nothing of what comes next.
    for (const milliseconds of [999, 0, -60_000]) expect(await tagAt(milliseconds)).toBe(`W/${String(strong)}`);
    expect((await send(app, 'GET', '/it', { 'If-None-Match': String(strong) })).status).toBe(304);
    expect((await send(app, 'GET', '/it', { 'Range': 'bytes=0-1', 'If-Range': String(strong) })).status).toBe(200);
    jest.restoreAllMocks();
  });

  it('was never modified after its reply, whatever it says itself', async () => {
    const { app } = appOf(() => new File('a.txt', { lastModified: new Date('2100-01-01') }), root);
    const before = Date.now();
    const said = Date.parse(String((await send(app, 'GET', '/it')).headers['Last-Modified']));

    expect(said).toBeGreaterThan(before - 1001);
    expect(said).toBeLessThanOrEqual(Date.now());
  });
});
