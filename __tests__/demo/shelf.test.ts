import '../helpers/pglite';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs, { readdirSync, rmSync } from 'node:fs';
import http, { type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { afterTasks } from 'express-returns';
import { fetchOf } from 'express-returns/testing';
import request from 'supertest';
import type { Media, Page } from '../../demo/shelf/catalogue/catalogue';
import { run } from '../../demo/shelf/client-script';
import type { Shelf } from '../../demo/shelf/api/shelf';
import { paintPNG } from '../../demo/shelf/seed/png';
import { seed } from '../../demo/shelf/seed/seed';
import { MediaFolder } from '../../demo/shelf/media/media-folder';
import { openShelf, type OpenShelf } from '../../demo/shelf/open-shelf';
import { openReply } from '../helpers/live';
import { createShelfFolder } from '../helpers/shelf-folder';

const PNG = paintPNG(8, 8, () => [1, 0, 0]);
const TITLES = ['A clock', 'Two stones', 'Five notes', 'Hills at night', 'Sunrise'];

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { responses: object; security: unknown }>>>>;
}

let folder: string;
let shelf: OpenShelf;
let server: Server;
let ada: string;
let grace: string;

beforeAll(async () => {
  folder = await createShelfFolder();
  shelf = await openShelf({ databaseURL: undefined, folder });
  server = http.createServer(shelf.app).listen(0);
  await once(server, 'listening');
  [ada, grace] = await Promise.all([signIn('ada', 'countess'), signIn('grace', 'admiral')]);
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await shelf.close();
  rmSync(folder, { recursive: true });
});

async function signIn(name: string, password: string): Promise<string> {
  const { headers } = await request(server).post('/v1/session').send({ name, password }).expect(200, { name });
  return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

const add = (cookie: string, bytes: Buffer, filename: string, contentType = 'image/png') =>
  request(server).post('/v1/media').set('Cookie', cookie).attach('file', bytes, { filename, contentType });
const mediaOf = ({ body }: request.Response) => body as Media;
const titlesOf = (items: readonly Media[]) => items.map(({ title }) => title);
/** Removes one, and its file, which goes after the reply. */
async function remove(cookie: string, id: number): Promise<void> {
  await request(server).delete(`/v1/media/${id}`).set('Cookie', cookie).expect(204);
  await afterTasks();
}
const filesIn = (part: string): string[] => readdirSync(join(folder, 'media', part));
const incoming = (): string[] => filesIn(join('.incoming', `${os.hostname()}.${process.pid}`));
const error = (code: number, message: string) => ({ status: 'error', code, message });

/** Resolves once a condition holds. Jest's own timeout ends a wait in vain. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await wait(5);
}

/** The number of a process that has ended. */
async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--eval', '']);
  await once(child, 'exit');
  return Number(child.pid);
}

describe('demo/shelf: session', () => {
  it('refuses a wrong password and a name that does not exist alike', async () => {
    for (const name of ['ada', 'eve'])
      await request(server)
        .post('/v1/session')
        .send({ name, password: 'x' })
        .expect(401, error(1101, 'The name or the password is wrong'));
  });

  it('knows a person by a cookie that scripts do not see, until they sign out', async () => {
    const reply = await request(server).post('/v1/session').send({ name: 'ada', password: 'countess' }).expect(200);
    const [set = ''] = reply.headers['set-cookie'] as unknown as string[];
    expect(set).toMatch(/^shelf=[\w-]{43}; Max-Age=604800; Path=\/; Expires=.*; HttpOnly; SameSite=Lax$/);

    const cookie = set.split(';')[0] ?? '';
    await request(server).get('/v1/session').set('Cookie', cookie).expect(200, { name: 'ada' });
    await request(server).delete('/v1/session').set('Cookie', cookie).expect(204);
    await request(server).get('/v1/session').set('Cookie', cookie).expect(204);
    await add(cookie, PNG, 'a.png').expect(401, error(1100, 'Please sign in'));
  });
});

