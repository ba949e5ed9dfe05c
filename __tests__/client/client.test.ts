import express from 'express';
import {
  Binary,
  ErrorCode,
  ErrorList,
  EventStream,
  File,
  HTML,
  JSON as JSONResponse,
  JSONLines,
  NotFound,
  Response as EmptyResponse,
  Routes,
  ServerError,
  Success,
  Text,
} from 'express-returns';
import * as z from 'zod';
import { client, UnexpectedReply, type ClientOptions } from 'express-returns/client';
import { fetchOf } from 'express-returns/testing';
import type { Endpoint, EndpointInput } from '../../lib/route/endpoint';
import { major, withServer } from '../helpers/app';

/** Any request and reply, for tests of what is sent and read. */
type Anything<Method> = Endpoint<Method, string, EndpointInput & { body?: unknown }, { status: number; kind: 'other' }>;
interface Api {
  readonly [key: `GET ${string}`]: Anything<'GET'>;
  readonly [key: `POST ${string}`]: Anything<'POST'>;
  readonly [key: `PUT ${string}`]: Anything<'PUT'>;
  readonly [key: `PATCH ${string}`]: Anything<'PATCH'>;
  readonly [key: `DELETE ${string}`]: Anything<'DELETE'>;
  readonly [key: `HEAD ${string}`]: Anything<'HEAD'>;
}

const errors = new ErrorList(
  new ErrorCode(1101, "User '{}' does not exist", 404),
  new ErrorCode('TAKEN', '{field} is taken', 409),
);

const routes = (): Routes =>
  new Routes()
    .get('/users/<id:int>', (req) => ({ id: req.params.id }))
    .get('/missing/:id', (req) => errors.error(1101, req.params.id))
    .get('/taken', () => errors.error('TAKEN', { field: 'name' }, { data: { field: 'name' } }))
    .get('/not-found', () => new NotFound('Nothing here'))
    .get('/success', () => new Success({ a: 1 }))
    .get('/text', () => new Text('text'))
    .get('/html', () => new HTML('<p>'))
    .get('/page', () => new HTML('<h1>Forbidden by a proxy</h1>', { status: 403 }))
    .get('/empty', () => new EmptyResponse(null, { status: 204 }))
    .get('/null', () => new JSONResponse(null))
    .get('/bytes', () => new Binary(Buffer.from([0, 255]), { contentType: 'image/png' }))
    .get(
      '/file',
      () => new File('package.json', { root: process.cwd(), download: 'a.zip', contentType: 'application/zip' }),
    )
    .get('/broken', () => new Text('{"a":', { contentType: 'application/json' }))
    .get('/server-error', () => new ServerError())
    .get('/lines', () => new JSONLines([1, { a: '\r\n' }, [null]]))
    .get('/events', () => new EventStream([{ event: 'tick', id: 'a', data: { n: 1 } }, 'text']))
    .all('/echo', (req) => ({
      method: req.method,
      url: req.originalUrl,
      body: req.body as unknown,
      headers: req.headers,
    }));

const appOf = (errorFormat: 'envelope' | 'problem') =>
  express().use(
    express.json(),
    express.urlencoded({ extended: false }),
    routes().router({ errors, errorFormat, log: () => undefined }),
  );

const apiOf = (errorFormat: 'envelope' | 'problem' = 'envelope', options: ClientOptions = {}) =>
  client<Api>('http://test', { fetch: fetchOf(appOf(errorFormat)), ...options });

interface Echo {
  readonly method: string;
  readonly url: string;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}
const echoed = async (reply: Promise<{ body?: unknown }>): Promise<Echo> => (await reply).body as Echo;

async function all<T>(items: unknown): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items as AsyncIterable<T>) found.push(item);
  return found;
}

