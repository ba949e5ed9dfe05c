import express, { type RequestHandler } from 'express';
import { Binary, HTML, JSON, returns, Text, type AnyResponse, type Cookie, type HeadersInit } from 'express-returns';
import fc from '../helpers/fast-check';
import { keepErrors, send, withServer, sendTo } from '../helpers/app';
import { usageError } from '../diagnostics/refused';

// Headers that go through a method of Express with a parser of its own: none may refuse what a response has taken.

const before: RequestHandler = (_req, res, next) => {
  res.vary('Origin');
  next();
};

/** The headers of a reply of 200, on which middleware has said Vary: Origin. */
async function headersOf(response: AnyResponse, ...middleware: RequestHandler[]) {
  const app = express().get(
    '/',
    ...middleware,
    returns(() => response),
  );
  const errors = keepErrors(app);
  const reply = await send(app, 'GET', '/');
  expect(errors).toEqual([]);
  return reply.headers;
}

describe('Vary', () => {
  it.each<[HeadersInit, string | undefined, string]>([
    [{ Vary: 'Accept' }, 'Accept', 'Origin, Accept'],
    [{ Vary: ['Accept, Cookie'] }, 'Accept, Cookie', 'Origin, Accept, Cookie'],
    [{ Vary: ['Accept', 'origin, Accept'] }, 'Accept, origin', 'Origin, Accept'],
    [
      [
        ['Vary', 'Accept'],
        ['vary', 'Cookie, X-A'],
      ],
      'Accept, Cookie, X-A',
      'Origin, Accept, Cookie, X-A',
    ],
    [{ Vary: 'Accept,' }, 'Accept', 'Origin, Accept'],
    [{ Vary: ',,Accept , ' }, 'Accept', 'Origin, Accept'],
    [{ Vary: '' }, undefined, 'Origin'],
    [{ Vary: [',', ''] }, undefined, 'Origin'],
    [{ Vary: '*' }, '*', '*'],
    [{ Vary: ['Accept', 'Cookie, *'] }, '*', '*'],
  ])('of %j is sent as %j, and after Origin as %j', async (headers, alone, joined) => {
    expect((await headersOf(new Text('a', { headers })))['Vary']).toBe(alone);
    expect((await headersOf(new Text(['a'], { headers }), before))['Vary']).toBe(joined);
  });

  it.each(['Accept Encoding', 'a, b:c', ['Accept', 'é']])('of %j is refused where the response is made', (Vary) => {
    expect(() => new Text('a', { headers: { Vary } })).toThrow(
      usageError('ERR_RETURNS_HEADER', 'It is a list of header names, or *'),
    );
  });
});

describe('Content-Type', () => {
  it.each([
    ['text/csv;', 'text/csv; charset=utf-8'],
    ['text/csv;\tcharset=utf-8', 'text/csv; charset=utf-8'],
    ['text/csv; charset=utf-8; header=present;', 'text/csv; charset=utf-8; header=present'],
  ])('of %j is sent with a string as %j', async (contentType, sent) => {
    expect((await headersOf(new Text('a', { contentType })))['Content-Type']).toBe(sent);
  });

  it.each(['text/html; charset', '/', 'text/', 'text/html, text/plain', 'text/html; a="'])(
    'of %j is refused where the response is made',
    (contentType) => {
      const refused = usageError('ERR_RETURNS_HEADER', 'It is a media type such as ');

      expect(() => new Text('a', { contentType })).toThrow(refused);
      expect(() => new JSON(1).with({ headers: { 'Content-Type': contentType } })).toThrow(refused);
    },
  );
});

describe('Location', () => {
  it.each([
    ['/users/7', '/users/7'],
    ['/ü', '/%C3%BC'],
    ['/日本?q=a b', '/%E6%97%A5%E6%9C%AC?q=a%20b'],
    ['/already%20encoded', '/already%20encoded'],
    ['/100%', '/100%25'],
    ['back', './back'],
  ])('of %j is sent as %j, as res.location encodes it', async (location, sent) => {
    const response = new JSON(null, { status: 201, headers: { Location: location } });
    const app = express()
      .get(
        '/',
        returns(() => response),
      )
      .get('/by-hand', (_req, res) => res.location(location === 'back' ? './back' : location).json(null));

    expect((await send(app, 'GET', '/')).headers['Location']).toBe(sent);
    expect((await send(app, 'GET', '/by-hand')).headers['Location']).toBe(sent);
  });

  it('with a line break is refused', () => {
    expect(() => new JSON(null, { headers: { Location: '/日\r\nX-A: b' } })).toThrow(usageError('ERR_RETURNS_HEADER'));
  });
});

describe('Set-Cookie', () => {
  it('clears a cookie by its expires, whatever maxAge is spread into it', async () => {
    const options = { maxAge: 60_000, httpOnly: true };
    const cleared: Cookie = { name: 'a', value: '', ...options, expires: new Date(1) };
    const later = new Date(Date.now() + 3_600_000);
    const headers = await headersOf(
      new Text('', { cookies: [cleared, { name: 'b', value: 'c', ...options, expires: later }] }),
    );

    expect(headers['Set-Cookie']).toEqual([
      'a=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly',
      expect.stringMatching(/^b=c; Max-Age=60; Path=\/; Expires=.*; HttpOnly$/) as string,
    ]);
  });
});

describe('no content type', () => {
  it('is what contentType null gives, as with() does', async () => {
    const removed = new Binary('a').with({ headers: { 'content-type': null } });

    expect(await headersOf(new Binary('a', { contentType: null }))).toEqual(await headersOf(removed));
    expect(await headersOf(new Binary(['a'], { contentType: null }))).not.toHaveProperty('Content-Type');
    expect(await headersOf(new Binary(null, { contentType: 'text/x' }).with({ contentType: null }))).not.toHaveProperty(
      'Content-Type',
    );
  });
});

it('sends every header that a response has taken', async () => {
  const pieces = [
    'Accept',
    'Origin',
    '*',
    ',',
    ';',
    ' ',
    '\t',
    '"',
    '\\',
    '=',
    '/',
    'text',
    'charset',
    'utf-8',
    '%',
    'é',
    'W/',
    'back',
    '日',
  ];
  const value = fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((parts) => parts.join(''));
  const name = fc.constantFrom(
    'Vary',
    'Content-Type',
    'Location',
    'Set-Cookie',
    'ETag',
    'Last-Modified',
    'Link',
    'Allow',
    'Content-Disposition',
  );
  const given = fc.uniqueArray(fc.tuple(name, value), { selector: ([key]) => key });
  let response: AnyResponse = new Text('');
  const app = express().get(
    '/',
    before,
    returns(() => response),
  );
  const errors = keepErrors(app);

  await withServer(app, (port) =>
    fc.assert(
      fc.asyncProperty(given, fc.boolean(), async (headers, isStreamed) => {
        try {
          response = new HTML(isStreamed ? ['a'] : 'a', { headers });
        } catch {
          return;
        }
        const reply = await sendTo(port, 'GET', '/');
        expect([reply.status, reply.body.toString(), errors]).toEqual([200, 'a', []]);
      }),
      { numRuns: 300 },
    ),
  );
});
