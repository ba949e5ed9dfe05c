import { Binary, guard, JSON, pass, Response, route, Routes } from 'express-returns';
import * as z from 'zod';
import type { Database } from './database';
import { errors } from './errors';

const User = z.object({ id: z.int(), name: z.string() }).meta({ id: 'User' });
const NewUser = z.object({ name: z.string().min(1).max(40), password: z.string().min(4) }).meta({ id: 'NewUser' });
const Page = z.object({ page: z.int().min(1).default(1), name: z.string().optional() });

type User = z.infer<typeof User>;

/** Lets requests pass that have a token; any token will do for a demo. Handlers have it as `req.token`. */
export const signedIn = guard({ returns: [errors.get(1100)], security: 'bearer' }, function signedIn(req) {
  const [, token] = /^Bearer (\S+)$/.exec(req.get('Authorization') ?? '') ?? [];
  return token === undefined ? errors.error(1100) : pass({ token });
});

/** Users and their pictures. The rows have passwords, which no schema of a reply has: they do not leave. */
export function usersOf(database: Database) {
  const find = async (id: number): Promise<User> => {
    const [user] = await database.query<User>('SELECT * FROM users WHERE id = $1', [id]);
    if (user === undefined) throw errors.error(1101, id);
    return user;
  };

  const list = route.get(
    '/users',
    { query: Page, returns: [JSON.of(z.array(User))], summary: 'A page of users', tags: ['users'] },
    async ({ query: { page, name = '' } }) => {
      const text = 'SELECT * FROM users WHERE name ILIKE $1 ORDER BY id LIMIT 10 OFFSET $2';
      return new JSON(await database.query<User>(text, [`%${name}%`, (page - 1) * 10]));
    },
  );
  const get = route.get(
    '/users/<id:int>',
    { returns: [JSON.of(User), errors.get(1101)], summary: 'A user', tags: ['users'] },
    async (req) => new JSON(await find(req.params.id)),
  );
  const add = route.post(
    '/users',
    {
      body: NewUser,
      returns: [JSON.of(User, 201), errors.get(1102)],
      summary: 'Adds a user',
      tags: ['users'],
    },
    signedIn,
    async ({ body: { name, password } }) => {
      const text = 'INSERT INTO users (name, password) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING *';
      const [user] = await database.query<User>(text, [name, password]);
      if (user === undefined) throw errors.error(1102, { field: 'name' }, { data: { field: 'name' } });
      return new JSON(user, { status: 201 });
    },
  );
  const setPicture = route.put(
    '/users/<id:int>/picture',
    {
      files: { image: { types: ['image/png'], maxBytes: 100_000 } },
      returns: [Response.of(204), errors.get(1101)],
      tags: ['users'],
    },
    signedIn,
    async (req) => {
      const { id } = await find(req.params.id);
      await database.query('UPDATE users SET picture = $1 WHERE id = $2', [req.files.image.buffer, id]);
      return new Response(null, { status: 204 });
    },
  );
  const picture = route.get(
    '/users/<id:int>/picture',
    { returns: [Binary.of('image/png'), Response.of(204), errors.get(1101)], tags: ['users'] },
    async (req) => {
      await find(req.params.id);
      const [row] = await database.query<{ picture: Uint8Array | null }>('SELECT picture FROM users WHERE id = $1', [
        req.params.id,
      ]);
      if (row?.picture == null) return new Response(null, { status: 204 });
      return new Binary(row.picture, { contentType: 'image/png' });
    },
  );
  return new Routes(list, get, add, setPicture, picture);
}