describe('a request', () => {
  it.each(['get', 'post', 'put', 'patch', 'delete'] as const)('is sent by %s', async (method) => {
    const { method: sent, body, headers } = await echoed(apiOf()[method]('/echo'));

    expect([sent, body, headers['content-type']]).toEqual([
      method.toUpperCase(),
      major === 4 ? {} : undefined,
      undefined,
    ]);
  });

  it('has the base without a slash at its end, the filled path, and a query with lists and dates', async () => {
    const api = client<Api>('http://test/api/', { fetch: fetchOf(express().use('/api', appOf('envelope'))) });
    const query = { a: 1, list: ['x', 'y z'], none: undefined, nil: null, day: new Date(0), is: false, empty: '' };
    const { url } = await echoed(api.get('/{:name}'.replace('{:name}', ':name'), { params: { name: 'echo' }, query }));

    expect(url).toBe('/api/echo?a=1&list=x&list=y+z&day=1970-01-01T00%3A00%3A00.000Z&is=false&empty=');
  });

  it.each<[base: string, query: Record<string, unknown>, url: string]>([
    ['/api', {}, '/api/users'],
    ['/api?key=a%20b', {}, '/api/users?key=a+b'],
    ['http://test/api/?key=1', { page: 2 }, 'http://test/api/users?key=1&page=2'],
    [
      '',
      { filter: { name: 'a', in: [1, 2], deep: { to: new Date(0) }, no: null } },
      '/users?filter[name]=a&filter[in]=1&filter[in]=2&filter[deep][to]=1970-01-01T00:00:00.000Z',
    ],
    ['', { rows: [{ n: 1 }, null, { n: 2, in: ['a'] }] }, '/users?rows[0][n]=1&rows[2][n]=2&rows[2][in]=a'],
  ])('has the URL of the base %p and the query %j', async (base, query, url) => {
    const seen: string[] = [];
    const fetch: ClientOptions['fetch'] = async (url) => {
      seen.push(url);
      return Response.json({});
    };
    await client<Api>(base, { fetch }).get('/users', { query });

    expect(seen.map((each) => each.replaceAll(/%5B|%5D|%3A/g, decodeURIComponent))).toEqual([url]);
  });

  it('has objects in its query as a declared route reads them', async () => {
    const rows = z.array(z.object({ n: z.int(), tags: z.array(z.string()).optional() }));
    const query = z.object({ filter: z.object({ name: z.string(), ids: z.array(z.int()), rows }) });
    const routes = new Routes().get('/users', { query }, (req) => new JSONResponse(req.query));
    const api = client<Api>('http://test', { fetch: fetchOf(express().use(routes.router())) });
    const value = { filter: { name: 'a&b', ids: [1], rows: [{ n: 1, tags: ['x', 'y'] }, { n: 2 }] } };

    expect(await echoed(api.get('/users', { query: value }))).toEqual(value);
  });

  it('has a JSON body', async () => {
    const { body, headers } = await echoed(apiOf().post('/echo', { body: { day: new Date(0), list: [1] } }));

    expect(body).toEqual({ day: '1970-01-01T00:00:00.000Z', list: [1] });
    expect(headers['content-type']).toBe('application/json');
  });

  it('has the media type that it is given', async () => {
    const headers = { 'content-type': 'application/merge-patch+json' };
    const echo = await echoed(apiOf().patch('/echo', { body: { a: 1 }, headers }));

    expect(echo.headers['content-type']).toBe('application/merge-patch+json');
  });

  it('has URLSearchParams as a form', async () => {
    const { body } = await echoed(apiOf().post('/echo', { body: new URLSearchParams({ a: '1 2' }) }));

    expect(body).toEqual({ a: '1 2' });
  });

  it('has files and the fields of the body as a form', async () => {
    const seen: FormData[] = [];
    const fetch: ClientOptions['fetch'] = async (_url, init) => {
      seen.push(init.body as FormData);
      return Response.json({});
    };
    const images = [new Blob(['a']), new globalThis.File(['b'], 'b.png', { type: 'image/png' })];
    await apiOf('envelope', { fetch }).put('/echo', {
      files: { images },
      body: { name: 'n', tags: ['x', 'y'], no: undefined },
    });
    const [form] = seen;

    expect([form?.getAll('name'), form?.getAll('tags'), form?.has('no')]).toEqual([['n'], ['x', 'y'], false]);
    expect(await Promise.all((form?.getAll('images') as globalThis.File[]).map((file) => file.text()))).toEqual([
      'a',
      'b',
    ]);
    expect((form?.getAll('images') as globalThis.File[]).map(({ name, type }) => [name, type])).toEqual([
      ['blob', ''],
      ['b.png', 'image/png'],
    ]);
  });

  it('has the headers of the client, and its own over them', async () => {
    const api = apiOf('envelope', { headers: { 'X-A': 'all', 'X-B': 'all', 'X-C': 'all' } });
    const { headers } = await echoed(api.get('/echo', { headers: { 'X-A': undefined, 'x-b': 2, 'X-D': new Date(0) } }));

    expect([headers['x-a'], headers['x-b'], headers['x-c'], headers['x-d']]).toEqual([
      undefined,
      '2',
      'all',
      '1970-01-01T00:00:00.000Z',
    ]);
  });

  it('has headers that a function gives for each request', async () => {
    let count = 0;
    const api = apiOf('envelope', { headers: async () => ({ Authorization: `Bearer ${++count}` }) });
    await api.get('/echo');

    expect((await echoed(api.get('/echo'))).headers['authorization']).toBe('Bearer 2');
  });

  it('is refused, and not sent, without a param', async () => {
    const fetch = jest.fn();

    await expect(apiOf('envelope', { fetch }).get('/users/<id:int>')).rejects.toThrow(TypeError);
    expect(fetch).not.toHaveBeenCalled();
  });

  it('uses the global fetch of the moment, without this', async () => {
    const before = globalThis.fetch;
    globalThis.fetch = function (this: unknown) {
      return Promise.resolve(Response.json(this === undefined || this === globalThis));
    };
    try {
      expect((await client<Api>('http://test').get('/a')).body).toBe(true);
    } finally {
      globalThis.fetch = before;
    }
  });

  it('can be aborted', async () => {
    const signal = AbortSignal.abort(new Error('No longer needed'));

    await expect(apiOf().get('/text', { signal })).rejects.toThrow('No longer needed');
  });
});

