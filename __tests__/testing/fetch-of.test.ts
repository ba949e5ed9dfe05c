import http from 'node:http';
import { gzipSync } from 'node:zlib';
import express, { type Express } from 'express';
import { EventStream, JSON as JSONResponse, Redirect, Routes, Text } from 'express-returns';
import { fetchOf } from 'express-returns/testing';
import { usageError } from '../diagnostics/refused';
import { major } from '../helpers/app';
import { collectGarbage } from '../helpers/garbage';
import { deferred } from '../helpers/live';

const echo = () =>
  new Routes().all('/echo', async (req) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const { method, originalUrl, headers, protocol, ip } = req;
    return new JSONResponse({
      method,
      originalUrl,
      headers,
      protocol,
      ip,
      body: Buffer.concat(chunks).toString('latin1'),
    });
  });

interface Echo {
  readonly method: string;
  readonly originalUrl: string;
  readonly headers: Record<string, string>;
  readonly protocol: string;
  readonly ip: string;
  readonly body: string;
}

const appOf = (routes: Routes): Express => express().use(routes.router());
const read = async (reply: Response): Promise<Echo> => (await reply.json()) as Echo;
const fetchEcho = fetchOf(appOf(echo()));

describe('a request', () => {
  it.each([
    ['a relative URL', '/echo?a=1', 'localhost', 'http'],
    ['a relative URL without a slash', 'echo?a=1', 'localhost', 'http'],
    ['an absolute URL', 'http://test:81/echo?a=1#hash', 'test:81', 'http'],
    ['a URL', new URL('http://test/echo?a=1'), 'test', 'http'],
    ['a URL of HTTPS', 'https://test/echo?a=1', 'test', 'https'],
    ['a Request', new Request('http://test/echo?a=1'), 'test', 'http'],
  ])('goes to %s', async (_what, input, host, protocol) => {
    const { headers, ...rest } = await read(await fetchEcho(input));

    expect(rest).toEqual({ method: 'GET', originalUrl: '/echo?a=1', protocol, ip: '127.0.0.1', body: '' });
    expect(headers['host']).toBe(host);
  });

  it.each<[string, NonNullable<RequestInit['body']>, string | undefined, string]>([
    ['a string', 'é', 'text/plain;charset=UTF-8', 'Ã©'],
    ['bytes', new Uint8Array([1, 2]), undefined, '\u0001\u0002'],
    ['an ArrayBuffer', new Uint8Array([1, 2]).buffer, undefined, '\u0001\u0002'],
    ['a Blob', new Blob(['ab'], { type: 'text/x' }), 'text/x', 'ab'],
    ['URLSearchParams', new URLSearchParams({ a: '1 2' }), 'application/x-www-form-urlencoded;charset=UTF-8', 'a=1+2'],
  ])('has %s as its body, with a length', async (_what, body, type, expected) => {
    const { headers, ...rest } = await read(await fetchEcho('/echo', { method: 'POST', body }));

    expect([headers['content-type'], headers['content-length'], headers['transfer-encoding'], rest.body]).toEqual([
      type,
      String(expected.length),
      undefined,
      expected,
    ]);
  });

  it('has FormData as its body', async () => {
    const body = new FormData();
    body.set('name', 'Ada');
    body.set('file', new Blob(['content']), 'a.txt');
    const { headers, body: sent } = await read(await fetchEcho('/echo', { method: 'POST', body }));

    expect(headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(headers['content-length']).toBe(String(sent.length));
    expect(sent).toContain('name="name"\r\n\r\nAda\r\n');
    expect(sent).toContain(
      'name="file"; filename="a.txt"\r\nContent-Type: application/octet-stream\r\n\r\ncontent\r\n',
    );
  });

  it('has a length of 0 without a body', async () => {
    const { headers } = await read(await fetchEcho('/echo', { method: 'POST' }));

    expect(headers['content-length']).toBe('0');
  });

  it('takes the body and the headers of a Request', async () => {
    const request = new Request('http://test/echo', { method: 'PUT', body: 'a', headers: { 'X-A': '1' } });
    const { method, headers, body } = await read(await fetchEcho(request));

    expect([method, headers['x-a'], body]).toEqual(['PUT', '1', 'a']);
  });

  it('sends the headers that it is given, also those that a browser would not', async () => {
    const { headers } = await read(
      await fetchEcho('/echo', { headers: { Cookie: 'a=1', Host: 'other', Accept: 'text/html' } }),
    );

    expect([headers['cookie'], headers['host'], headers['accept']]).toEqual(['a=1', 'other', 'text/html']);
  });

  it('streams: the app reads and answers while the body comes', async () => {
    const routes = new Routes().post('/', (req) => new Text(req));
    let send: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({ start: (controller) => void (send = controller) });
    const pending = fetchOf(appOf(routes))('/', { method: 'POST', body, duplex: 'half' });
    const encoder = new TextEncoder();
    send?.enqueue(encoder.encode('one'));
    const reader = (await pending).body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('one');
    send?.enqueue(encoder.encode('two'));
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('two');
    send?.close();

    expect((await reader?.read())?.done).toBe(true);
  });

  it('is broken where its stream fails: the app sees an abort, the caller the error', async () => {
    const aborted = deferred();
    const app = express().post('/', (req) => {
      req.resume().once('aborted', aborted.resolve);
    });
    const body = new ReadableStream({
      pull: (controller) => {
        controller.error(new RangeError('broken source'));
      },
    });

    await expect(fetchOf(app)('/', { method: 'POST', body, duplex: 'half' })).rejects.toMatchObject({
      name: 'TypeError',
      cause: { message: 'broken source' },
    });
  });

  it('cancels its stream where the app answers without reading it', async () => {
    const cancelled = deferred();
    const body = new ReadableStream({
      pull: (controller) => {
        controller.enqueue(new Uint8Array(100_000));
      },
      cancel: () => {
        cancelled.resolve();
      },
    });
    const app = express().post('/', (req, res) => {
      res.status(413).set('Connection', 'close').send('too large');
      res.once('finish', () => req.socket.destroy());
    });
    const reply = await fetchOf(app)('/', { method: 'POST', body, duplex: 'half' });

    expect([reply.status, await reply.text()]).toEqual([413, 'too large']);
    await cancelled.promise;
  });
});

describe('a reply', () => {
  it('is a standard Response', async () => {
    const app = express().get('/a', (_req, res) => {
      res.statusMessage = 'Made';
      res.status(201).append('Set-Cookie', ['a=1', 'b=2']).json({ a: 1 });
    });
    const reply = await fetchOf(app)('http://test/a#b');

    expect(reply).toBeInstanceOf(globalThis.Response);
    expect([reply.status, reply.statusText, reply.ok, reply.url, reply.redirected]).toEqual([
      201,
      'Made',
      true,
      'http://test/a',
      false,
    ]);
    expect(reply.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(await reply.json()).toEqual({ a: 1 });
  });

  it.each([
    ['HEAD', 200],
    ['GET', 204],
    ['GET', 304],
  ])('to %s with %d has no body', async (method, status) => {
    const app = express().use((_req, res) => {
      res.status(status).send('text');
    });
    const reply = await fetchOf(app)('/', { method });

    expect([reply.status, reply.body, await reply.text()]).toEqual([status, null, '']);
  });

  it('of many bytes comes as it is read, and waits for its reader', async () => {
    let written = 0;
    const app = express().get('/', async (_req, res) => {
      for (let n = 0; n < 50; n++) {
        written++;
        if (!res.write(Buffer.alloc(100_000, n))) await new Promise((resolve) => res.once('drain', resolve));
      }
      res.end();
    });
    const reply = await fetchOf(app)('/');
    for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(written).toBeLessThan(10);

    expect((await reply.arrayBuffer()).byteLength).toBe(5_000_000);
  });

  it('of events comes event by event, and the app hears of a reader who leaves', async () => {
    const left = deferred();
    const routes = new Routes().get('/', () => {
      const events = async function* () {
        try {
          for (let id = 1; ; id++) {
            yield { data: id };
            await new Promise((resolve) => setImmediate(resolve));
          }
        } finally {
          left.resolve();
        }
      };
      return new EventStream(events());
    });
    const reader = (await fetchOf(appOf(routes))('/')).body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toContain('data: 1\n\n');
    await reader?.cancel();
    await left.promise;
  });

  it.each(['gzip', 'identity'])('in the coding %s is decoded', async (coding) => {
    const text = 'text '.repeat(1000);
    const app = express().get('/', (_req, res) => {
      res.set('Content-Encoding', coding).end(coding === 'gzip' ? gzipSync(text) : text);
    });

    expect(await (await fetchOf(app)('/')).text()).toBe(text);
  });

  it.each([
    ['chunked', undefined, 0],
    ['with a length', 8, 0],
    ['and is read later', undefined, 20],
    ['with a length, and is read later', 8, 20],
  ])('that breaks %s is an error of its body', async (_how, length, turns) => {
    const app = express().get('/', (_req, res) => {
      if (length !== undefined) res.set('Content-Length', String(length));
      res.write('half');
      setImmediate(() => res.destroy());
    });
    const reply = await fetchOf(app)('/');
    for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));

    expect(reply.status).toBe(200);
    await expect(reply.text()).rejects.toMatchObject({ name: 'TypeError', message: 'terminated' });
  });

  it('that never came is an error', async () => {
    const app = express().get('/', (req) => {
      req.socket.destroy();
    });

    await expect(fetchOf(app)('/')).rejects.toMatchObject({
      name: 'TypeError',
      message: 'fetch failed: GET http://localhost/',
    });
  });
});

