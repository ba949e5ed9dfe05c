import { readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Express } from 'express';
import { File, returns } from 'express-returns';
import { major, type RawReply } from '../helpers/app';
import { withConnection } from '../helpers/connection';
import { makeTree, MODIFIED } from '../helpers/tree';
import { vectors, type Vector } from './vectors';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const FUTURE = new Date('2100-01-01T00:00:00Z');
const { root, remove } = makeTree({ 'letters.txt': LETTERS, 'empty.txt': '', 'future.txt': LETTERS });
utimesSync(join(root, 'future.txt'), FUTURE, FUTURE);
afterAll(remove);

const contentOf = ({ file = 'letters.txt' }: Vector): string => (file === 'empty.txt' ? '' : LETTERS);
const describeHeaders = (headers: object): string =>
  Object.entries(headers)
    .map(([name, value]: [string, string]) => `${name}: ${value.length > 60 ? `${value.slice(0, 40)}...` : value}`)
    .join('; ')
    .replace(/[\t\u00a0]/g, (space) => (space === '\t' ? '\\t' : '\\xa0'));
const title = ({ method = 'GET', file = 'letters.txt', headers, init }: Vector): string =>
  [
    ...(method === 'GET' ? [] : [method]),
    ...(file === 'letters.txt' ? [] : [file]),
    describeHeaders(headers) || 'no headers',
    ...(init === undefined ? [] : [JSON.stringify(init)]),
  ].join(' ');

const ours = ({ file = 'letters.txt', init }: Vector): Express =>
  express()
    .set('env', 'test')
    .all(
      '/it',
      returns(() => new File(file, { root, ...init })),
    );
const theirs = ({ file = 'letters.txt', options }: Vector): Express =>
  express()
    .set('env', 'test')
    .all('/it', (_req, res, next) => {
      res.sendFile(file, { root, ...options }, (error?: Error) => {
        if (error) next(error);
      });
    });

/** Asks for the file as it is, and then by the vector, whose placeholders are what the first reply said. */
async function ask(app: Express, { method = 'GET', headers }: Vector): Promise<RawReply> {
  return withConnection(app, async (connection) => {
    const { headers: said } = await connection.ask('GET', '/it');
    const opaque = String(said['ETag'] ?? '"none"').replace('W/', '');
    const hour = (hours: number): string => new Date(MODIFIED.getTime() + hours * 3_600_000).toUTCString();
    const values: Record<string, string> = {
      tag: String(said['ETag'] ?? '"none"'),
      strong: opaque,
      weak: `W/${opaque}`,
      date: hour(0),
      before: hour(-1),
      after: hour(1),
    };
    const filled = Object.entries(headers).map(([name, value]) => [
      name,
      value.replace(/\{(\w+)\}/g, (_all, key: string) => values[key] ?? ''),
    ]);
    return connection.ask(method, '/it', Object.fromEntries(filled) as Record<string, string>);
  });
}

