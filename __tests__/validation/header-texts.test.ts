import express, { type Request } from 'express';
import { File, HTML, JSON as JSONResponse, Negotiated, Routes, Text } from 'express-returns';
import { fetchOf } from 'express-returns/testing';
import { z } from 'zod';
import type { StandardSchema } from '../../lib/schema/standard-schema';
import { keepErrors } from '../helpers/app';

const list = z.array(z.string()).optional();

/** What a handler sees of a request, what is seen when the reply has ended, and the reply. */
async function ask(headers: StandardSchema, handler: (req: Request) => unknown, sent: Record<string, string>) {
  const seen: unknown[] = [];
  const namesOf = ({ headers: all }: Request) => Object.fromEntries(Object.keys(sent).map((name) => [name, all[name]]));
  const app = express();
  app.use((req, res, next) => {
    res.on('finish', () => seen.push(namesOf(req)));
    next();
  });
  const routes = new Routes().get('/it', { headers }, (req) => {
    seen.push(namesOf(req));
    return handler(req) as object;
  });
  app.use(routes.router());
  const errors = keepErrors(app);
  const reply = await fetchOf(app)('/it', { headers: sent, redirect: 'manual' });
  return { status: reply.status, body: await reply.text(), seen, errors };
}

const text = () => new Text('a', { headers: { ETag: '"b"' } });
const later = async () => {
  await new Promise(setImmediate);
  return text();
};

it.each([
  ['sync', text],
  ['async', later],
])('a handler has the converted headers, and the reply is made by their texts: %s', async (_name, handler) => {
  const headers = z.object({ 'if-none-match': list, 'cache-control': list, 'x-n': z.int() });
  const sent = { 'if-none-match': '"a,b", "b"', 'cache-control': 'max-age=0', 'x-n': '5' };

  expect(await ask(headers, handler, sent)).toEqual({
    status: 304,
    body: '',
    seen: [
      { 'if-none-match': ['"a,b"', '"b"'], 'cache-control': ['max-age=0'], 'x-n': 5 },
      { ...sent, 'x-n': 5 },
    ],
    errors: [],
  });
  expect(await ask(headers, handler, { ...sent, 'if-none-match': '"c"' })).toMatchObject({ status: 200, body: 'a' });
});

it('a date is one for the handler, and a file is compared by its text', async () => {
  const headers = z.object({ 'if-modified-since': z.date() });
  const sent = { 'if-modified-since': 'Wed, 01 Jan 2098 00:00:00 GMT' };
  const handler = () => new File('header-texts.test.ts', { root: __dirname });

  expect(await ask(headers, handler, sent)).toEqual({
    status: 304,
    body: '',
    seen: [{ 'if-modified-since': new Date('2098-01-01T00:00:00Z') }, sent],
    errors: [],
  });
});

it('a range and the accepted types are those of the client', async () => {
  const headers = z.object({ range: list, accept: list });
  const sent = { range: 'bytes=0-1', accept: 'text/html;q=0.1, text/plain' };
  const negotiated = () => new Negotiated({ 'text/html': () => new HTML('<p>'), 'text/plain': text });
  const file = () => new File('header-texts.test.ts', { root: __dirname });

  expect(await ask(headers, negotiated, sent)).toMatchObject({ status: 200, body: 'a', errors: [] });
  expect(await ask(headers, file, sent)).toMatchObject({ status: 206, body: 'im', errors: [] });
});

it('a value that was not sent is there for the handler alone', async () => {
  const headers = z.object({ range: z.string().default('bytes=0-1') });
  const { status, seen } = await ask(headers, ({ headers: { range } }) => new JSONResponse({ range }), { host: 'a' });

  expect([status, seen]).toEqual([200, [{ host: 'a' }, { host: 'a' }]]);
});

it.each([
  ['thrown', () => { throw new Error('broken'); }],
  ['rejected', async () => { throw new Error('broken'); }],
])('headers are texts again after an error that is %s', async (_name, handler) => {
  const headers = z.object({ 'if-none-match': list });
  const sent = { 'if-none-match': '"a"' };

  expect(await ask(headers, handler, sent)).toMatchObject({
    status: 500,
    seen: [{ 'if-none-match': ['"a"'] }, sent],
    errors: [{ message: 'broken' }],
  });
}); // prettier-ignore