describe.each(['envelope', 'problem'] as const)('a reply, with errors in the format %s', (format) => {
  it.each<[path: string, body: unknown]>([
    ['/users/7', { id: 7 }],
    ['/null', null],
    ['/success', { status: 'success', data: { a: 1 } }],
    ['/text', 'text'],
    ['/html', '<p>'],
    ['/empty', undefined],
  ])('%s has the body %j', async (path, body) => {
    const reply = await apiOf(format).get(path);

    expect(reply).toEqual({
      status: path === '/empty' ? 204 : 200,
      headers: reply.response.headers,
      response: expect.any(Response),
      body,
    });
  });

  it.each(['/bytes', '/file'])('%s has a Blob with its type', async (path) => {
    const { body } = await apiOf(format).get(path);

    expect(body).toBeInstanceOf(Blob);
    expect((body as Blob).type).toBe(path === '/bytes' ? 'image/png' : 'application/zip');
    expect((body as Blob).size).toBeGreaterThan(1);
  });

  it('has no body for HEAD', async () => {
    expect((await apiOf(format).head('/users/7')).body).toBeUndefined();
  });

  it.each<[path: string, status: number, error: object]>([
    ['/missing/7', 404, { code: 1101, message: "User '7' does not exist", data: undefined }],
    ['/taken', 409, { code: 'TAKEN', message: 'name is taken', data: { field: 'name' } }],
  ])('%s has an error', async (path, status, error) => {
    const reply = await apiOf(format).get(path);

    expect(reply).toEqual({ status, headers: reply.headers, response: reply.response, error });
  });

  it.each<[path: string, status: number]>([
    ['/server-error', 500],
    ['/page', 403],
    ['/broken', 200],
    ['/nowhere', 404],
  ])('%s throws an UnexpectedReply', async (path, status) => {
    const thrown = await apiOf(format)
      .get(path)
      .catch((error: unknown) => error);

    expect(thrown).toBeInstanceOf(UnexpectedReply);
    expect(thrown).toMatchObject({ name: 'UnexpectedReply', status, response: expect.any(Response) });
    expect((thrown as UnexpectedReply).message).toMatch(`GET http://test${path}: ${status} `);
  });

  it('has lines', async () => {
    expect(await all(((await apiOf(format).get('/lines')) as { lines?: unknown }).lines)).toEqual([
      1,
      { a: '\r\n' },
      [null],
    ]);
  });

  it('has events', async () => {
    const { events } = (await apiOf(format).get('/events', { reconnect: false })) as { events?: unknown };

    expect(await all(events)).toEqual([
      { event: 'tick', id: 'a', data: { n: 1 } },
      { event: 'message', id: 'a', data: 'text' },
    ]);
  });
});

describe('an exception', () => {
  it('is a body in the envelope format, and an UnexpectedReply of the code 1001 in problem details', async () => {
    expect(await apiOf('envelope').get('/not-found')).toMatchObject({ status: 404, body: 'Nothing here' });
    await expect(apiOf('problem').get('/not-found')).rejects.toMatchObject({
      error: { code: 1001, message: 'Nothing here' },
    });
  });
});

describe('over a socket', () => {
  it('sends and reads the same', () =>
    withServer(appOf('envelope'), async (port) => {
      const api = client<Api>(`http://127.0.0.1:${port}`);

      expect((await api.get('/users/<id:int>', { params: { id: 7 } })).body).toEqual({ id: 7 });
      expect((await api.get('/missing/:id', { params: { id: 'é' } })).error?.message).toBe("User 'é' does not exist");
      expect((await api.get('/empty')).body).toBeUndefined();
      expect((await api.head('/users/7')).body).toBeUndefined();
      expect((await echoed(api.post('/echo', { body: [1] }))).body).toEqual([1]);
      expect(await all(((await api.get('/lines')) as { lines?: unknown }).lines)).toHaveLength(3);
    }));
});
