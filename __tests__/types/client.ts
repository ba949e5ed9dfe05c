// Checked by the compiler only: what a client knows of an API. Here its endpoints are written by hand.
import { client, type ReplyOf } from 'express-returns/client';
import type { Endpoint } from '../../lib/route/endpoint';

interface User {
  readonly id: number;
  readonly born?: string;
}
interface GetUser extends Endpoint<
  'GET',
  '/users/<id:int>',
  { params: { id: number } },
  | { status: 200; kind: 'json'; body: User }
  | { status: 404; kind: 'error'; code: 1101; data: undefined }
  | { status: 409; kind: 'error'; code: 1102; data: { field: string } }
  | { status: 409; kind: 'error'; code: 1103; data: undefined }
> {}
interface ListUsers extends Endpoint<
  'GET',
  '/users',
  { query?: { page?: number; tag?: string[] } },
  { status: 200; kind: 'json'; body: User[] }
> {}
interface CreateUser extends Endpoint<
  'POST',
  '/users',
  { body: { name: string } },
  { status: 201; kind: 'json'; body: User }
> {}
interface PutImage extends Endpoint<
  'PUT',
  '/users/<id:int>/image',
  { params: { id: number }; files: { image: Blob } },
  { status: 204; kind: 'empty' }
> {}
interface Ticks extends Endpoint<
  'GET',
  '/ticks',
  object,
  { status: 200; kind: 'events'; event: { event: 'tick'; data: number } | { event: 'done'; data: { total: number } } }
> {}
interface Lines extends Endpoint<'GET', '/lines', object, { status: 200; kind: 'lines'; line: User }> {}
interface Picture extends Endpoint<'GET', '/picture', object, { status: 200; kind: 'bytes' }> {}
interface Echo extends Endpoint<'*', '/echo', object, { status: 200; kind: 'text' }> {}
interface Api {
  readonly 'GET /users/<id:int>': GetUser;
  readonly 'GET /users': ListUsers;
  readonly 'GET /ticks': Ticks;
  readonly 'GET /lines': Lines;
  readonly 'GET /picture': Picture;
  readonly 'POST /users': CreateUser;
  readonly 'PUT /users/<id:int>/image': PutImage;
  readonly '* /echo': Echo;
}

const api = client<Api>('https://example.com/api', { headers: () => ({ Authorization: 'Bearer a' }) });

export async function narrows(): Promise<string | undefined> {
  const reply = await api.get('/users/<id:int>', { params: { id: 7 } });
  if (reply.status === 200) return reply.body.born;
  const found: 1101 | 1102 | 1103 = reply.error.code;
  // @ts-expect-error -- An error has no body.
  [reply.body.born].pop();
  if (reply.error.code === 1102) return reply.error.data.field;
  // @ts-expect-error -- Only the code 1102 has data.
  [reply.error.data.field].pop();
  return `${found}`;
}

export async function narrowsByError(): Promise<number> {
  const reply = await api.get('/users/<id:int>', { params: { id: 7 } });
  return reply.error ? reply.error.code : reply.body.id;
}

export async function reads(): Promise<void> {
  const users: User[] = (await api.get('/users')).body;
  const none: undefined = (
    await api.put('/users/<id:int>/image', { params: { id: 1 }, files: { image: new Blob([]) } })
  ).body;
  const text: string = (await api.patch('/echo')).body;
  const blob: Blob = (await api.get('/picture')).body;
  for await (const line of (await api.get('/lines')).lines) users.push(line);
  for await (const event of (await api.get('/ticks', { reconnect: false })).events) {
    if (event.event === 'tick') event.data.toFixed();
    else event.data.total.toFixed();
    // @ts-expect-error -- An event of another name.
    if (event.event === 'other') return;
  }
  [none, text, blob].pop();
}

export async function asks(): Promise<void> {
  const { signal } = new AbortController();
  await api.get('/users', { query: { page: 2, tag: ['a'] }, headers: { 'X-A': 1, 'X-B': undefined }, signal });
  await api.post('/users', { body: { name: 'Ada' } });
  // @ts-expect-error -- There is no such path.
  await api.get('/user');
  // @ts-expect-error -- A path of another method.
  await api.delete('/users');
  // @ts-expect-error -- The params are missing.
  await api.get('/users/<id:int>');
  // @ts-expect-error -- An id is a number.
  await api.get('/users/<id:int>', { params: { id: '7' } });
  // @ts-expect-error -- There is no such field.
  await api.get('/users', { query: { pages: 2 } });
  // @ts-expect-error -- The body is missing.
  await api.post('/users');
  // @ts-expect-error -- A name is a string.
  await api.post('/users', { body: { name: 7 } });
  // @ts-expect-error -- There is no such option.
  await api.get('/users', { timeout: 1000 });
  // @ts-expect-error -- A file is missing.
  await api.put('/users/<id:int>/image', { params: { id: 1 } });
}

export const bodyOf = (reply: ReplyOf<ListUsers>): readonly User[] => reply.body;
