import express from 'express';
import {
  ErrorCode,
  ErrorList,
  EventStream,
  JSON as JSONResponse,
  JSONLines,
  route,
  Routes,
  type ApiOf,
} from 'express-returns';
import { client } from 'express-returns/client';
import { fetchOf } from 'express-returns/testing';
import { type } from 'arktype';
import { z } from 'zod';

const errors = new ErrorList(
  new ErrorCode(1101, "User '{}' does not exist", 404),
  new ErrorCode(1102, '{field} is taken', 409, { data: z.object({ field: z.string() }) }),
);
const User = z.object({ id: z.int(), name: z.string() });
const routes = new Routes(
  route.get('/users/<id:int>', { returns: [JSONResponse.of(User), errors.get(1101)] }, (req) =>
    req.params.id === 7 ? new JSONResponse({ id: 7, name: 'Ada' }) : errors.error(1101, req.params.id),
  ),
  route.get(
    '/users',
    {
      query: z.object({ page: z.int(), tag: z.array(z.string()).optional() }),
      returns: [JSONResponse.of(z.array(User))],
    },
    (req) => new JSONResponse([{ id: req.query.page, name: (req.query.tag ?? []).join() }]),
  ),
  route.post('/users', { body: User, returns: [JSONResponse.of(User, 201), errors.get(1102)] }, (req) =>
    req.body.name === 'Ada'
      ? errors.error(1102, { field: 'name' }, { data: { field: 'name' } })
      : new JSONResponse(req.body, { status: 201 }),
  ),
  route.get('/ticks', { returns: [EventStream.of({ tick: z.object({ n: z.number() }) })] }, () => {
    return new EventStream([{ event: 'tick' as const, data: { n: 1 } }]);
  }),
  route.get('/lines', { returns: [JSONLines.of(User)] }, () => new JSONLines([{ id: 1, name: 'Ada' }])),
);
interface Api extends ApiOf<typeof routes> {}

describe.each(['envelope', 'problem'] as const)('a client of described routes, with errors as %s', (errorFormat) => {
  const app = express().use(routes.router({ errors, errorFormat }));
  const api = client<Api>('http://test', { fetch: fetchOf(app) });

  it('narrows a reply by its status', async () => {
    const reply = await api.get('/users/<id:int>', { params: { id: 7 } });

    expect(reply.status === 200 && reply.body.name).toBe('Ada');
  });

  it('narrows an error by its code', async () => {
    const missing = await api.get('/users/<id:int>', { params: { id: 8 } });
    const taken = await api.post('/users', { body: { id: 1, name: 'Ada' } });

    expect(missing.error?.code).toBe(1101);
    expect(taken.error?.code === 1102 && taken.error.data.field).toBe('name');
  });

  it('sends a query, whose texts the server converts', async () => {
    const reply = await api.get('/users', { query: { page: 2, tag: ['a', 'b'] } });

    expect(reply.body).toEqual([{ id: 2, name: 'a,b' }]);
  });

  it('gets the refusal of a wrong body', async () => {
    const reply = await api.post('/users', { body: { id: 1 } as never });

    expect(reply.error?.code === 1002 && reply.error.data).toMatchObject({ body: { name: [expect.any(String)] } });
  });

  it('reads events and lines', async () => {
    const seen: unknown[] = [];
    for await (const event of (await api.get('/ticks')).events) seen.push(event.data.n);
    for await (const line of (await api.get('/lines')).lines) seen.push(line.name);

    expect(seen).toEqual([1, 'Ada']);
  });
});

