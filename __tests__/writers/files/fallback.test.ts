import { mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import express from 'express';
import {
  afterTasks,
  File,
  JSON,
  Negotiated,
  NotFound,
  returns,
  Text,
  type FileInit,
  type RouterSettings,
} from 'express-returns';
import { usageError } from '../../diagnostics/refused';
import { keepErrors, send } from '../../helpers/app';

const PAGE = '<title>app</title>'.padEnd(2000);

let root = '';

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'fallback-'));
  writeFileSync(join(root, 'index.html'), PAGE);
  writeFileSync(join(root, 'app.js'), 'app()');
  writeFileSync(join(root, '.env'), 'SECRET');
  symlinkSync('/etc/hostname', join(root, 'out'));
  utimesSync(join(root, 'index.html'), 0, 0);
});

afterAll(() => {
  rmSync(root, { recursive: true });
});

function appOf(path: string, init: FileInit, settings: Partial<RouterSettings> = {}) {
  const app = express();
  app.all('/', returns(() => new File(path, init), { mediaRoot: root, ...settings })); // prettier-ignore
  return { app, errors: keepErrors(app) };
}

const ask = (path: string, init: FileInit, headers = {}, method = 'GET') =>
  send(appOf(path, init).app, method, '/', headers);

describe('the fallback of a File', () => {
  it.each([
    ['missing', 'users/7'],
    ['a folder', '.'],
    ['a name with a dot', '.env'],
    ['a climb', '../index.html'],
    ['a symlink that leads out', 'out'],
    ['empty', ''],
    ['too long', 'a'.repeat(300)],
    ['with a NUL', 'a\0'],
  ])('is sent for whatever would be a 404: %s', async (_case, path) => {
    const { status, headers, body } = await ask(path, { fallback: 'index.html' });

    expect([status, headers['Content-Type'], body.toString()]).toEqual([200, 'text/html; charset=utf-8', PAGE]);
    expect((await ask(path, { fallback: () => new Text('instead') })).body.toString()).toBe('instead');
  });

  it('is not sent for a file that is there', async () => {
    const { headers, body } = await ask('app.js', { fallback: 'index.html' });

    expect([headers['Content-Type'], body.toString()]).toEqual(['text/javascript; charset=utf-8', 'app()']);
  });

  it.each<[string, FileInit]>([
    ['a path', { fallback: 'none.html' }],
    ['a path behind the wall', { fallback: '../index.html' }],
    ['a file with a fallback that is missing', { fallback: () => new File('none', { fallback: 'neither' }) }],
  ])('that is missing is a 404: %s', async (_case, init) => {
    const { app, errors } = appOf('none', init);

    expect((await send(app, 'GET', '/')).status).toBe(404);
    expect(errors).toEqual([expect.objectContaining({ status: 404 })]);
  });

  it('that is its own ends as a 404', async () => {
    const file: File = new File('none', { fallback: () => file });
    const app = express().get('/', returns(() => file, { mediaRoot: root })); // prettier-ignore
    keepErrors(app);

    expect((await send(app, 'GET', '/')).status).toBe(404);
  });
});