describe('an abort', () => {
  it('before the request sends nothing', async () => {
    const handler = jest.fn();
    const reason = new RangeError('left');

    await expect(fetchOf(express().use(handler))('/', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(handler).not.toHaveBeenCalled();
  });

  it('before the reply rejects, and the app hears of it', async () => {
    const arrived = deferred();
    const closed = deferred();
    const app = express().get('/', (_req, res) => {
      res.once('close', closed.resolve);
      arrived.resolve();
    });
    const abort = new AbortController();
    const pending = fetchOf(app)('/', { signal: abort.signal });
    await arrived.promise;
    abort.abort();

    await expect(pending).rejects.toMatchObject({ name: 'AbortError' });
    await closed.promise;
  });

  const turn = (): Promise<unknown> => new Promise(setImmediate);
  it.each([
    ['options', (signal: AbortSignal): Parameters<typeof fetch> => ['http://test/', { signal }]],
    ['a Request', (signal: AbortSignal): Parameters<typeof fetch> => [new Request('http://test/', { signal })]],
  ])('by the signal of %s rejects after garbage was collected, though the app holds nothing', async (_, make) => {
    const arrived = deferred();
    const abort = new AbortController();
    const pending = fetchOf(() => {
      arrived.resolve();
    })(...make(abort.signal));
    await arrived.promise;
    await turn();
    collectGarbage();
    abort.abort();

    await expect(pending).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('by the signal of a Request is an error of the body after garbage was collected', async () => {
    const abort = new AbortController();
    const app = (_req: unknown, res: http.ServerResponse): void => void res.write('a');
    const reply = await fetchOf(app)(new Request('http://test/', { signal: abort.signal }));
    const text = reply.text();
    await turn();
    collectGarbage();
    abort.abort(new RangeError('left'));

    await expect(text).rejects.toThrow('left');
  });

  it('while the body comes is an error of the body', async () => {
    const closed = deferred();
    const app = express().get('/', (_req, res) => {
      res.once('close', closed.resolve);
      res.write('a');
    });
    const abort = new AbortController();
    const reply = await fetchOf(app)('/', { signal: abort.signal });
    const text = reply.text();
    abort.abort(new RangeError('left'));

    await expect(text).rejects.toThrow('left');
    await closed.promise;
  });
});

describe('a redirect', () => {
  const routes = echo()
    .all('/to/:status', (req) => new Redirect('/echo', { status: Number(req.params.status) as 302 }))
    .get('/loop', () => new Redirect('/loop'))
    .get('/away', () => new Redirect('http://elsewhere/'));
  const fetch = fetchOf(appOf(routes));

  it.each([
    [301, 'POST', 'GET', ''],
    [302, 'POST', 'GET', ''],
    [303, 'PUT', 'GET', ''],
    [302, 'PUT', 'PUT', 'body'],
    [307, 'POST', 'POST', 'body'],
    [308, 'PUT', 'PUT', 'body'],
  ])('of %d after %s is followed by %s', async (status, method, next, body) => {
    const reply = await fetch(`/to/${status}`, { method, body: 'body' });
    const echoed = await read(reply);

    expect([reply.redirected, reply.url, echoed.method, echoed.body]).toEqual([
      true,
      'http://localhost/echo',
      next,
      body,
    ]);
    expect(echoed.headers['content-type']).toBe(body === '' ? undefined : 'text/plain;charset=UTF-8');
  });

  it('is the reply where it is asked for', async () => {
    const reply = await fetch('/to/302', { redirect: 'manual' });

    expect([reply.status, reply.headers.get('Location')]).toEqual([302, '/echo']);
  });

  it.each<[string, string, RequestInit, string]>([
    [
      'where it is refused',
      '/to/302',
      { redirect: 'error' },
      'fetch failed: unexpected redirect to http://localhost/echo',
    ],
    ['of more than 20 in a row', '/loop', {}, 'fetch failed: more than 20 redirects'],
    ['to another origin', '/away', {}, 'http://localhost/away redirects to another origin, http://elsewhere'],
    [
      'of a stream that would be sent twice',
      '/to/307',
      { method: 'POST', body: new Blob(['a']).stream() },
      '307 asks for a stream again',
    ],
  ])('is an error %s', async (_when, path, init, message) => {
    await expect(fetch(path, init)).rejects.toThrow(message);
  });
});

describe('fetchOf', () => {
  it('takes a plain listener', async () => {
    const listener: http.RequestListener = (req, res) => res.end(req.url);

    expect(await (await fetchOf(listener)('/a?b')).text()).toBe('/a?b');
  });

  it('takes an app with middleware', async () => {
    const app = express()
      .use(express.json())
      .post('/', (req, res) => void res.json(req.body));
    const init = { method: 'POST', body: '{"a":1}', headers: { 'Content-Type': 'application/json' } };

    expect(await (await fetchOf(app)('/', init)).json()).toEqual({ a: 1 });
  });

  it('answers requests at the same time', async () => {
    const replies = await Promise.all(Array.from({ length: 50 }, (_, n) => fetchEcho(`/echo?${n}`).then(read)));

    expect(replies.map(({ originalUrl }) => originalUrl)).toEqual(Array.from({ length: 50 }, (_, n) => `/echo?${n}`));
  });

  it('refuses a value that is not an app', () => {
    expect(() => fetchOf(http.createServer() as never)).toThrow(
      usageError('ERR_RETURNS_SERVER', 'fetchOf(app) takes an Express app or a function of req and res; got'),
    );
  });

  it(`has run on Express ${major}`, () => {
    expect([4, 5]).toContain(major);
  });
});
