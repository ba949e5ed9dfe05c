// An app whose clients know its document only.
import express from 'express';
import { ErrorCode, ErrorList, JSON, openapi, Routes, route } from 'express-returns';
import { z } from 'zod';

const errors = new ErrorList(
  new ErrorCode(1101, "User '{}' does not exist", 404),
  new ErrorCode(1102, '{field} is taken', 409, { data: z.object({ field: z.string() }) }),
  new ErrorCode(1103, 'Locked', 409),
);
const User = z.object({ id: z.int(), name: z.string() }).meta({ id: 'User' });

const getUser = route.get(
  '/users/<id:int>',
  { name: 'getUser', query: z.object({ full: z.boolean().optional() }), returns: [JSON.of(User), errors.get(1101)] },
  (req) => (req.params.id === 7 ? new JSON({ id: 7, name: 'Ada' }) : errors.error(1101, req.params.id)),
);
const createUser = route.post(
  '/users',
  {
    name: 'createUser',
    body: User.omit({ id: true }),
    returns: [JSON.of(User, 201), errors.get(1102), errors.get(1103)],
  },
  (req) =>
    req.body.name === 'taken'
      ? errors.error(1102, { field: 'name' }, { data: { field: 'name' } })
      : new JSON({ id: 8, name: req.body.name }, { status: 201 }),
);

const routes = new Routes(getUser, createUser);

/** The app and its document, in one error format. */
export function create(errorFormat) {
  const app = express().use(routes.router({ errors, errorFormat }));
  return { app, document: openapi(routes, { title: 'Users', version: '1.0.0' }) };
}