/** What a reply is, in the words of the table; every header and every byte is looked at. */
function inWords(reply: RawReply, vector: Vector): string {
  const { status, headers, body } = reply;
  const content = contentOf(vector);
  const isHead = vector.method === 'HEAD';
  const type = String(headers['Content-Type'] ?? '');
  const range = headers['Content-Range'];
  const text = body.toString('latin1');

  if (status === 206) {
    const boundary = /^multipart\/byteranges; boundary=([\w-]+)$/.exec(type)?.[1];
    if (boundary === undefined) {
      const [, first = '', last = ''] = /^bytes (\d+)-(\d+)\/26$/.exec(String(range)) ?? [];
      const part = content.slice(Number(first), Number(last) + 1);
      expect([text, headers['Content-Length']]).toEqual([isHead ? '' : part, String(part.length)]);
      return `206 ${first}-${last}`;
    }
    expect([range, headers['Content-Length']]).toEqual([undefined, String(text.length)]);
    const parts = [...text.matchAll(/Content-Range: bytes (\d+)-(\d+)\/26\r\n\r\n/g)].map(
      ([, first = '', last = '']) => [first, last] as const,
    );
    const expected = parts.map(
      ([first, last]) =>
        `\r\n--${boundary}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Range: bytes ${first}-${last}/26\r\n\r\n${content.slice(Number(first), Number(last) + 1)}`,
    );
    expect(text).toBe(`${expected.join('')}\r\n--${boundary}--\r\n`);
    return `206 ${parts.map((part) => part.join('-')).join(',')}`;
  }
  if (status === 416) {
    expect(range).toBe(`bytes */${content.length}`);
    return '416';
  }
  expect(range).toBeUndefined();
  if (status === 304) {
    expect([text, type, headers['Content-Length']]).toEqual(['', '', undefined]);
    return '304';
  }
  if (status === 412) return '412';
  expect(text).toBe(isHead ? '' : content);
  expect(headers['Content-Length']).toBe(String(content.length));
  return status === 404 ? '404 with the file' : String(status);
}

/** The headers beside those of the body, exactly. */
function expectedHeaders({ file, init = {} }: Vector, status: number, now: string): object {
  return {
    'X-Powered-By': 'Express',
    ...((init.status ?? 200) === 200 && { 'Accept-Ranges': init.partial === false ? 'none' : 'bytes' }),
    'Cache-Control': 'public, max-age=0',
    ...(init.lastModified !== false && { 'Last-Modified': file === 'future.txt' ? now : MODIFIED.toUTCString() }),
    ...(init.etag !== false && {
      ETag: expect.stringMatching(file === 'future.txt' ? /^W\/"1a-[0-9a-f]+"$/ : /^"[0-9a-f]+-[0-9a-f]+"$/) as string,
    }),
    ...(status !== 304 && {
      'Content-Type': expect.any(String) as string,
      'Content-Length': expect.any(String) as string,
    }),
  };
}

describe('a File, by RFC 9110', () => {
  it('has a table of at least 120 requests', () => {
    expect(vectors.length).toBeGreaterThan(120);
    expect(new Set(vectors.map(title)).size).toBe(vectors.length);
  });

  it.each(vectors.map((vector) => [vector.section, title(vector), vector] as const))(
    'section %s: %s',
    async (_section, _title, vector) => {
      const reply = await ask(ours(vector), vector);

      expect(inWords(reply, vector)).toBe(vector.reply);
      if (['412', '416'].includes(vector.reply)) return;
      const expected = expectedHeaders(vector, reply.status, new Date().toUTCString());
      expect({ ...reply.headers, 'Content-Range': undefined }).toEqual(expected);
    },
  );
});

// docs/files-compared.md says where res.sendFile replies otherwise; its rows are held against what happens.
const rows = readFileSync(join(__dirname, '../../docs/files-compared.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| RFC'))
  .map((line) => line.slice(2, -2).split(' | '));
const replyOf = (cell = ''): string => cell.replace('the same', '');

describe(`res.sendFile of Express ${major}`, () => {
  const compared = vectors.filter(({ init, options }) => init === undefined || options !== undefined);

  it('is compared with every request that it can be asked', () => {
    const requests = rows.map(([, request = '']) => request.slice(1, -1));

    expect(requests.filter((request) => !compared.map(title).includes(request))).toEqual([]);
    expect(new Set(requests).size).toBe(requests.length);
  });

  it.each(compared.map((vector) => [title(vector), vector] as const))('%s', async (request, vector) => {
    const row = rows.find(([, cell]) => cell === `\`${request}\``);
    const documented = replyOf(major === 5 ? row?.[3] : row?.[4]);

    expect(inWords(await ask(theirs(vector), vector), vector)).toBe(documented || vector.reply);
    if (row !== undefined) expect([row[0], row[2]]).toEqual([vector.section, vector.reply]);
  });
});
