import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { type RequestHandler } from 'express';
import { adopt, Binary, HTML, JSON, Redirect, Response, Text } from 'express-returns';
import request from 'supertest';

const page = readFileSync(join(__dirname, '../../docs/migration.md'), 'utf8');

describe('docs/migration.md', () => {
  const methods = Object.entries(express.response as object).flatMap(([name, value]) =>
    typeof value === 'function' ? [name] : [],
  );

  it.each(methods)('has a row for res.%s', (name) => {
    expect(page).toMatch(new RegExp(`^\\|[^|]*\`res\\.(?:\\w+\\(.*\\)\\.)?${name}\\(`, 'm'));
  });
});

const calls: readonly [call: string, byHand: RequestHandler, returned: () => unknown, headers: readonly string[]][] = [
  ['json', (_req, res) => void res.json({ a: 1 }), () => new JSON({ a: 1 }), ['etag']],
  ['status', (_req, res) => void res.status(201).json(1), () => new JSON(1, { status: 201 }), []],
  ['sendStatus', (_req, res) => void res.sendStatus(204), () => new Response(null, { status: 204 }), []],
  ['send of a string', (_req, res) => void res.send('<p>'), () => new HTML('<p>'), ['etag']],
  ['send of bytes', (_req, res) => void res.send(Buffer.from('a')), () => new Binary(Buffer.from('a')), ['etag']],
  ['end', (_req, res) => void res.end(), () => new Response(null), []],
  ['set', (_req, res) => void res.set('X-A', '1').json(1), () => new JSON(1, { headers: { 'X-A': '1' } }), ['x-a']],
  [
    'append',
    (_req, res) => void res.append('X-A', '1').append('X-A', '2').json(1),
    () => new JSON(1, { headers: { 'X-A': ['1', '2'] } }),
    ['x-a'],
  ],
  ['type', (_req, res) => void res.type('text/csv').send('a'), () => new Text('a', { contentType: 'text/csv' }), []],
  [
    'attachment',
    (_req, res) => void res.attachment('a b.txt').send('a'),
    () => new Text('a', { download: 'a b.txt' }),
    ['content-disposition'],
  ],
  [
    'links',
    (_req, res) => void res.links({ next: '/2' }).json(1),
    () => new JSON(1, { headers: { Link: '</2>; rel="next"' } }),
    ['link'],
  ],
  [
    'location',
    (_req, res) => void res.status(201).location('/é').json(1),
    () => new JSON(1, { status: 201, headers: { Location: encodeURI('/é') } }),
    ['location'],
  ],
  ['vary', (_req, res) => void res.vary('X-A').json(1), () => new JSON(1, { headers: { Vary: 'X-A' } }), ['vary']],
  [
    'redirect',
    (_req, res) => {
      res.redirect('/a');
    },
    () => new Redirect('/a', { preserveMethod: false }),
    ['location'],
  ],
  [
    'cookie and clearCookie',
    (_req, res) => void res.cookie('a', '1', { httpOnly: true }).clearCookie('b').json(1),
    () =>
      new JSON(1, {
        cookies: [
          { name: 'a', value: '1', httpOnly: true },
          { name: 'b', clear: true },
        ],
      }),
    ['set-cookie'],
  ],
];

it.each(calls)('sends the same as res: %s', async (_call, byHand, returned, names) => {
  const app = adopt(express()).get('/by-hand', byHand).get('/returned', returned);
  const [one, other] = await Promise.all(
    ['/by-hand', '/returned'].map(async (path) => {
      const { status, text, headers } = await request(app).get(path).redirects(0);
      const compared = ['content-type', 'content-length', ...names].map((name) => [name, headers[name] as unknown]);
      return { status, text: text || undefined, headers: Object.fromEntries(compared) as object };
    }),
  );

  expect(other).toEqual(one);
});

it('leaves res.jsonp to a handler that takes res', async () => {
  const app = adopt(express()).get('/', (_req, res) => {
    res.jsonp({ a: 1 });
  });
  const { text } = await request(app).get('/?callback=f');

  expect(text).toContain('f({"a":1})');
});