describe('a path as fallback', () => {
  it.each<[string, string, Record<string, string>, number, string]>([
    ['GET', 'a range', { Range: 'bytes=0-6' }, 206, '<title>'],
    ['GET', 'a condition', { 'If-Modified-Since': 'Thu, 01 Jan 1970 00:00:00 GMT' }, 304, ''],
    ['HEAD', 'nothing', {}, 200, ''],
  ])('answers %s with %s', async (method, _what, headers, status, body) => {
    const reply = await ask('none', { fallback: 'index.html' }, headers, method);

    expect([reply.status, reply.body.toString()]).toEqual([status, body]);
    if (status === 200) expect(reply.headers['Content-Length']).toBe('2000');
  });

  it('has the status, headers and cookies of the File, and nothing that describes the missing one', async () => {
    const { status, headers } = await ask('none.pdf', {
      ...{ fallback: 'index.html', status: 203, cookies: [{ name: 'a', value: 'b' }], headers: { 'X-A': 'b' } },
      ...{ maxAge: '1y', immutable: true, etag: '"v1"', lastModified: new Date(1e12), download: true },
    });

    expect(status).toBe(203);
    expect(headers).toMatchObject({
      'Cache-Control': 'public, max-age=0',
      'Content-Type': 'text/html; charset=utf-8',
      'Last-Modified': 'Thu, 01 Jan 1970 00:00:00 GMT',
      'Set-Cookie': 'a=b; Path=/',
      'X-A': 'b',
    });
    expect(headers).not.toHaveProperty('Content-Disposition');
    expect(headers['ETag']).not.toBe('"v1"');
  });

  it.each<[string, FileInit, Record<string, string | undefined>]>([
    ['partial', { partial: false }, { 'Accept-Ranges': 'none' }],
    ['etag', { etag: false }, { ETag: undefined }],
    ['lastModified', { lastModified: false }, { 'Last-Modified': undefined }],
    ['cacheControl', { cacheControl: false }, { 'Cache-Control': undefined }],
  ])('is sent by the option %s', async (_name, init, wanted) => {
    const { headers } = await ask('none', { fallback: 'index.html', ...init });

    for (const [name, value] of Object.entries(wanted)) expect(headers[name]).toBe(value);
  });

  it('is found by the same rules', async () => {
    expect((await ask('none', { fallback: '.env' })).status).toBe(404);
    expect((await ask('none', { fallback: '.env', dotfiles: 'allow' })).body.toString()).toBe('SECRET');
    expect((await ask('none', { fallback: 'hostname', root: '/etc' })).status).toBe(200);
  });

  it('is compressed', async () => {
    const reply = await ask('none', { fallback: 'index.html', compress: true }, { 'Accept-Encoding': 'gzip' });

    expect(gunzipSync(reply.body).toString()).toBe(PAGE);
  });
});

describe('a function as fallback', () => {
  it.each<[string, FileInit['fallback'], number, string]>([
    ['a response', () => new JSON({ missing: true }, { status: 404 }), 404, '{"missing":true}'],
    ['a promise', async () => new Text('later'), 200, 'later'],
    ['a file', () => new File('app.js'), 200, 'app()'],
    ['a file with a fallback', () => new File('none', { fallback: 'app.js' }), 200, 'app()'],
    ['one of several', () => new Negotiated({ 'text/plain': () => new Text('plain') }), 200, 'plain'],
    ['an error by the request', (req) => new Text(`no ${req.method}`, { status: 410 }), 410, 'no GET'],
  ])('gives %s', async (_what, fallback, status, body) => {
    const reply = await ask('none', { fallback: fallback ?? '' });

    expect([reply.status, reply.body.toString()]).toEqual([status, body]);
  });

  it('may throw a response', async () => {
    const reply = await ask('none', {
      fallback: () => {
        throw new NotFound('gone');
      },
    });

    expect([reply.status, reply.body.toString()]).toEqual([404, 'gone']);
  });

  it('has its response transformed, and both tasks run', async () => {
    const ran: string[] = [];
    const after = (name: string) => () => ran.push(name);
    const { app } = appOf(
      'none',
      { fallback: () => new Text('a', { after: after('fallback') }), after: after('file') },
      { transform: (response) => response.with({ headers: { 'X-Seen': String(response.status) } }) },
    );
    const { headers } = await send(app, 'GET', '/');
    await afterTasks();

    expect(headers).toMatchObject({ 'X-Seen': '200' });
    expect(ran.sort()).toEqual(['fallback', 'file']);
  });

  it.each<[unknown, string]>([
    [undefined, 'undefined'],
    ['index.html', '"index.html"'],
  ])('that gives %p is an error of the app', async (value, shown) => {
    const { app, errors } = appOf('none', { fallback: (() => value) as never });

    expect((await send(app, 'GET', '/')).status).toBe(500);
    expect(errors).toEqual([
      usageError('ERR_RETURNS_RENDER', `The fallback of a File gave ${shown}; it must give a response.`),
    ]);
  });

  it('is dropped when the request has been answered meanwhile', async () => {
    const { app, errors } = appOf('none', {
      fallback: (req) => {
        req.res?.send('faster');
        return new Text('late');
      },
    });

    expect((await send(app, 'GET', '/')).body.toString()).toBe('faster');
    expect(errors).toEqual([]);
  });
});
