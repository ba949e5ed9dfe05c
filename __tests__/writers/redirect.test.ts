import express, { type Express, type RequestHandler } from 'express';
import { Redirect, Routes, type RedirectInit } from 'express-returns';
import { major, sendTo, withServer } from '../helpers/app';
import { withConnection } from '../helpers/connection';
import { watch } from '../helpers/watch';

const express4 = jest.requireActual<typeof express>('express4');

const ACCEPTED = [
  undefined,
  '*/*',
  'text/html',
  'application/json',
  'text/*',
  'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'text/plain;q=0.5, text/html;q=0.4',
  '*/*;q=0',
  '*/*;q=0.1',
  '',
  ' */*',
];

const URLS: readonly (string | URL)[] = [
  '/there',
  '/Zoë?a=b c#d%20',
  '//example.com\\@other.example/',
  'https://exämple.com/<b>"\'&',
  new URL('https://example.com/ü?q=ü'),
  'back',
];

const INITS: readonly (RedirectInit | undefined)[] = [
  undefined,
  { permanent: true },
  { status: 300, headers: { 'Vary': 'Origin', 'X-More': '1' } },
  { status: 303, cookies: [{ name: 'a', value: 'b' }] },
];

const withVary: RequestHandler = (_req, res, next) => {
  res.vary('Accept-Language').set('Content-Type', 'text/html').set('Content-Language', 'de');
  next();
};

/** The same by hand: 'back' is a relative URL here, where Express 4 takes the Referer. */
function byHand(
  make: typeof express,
  url: string | URL,
  init: RedirectInit = {},
  ...before: RequestHandler[]
): Express {
  const { status } = new Redirect(url, init);
  return make().all('/it', ...before, (_req, res) => {
    const { headers, cookies = [] } = init as {
      readonly headers?: Record<string, string>;
      readonly cookies?: readonly unknown[];
    };
    for (const [name, value] of Object.entries(headers ?? {})) {
      if (name === 'Vary') res.vary(value);
      else res.set(name, value);
    }
    if (cookies.length > 0) res.cookie('a', 'b');
    res.redirect(status, url === 'back' ? './back' : String(url));
  });
}

function ours(make: typeof express, url: string | URL, init?: RedirectInit, ...before: RequestHandler[]): Express {
  const app = make();
  for (const each of before) app.use(each);
  return new Routes().all('/it', () => new Redirect(url, init)).mount(app);
}

async function replies(app: Express): Promise<unknown[]> {
  return withConnection(app, async (connection) => {
    const all: unknown[] = [];
    for (const method of ['GET', 'HEAD', 'POST'])
      for (const Accept of ACCEPTED)
        all.push(await connection.ask(method, '/it', { Referer: '/other', ...(Accept !== undefined && { Accept }) }));
    return all;
  });
}

describe.each([
  ['the Express of this run', express] as const,
  ...(major === 4 ? [] : [['Express 4', express4] as const]),
])('on %s a redirect has the reply of res.redirect, whatever the client accepts', (_which, make) => {
  it.each(URLS)('to %p', async (url) => {
    expect(await replies(ours(make, url))).toEqual(await replies(byHand(make, url)));
  });

  it.each(INITS)('with %p', async (init) => {
    expect(await replies(ours(make, '/there', init))).toEqual(await replies(byHand(make, '/there', init)));
  });

  it.each(INITS)('with %p after middleware that sets the same fields', async (init) => {
    const [got, expected] = await Promise.all([
      replies(ours(make, '/there', init, withVary)),
      replies(byHand(make, '/there', init, withVary)),
    ]);
    expect(got).toEqual(expected);
  });
});

describe('a wrapper is called for a redirect', () => {
  it.each(['redirect', 'format', 'vary', 'location', 'set', 'end'] as const)('of res.%s', async (name) => {
    let seen: unknown[] = [];
    const wrapping: RequestHandler = (_req, res, next) => {
      ({ seen } = watch(res, name));
      next();
    };
    const app = ours(express, '/there', undefined, wrapping);
    const { status } = await withServer(app, (port) => sendTo(port, 'GET', '/it'));

    expect(status).toBe(307);
    expect(seen.length).toBeGreaterThan(0);
  });

  it.each(['redirect', 'format', 'vary'] as const)('of res.%s on app.response', async (name) => {
    const app = ours(express, '/there');
    const { seen } = watch(app.response, name);
    await withServer(app, (port) => sendTo(port, 'GET', '/it'));

    expect(seen).toHaveLength(1);
  });

  it('of req.accepts, whose choice counts', async () => {
    const app = ours(express, '/there');
    app.request.accepts = (() => 'html') as typeof app.request.accepts;
    const { headers } = await withServer(app, (port) => sendTo(port, 'GET', '/it'));

    expect(headers['Content-Type']).toBe('text/html; charset=utf-8');
  });
});