describe('demo/shelf: list', () => {
  it('has what the first start has put on it, newest first', async () => {
    const { body, headers } = await request(server).get('/v1/media').expect(200);

    expect(body).toMatchObject({ total: 5, page: 1, pages: 1 });
    expect(titlesOf((body as Page).items)).toEqual(TITLES);
    expect(headers['link']).toBe('<?page=1>; rel="last"');
  });

  it.each([
    ['search=SUN', ['Sunrise']],
    ['search=%25', []],
    ['kind=video', ['A clock']],
    ['kind=picture&search=o', ['Two stones']],
    ['page=2', []],
  ])('finds by %s', async (query, titles) => {
    const { body } = await request(server).get(`/v1/media?${query}`).expect(200);

    expect(titlesOf((body as Page).items)).toEqual(titles);
  });

  it.each(['page=0', 'page=x', 'kind=book'])('refuses %s', async (query) => {
    const { body } = await request(server).get(`/v1/media?${query}`).expect(400);

    expect(body).toMatchObject({ code: 1002, data: { query: { [query.split('=')[0] ?? '']: [expect.any(String)] } } });
  });
});

describe('demo/shelf: seed', () => {
  it('is done by one of two processes, also where each of them adds one of the people', async () => {
    const titles: string[] = [];
    const names = new Set<string>();
    const shelfOf = (name: string, add: (name: string) => Promise<boolean>): Shelf =>
      Object.assign(Object.create(null) as Shelf, {
        folder: new MediaFolder(join(folder, name)),
        people: { add },
        catalogue: { add: ({ title }: Media) => Promise.resolve(titles.push(title)) },
      });
    const add = (name: string): boolean => names.size < names.add(name).size;
    const other = shelfOf('second', (name) => Promise.resolve(add(name)));
    await seed(
      shelfOf('first', async (name) => {
        if (name === 'grace') await seed(other); // Between the two people of the first process.
        return add(name);
      }),
    );

    expect(titles).toEqual([...TITLES].reverse());
  });
});