describe('values that are no JSON', () => {
  const at = new Date('2026-11-26T19:00:00.000Z');
  const id = 12345678901234567890n;
  const Given = z.object({
    at: z.date(),
    days: z.array(z.coerce.date()),
    text: z.iso.datetime(),
    id: z.bigint(),
    ids: z.array(z.coerce.bigint()).optional(),
  });
  const seen: unknown[] = [];
  const note = (req: { params: unknown; query: unknown; body?: unknown }) => {
    seen.push([req.params, req.query, req.body]);
    return new JSONResponse({ ok: true });
  };
  const Done = JSONResponse.of(z.object({ ok: z.boolean() }));
  const values = new Routes(
    route.post('/given/:at/:id', { params: z.object({ at: z.date(), id: z.bigint() }), query: Given, body: Given, returns: [Done] }, note), // prettier-ignore
    route.get('/ark', { query: type({ at: 'Date', id: 'bigint', days: 'Date[]' }), returns: [Done] }, note),
  );
  interface Values extends ApiOf<typeof values> {}
  const api = client<Values>('http://test', { fetch: fetchOf(express().use(values.router())) });

  beforeEach(() => seen.splice(0));

  it('arrive with the types of the schema: dates, bigints and lists', async () => {
    const given = { at, days: [at], text: at.toISOString(), id, ids: [1n, -2n] } as const;
    const body = { at, days: [at.toISOString(), at], text: at.toISOString(), id: `${id}`, ids: ['1', '-2'] } as const;
    const reply = await api.post('/given/:at/:id', { params: { at, id }, query: given, body });

    expect(reply.status).toBe(200);
    expect(seen).toEqual([[{ at, id }, given, { ...given, days: [at, at] }]]);
  });

  it('arrive by arktype, too', async () => {
    expect((await api.get('/ark', { query: { at, id, days: [at] } })).status).toBe(200);
    expect(seen).toEqual([[expect.anything(), { at, id, days: [at] }, undefined]]);
  });

  it('have types: no bigint in JSON, no Date for a text', async () => {
    const given = { at, days: [at], text: at.toISOString(), id: '1' } as const;
    const send = () =>
      // @ts-expect-error -- JSON has no bigint.
      api.post('/given/:at/:id', { params: { at, id }, query: given, body: { ...given, id: 1n } });

    await expect(send()).rejects.toThrow('BigInt');

    const reply = await api.post('/given/:at/:id', {
      // @ts-expect-error -- An id is a bigint, or its digits.
      params: { at, id: 'x' },
      // @ts-expect-error -- The schema takes a text.
      query: { ...given, text: at },
      body: given,
    });

    expect(reply.status).toBe(400);
  });
});

it('sends the fields beside files as the schema of the body reads them', async () => {
  const rows = z.array(z.object({ n: z.int(), at: z.date() }));
  const body = z.object({ rows, tags: z.array(z.string()), at: z.object({ zip: z.bigint(), is: z.boolean() }) });
  const upload = route.post(
    '/files',
    { body, files: { image: {} }, returns: [JSONResponse.of(z.object({ file: z.string(), body: z.unknown() }))] },
    ({ body, files }) => {
      const at = { ...body.at, zip: `${body.at.zip}n` };
      return new JSONResponse({ file: files.image.originalname, body: { ...body, at } });
    },
  );
  const uploads = new Routes(upload);
  interface Uploads extends ApiOf<typeof uploads> {}
  const api = client<Uploads>('http://test', { fetch: fetchOf(express().use(uploads.router())) });
  const reply = await api.post('/files', {
    body: {
      rows: [
        { n: 1, at: new Date(0) },
        { n: 2, at: '2026-01-01T00:00:00Z' },
      ],
      tags: ['a'],
      at: { zip: '7', is: false },
    },
    files: { image: new File(['x'], 'Zoë.png') },
  });

  expect([reply.status, reply.body]).toEqual([
    200,
    {
      file: 'Zoë.png',
      body: {
        rows: [
          { n: 1, at: '1970-01-01T00:00:00.000Z' },
          { n: 2, at: '2026-01-01T00:00:00.000Z' },
        ],
        tags: ['a'],
        at: { zip: '7n', is: false },
      },
    },
  ]);
});
