import { EventStream, JSON, ErrorCode, ErrorList, Response, Routes, guard, route, type ApiOf } from 'express-returns';
import { z } from 'zod';

const errors = new ErrorList(
  new ErrorCode(1100, 'Please sign in', 401),
  new ErrorCode(1101, "User '{}' does not exist", 404),
  new ErrorCode(1102, '{field} is taken', 409, { data: z.object({ field: z.string() }) }),
);
const User = z.object({ id: z.int(), name: z.string(), born: z.date().optional() });
const NewUser = z.object({ name: z.string() });
const secretSource = { key: 'never in a declaration' };

const signedIn = guard({ returns: [errors.get(1100)] }, (req) => {
  if (req.get('Authorization') !== secretSource.key) return errors.error(1100);
  return undefined;
});
const listUsers = route.get(
  '/users',
  {
    query: z.object({ page: z.int().default(1), tag: z.array(z.string()).optional() }),
    returns: [JSON.of(z.array(User))],
  },
  (req) => new JSON([{ id: req.query.page, name: 'Ada' }]),
);
const getUser = route.get('/users/<id:int>', { returns: [JSON.of(User), errors.get(1101)] }, (req) =>
  req.params.id === 7 ? new JSON({ id: 7, name: 'Ada' }) : errors.error(1101, req.params.id),
);
const createUser = route.post(
  '/users',
  { body: NewUser, returns: [JSON.of(User, 201), errors.get(1102)] },
  signedIn,
  (req) => new JSON({ id: 8, name: req.body.name }, { status: 201 }),
);
const putImage = route.put(
  '/users/<id:int>/image',
  { files: { image: { types: ['image/png'] } }, returns: [Response.of(204)] },
  () => new Response(null, { status: 204 }),
);
const ticks = route.get('/ticks', { returns: [EventStream.of({ tick: z.object({ n: z.number() }) })] }, () => {
  return new EventStream([{ event: 'tick' as const, data: { n: 1 } }]);
});

export const routes = new Routes(listUsers, getUser, createUser, putImage, ticks);
export interface Api extends ApiOf<typeof routes> {}