describe('demo/shelf: uploads', () => {
  it('keeps a file and its name in any script, under a name of its own', async () => {
    const reply = await add(ada, PNG, '赤い "四角".png').field('title', ' Red ').expect(201);

    const media = mediaOf(reply);
    const path = `/v1/media/${media.id}`;
    expect(reply.headers['location']).toBe(path);
    expect(media).toMatchObject({ title: 'Red', kind: 'picture', type: 'image/png', bytes: PNG.length, owner: 'ada' });
    await request(server).get(path).expect(200, media);
    const download = await request(server).get(`${path}/download`).expect(200);
    expect(download.headers['content-disposition']).toContain(
      "filename*=UTF-8''%E8%B5%A4%E3%81%84%20%22%E5%9B%9B%E8%A7%92%22.png",
    );
    expect(download.body).toEqual(PNG);
    await remove(ada, media.id);
  });

  it('takes the title from the name of the file, and the type from its bytes', async () => {
    const media = mediaOf(await add(ada, PNG, 'four.jpg', 'image/jpeg').expect(201));

    expect(media).toMatchObject({ title: 'four', type: 'image/png' });
    await remove(ada, media.id);
  });

  it.each([
    ['of somebody who is not signed in', () => add('', PNG, 'a.png'), 401, 1100],
    ['that only says it is a picture', () => add(ada, Buffer.from('<script>'), 'a.png'), 415, 1120],
    ['of an SVG', () => add(ada, Buffer.from('<svg/>'), 'a.svg', 'image/svg+xml'), 415, 1120],
    ['of another type', () => add(ada, PNG, 'a.pdf', 'application/pdf'), 400, 1002],
    ['with too long a title', () => add(ada, PNG, 'a.png').field('title', 'a'.repeat(101)), 400, 1002],
    ['of two files', () => add(ada, PNG, 'a.png').attach('file', PNG, 'b.png'), 400, 1123],
    ['in another field', () => request(server).post('/v1/media').set('Cookie', ada).attach('a', PNG, 'a'), 400, 1123],
    ['without a form', () => request(server).post('/v1/media').set('Cookie', ada).send({}), 400, 1123],
  ])('refuses one %s, and keeps nothing', async (_what, send, status, code) => {
    const before = filesIn('');
    const { body } = await send().expect(status);

    expect(body).toMatchObject({ status: 'error', code });
    await until(() => incoming().length === 0);
    expect(filesIn('')).toEqual(before);
  });

  it('leaves nothing of one that is cut off half-way', async () => {
    const before = filesIn('');
    const { port } = server.address() as AddressInfo;
    const headers = { 'Cookie': ada, 'Content-Type': 'multipart/form-data; boundary=x', 'Content-Length': 1_000_000 };
    const client = http.request({ port, method: 'POST', path: '/v1/media', headers });
    client.on('error', () => undefined);
    client.write(
      '--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n',
    );
    client.write(PNG);
    await until(() => incoming().length === 1);
    client.destroy();
    await until(() => incoming().length === 0);

    expect(filesIn('')).toEqual(before);
  });

  it('removes at its start and at its end what killed processes have left, and nothing of a process that may run', async () => {
    const host = os.hostname();
    const all = join(folder, 'left/.incoming');
    const over = await endedProcess();
    const own = `${host}.${process.pid}`;
    for (const owner of [own, `${host}.${over}`, `${host}.${process.ppid}`, 'other.1', 'other.2']) {
      fs.mkdirSync(join(all, owner), { recursive: true });
      fs.writeFileSync(join(all, owner, 'half'), '');
    }
    const yesterday = Date.now() / 1000 - 25 * 3600;
    fs.utimesSync(join(all, 'other.1'), yesterday, yesterday);
    const media = new MediaFolder(join(folder, 'left'));
    await media.sweep();

    expect(readdirSync(all).sort()).toEqual([own, `${host}.${process.ppid}`, 'other.2'].sort());
    expect(readdirSync(media.incoming)).toEqual([]);

    fs.writeFileSync(join(media.incoming, 'broken off'), '');
    fs.mkdirSync(join(all, `${host}.${over}`)); // Killed while this process runs: no other start may follow.
    await media.close();

    expect(readdirSync(all).sort()).toEqual([`${host}.${process.ppid}`, 'other.2'].sort());
  });

  it('says that the disk is full', async () => {
    const full = new Writable({
      write: (_chunk, _encoding, done) => {
        done(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }));
      },
    });
    const spy = jest.spyOn(fs, 'createWriteStream').mockReturnValueOnce(full as fs.WriteStream);
    await add(ada, PNG, 'a.png').expect(507, error(1122, 'The disk of the shelf is full. Nothing was kept'));
    spy.mockRestore();
  });
});

describe('demo/shelf: files', () => {
  it('seeks, and is asked again only for what has changed', async () => {
    const part = await request(server).get('/v1/media/5/file').set('Range', 'bytes=1000-1999').expect(206);
    expect([part.headers['content-type'], part.headers['content-range']]).toEqual([
      'video/webm',
      'bytes 1000-1999/122899',
    ]);
    const known = String(part.headers['etag']);
    await request(server).get('/v1/media/5/file').set('If-None-Match', known).expect(304);
    await request(server).get('/v1/media/5/file').set('Range', 'bytes=999999-').expect(416);
    await request(server).get('/v1/media/99/file').expect(404, error(1110, 'There is no number 99 on the shelf'));
  });

  it('is shared by a short link, the same for everybody', async () => {
    const share = (cookie: string) => request(server).post('/v1/media/1/link').set('Cookie', cookie);
    await share('').expect(401);
    const { path } = (await share(ada).expect(200)).body as { path: string };
    await share(grace).expect(200, { path });

    await request(server).get(path).expect(307).expect('Location', '/?media=1');
    await request(server).get('/s/none').expect(404, error(1130, 'This link leads nowhere'));
  });

  it('is removed by its owner only, with its file', async () => {
    const media = mediaOf(await add(grace, PNG, 'a.png').expect(201));
    const path = `/v1/media/${media.id}`;
    const before = filesIn('').length;
    await request(server).delete(path).set('Cookie', ada).expect(403, error(1111, 'Only grace may remove it'));
    await remove(grace, media.id);

    await request(server).get(path).expect(404);
    expect(filesIn('')).toHaveLength(before - 1);
  });
});

