import { client, UnexpectedReply } from 'express-returns/client';
import type { Api } from '@acme/server';

const api = client<Api>('/api', { headers: { Authorization: 'Bearer a' } });

export async function show(id: number): Promise<string> {
  const reply = await api.get('/users/<id:int>', { params: { id } });
  if (reply.status === 200) return reply.body.born ?? reply.body.name.toUpperCase();
  const code: 1101 = reply.error.code;
  return `${code}: ${reply.error.message}`;
}

export async function create(name: string): Promise<number | string> {
  const reply = await api.post('/users', { body: { name } });
  if (reply.status === 201) return reply.body.id;
  if (reply.status === 409) return reply.error.data.field;
  if (reply.status === 401) return reply.error.code satisfies 1100;
  return reply.error.message;
}

export async function rest(): Promise<void> {
  for (const user of (await api.get('/users', { query: { page: 2, tag: ['a'] } })).body ?? []) console.log(user.name);
  for await (const event of (await api.get('/ticks')).events) if (event.event === 'tick') console.log(event.data.n);
  await api.put('/users/<id:int>/image', { params: { id: 7 }, files: { image: new Blob([]) } });
  // @ts-expect-error -- There is no such path.
  await api.get('/nowhere').catch((error: unknown) => error instanceof UnexpectedReply && error.status);
  // @ts-expect-error -- The params are missing.
  await api.get('/users/<id:int>');
}