describe('demo/shelf: feed', () => {
  it('sends what was missed, and then what others do', async () => {
    const { port } = server.address() as AddressInfo;
    const feed = await openReply(port, '/v1/feed', { 'Last-Event-ID': '3' });
    await feed.until('"title":"A clock"');
    const media = mediaOf(await add(grace, PNG, 'live.png').expect(201));
    await feed.until(`"id":${media.id},"title":"live"`);
    await remove(grace, media.id);
    const text = await feed.until('event: removed');
    feed.leave();

    expect(text).not.toContain('Five notes');
    expect(text).toMatch(/^id: 4\ndata: .*Two stones/m);
  });

  it('begins now for a new client, with a number to go on from', async () => {
    const { port } = server.address() as AddressInfo;
    const feed = await openReply(port, '/v1/feed');
    const text = await feed.until('event: ready');
    feed.leave();

    expect(text).toMatch(/^event: ready\nid: \d+\nretry: 1000\ndata: {}$/m);
  });
});

describe('demo/shelf: export', () => {
  it('has the same media as JSON, as lines and as CSV', async () => {
    const formula = mediaOf(await add(ada, PNG, 'a.png').field('title', '=1+1, "x"').expect(201));
    const all = (await request(server).get('/v1/export.json').expect(200)).body as Media[];
    const lines = await request(server).get('/v1/export.ndjson').buffer().expect(200);
    const csv = await request(server).get('/v1/export.csv').buffer().expect(200);
    await remove(ada, formula.id);

    expect(titlesOf(all)).toEqual([...TITLES.toReversed(), '=1+1, "x"']);
    expect(lines.text).toBe(all.map((media) => `${JSON.stringify(media)}\n`).join(''));
    expect(csv.headers['content-disposition']).toBe('attachment; filename="shelf.csv"');
    expect(csv.text).toMatch(/^id,title,kind,type,bytes,name,owner,added\r\n1,Sunrise,picture,image\/png,/);
    expect(csv.text).toContain(`\r\n${formula.id},"'=1+1, ""x""",picture,`);
  });
});

describe('demo/shelf: pages', () => {
  it('has a page that runs under its policy, whose files are all there', async () => {
    const { text, headers } = await request(server).get('/').expect(200);
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(text).not.toMatch(/ style=|<style|<script>| on\w+=/);
    for (const [, path = ''] of text.matchAll(/(?:src|href)="(\/[^"]+)"/g))
      if (path !== '/demos') await request(server).get(path).expect(200);
  });

  it('has a document of its API, and one format for every error', async () => {
    const { paths } = (await request(server).get('/docs/openapi.json').expect(200)).body as Document;
    const { responses, security } = paths['/media']?.['post'] ?? {};

    expect(Object.keys(responses ?? {})).toEqual(['201', '400', '401', '413', '415', '507']);
    expect(security).toEqual([{ session: [] }]);
    await request(server).get('/nowhere').expect(404, error(1001, 'Not found'));
    await request(server)
      .put('/v1/media')
      .expect(405)
      .expect('Allow', /GET, HEAD, POST/);
  });
});

describe('demo/shelf: the typed client', () => {
  it('adds, removes, and reads the error', async () => {
    const seen = await run('http://localhost', fetchOf(shelf.app));
    await afterTasks();

    expect(seen).toEqual([
      'signed in as grace',
      'added A dot, 69 bytes',
      'removed it',
      expect.stringMatching(/^1110: There is no number \d+ on the shelf$/),
    ]);
  });
});
