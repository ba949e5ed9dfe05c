// The cost of declared replies in production: of the check for what is declared, and of leaving out what is not.
import express5 from 'express';
import { JSON as JSONResponse, Routes } from 'express-returns';
import * as z from 'zod';

const User = z.object({ id: z.int(), name: z.string(), email: z.string(), roles: z.array(z.string()) });
const returns = [JSONResponse.of(z.array(User))];

/** A list of 2 kB, each time with and without a declaration; and with a field in each item that does not leave. */
export function declaredReplies(users) {
  const withPassword = users.map((user) => ({ ...user, password: 'secret' }));
  const production = () => express5().set('env', 'production');
  const route = (options, body) => () =>
    new Routes().route('/it', ['GET'], options, () => new JSONResponse(body)).mount(production());
  const hand = () => production().get('/it', (_req, res) => res.json(users));
  const without = { app: route({}, users), against: 'by hand' };
  return {
    servers: {
      'by hand': { app: hand },
      'without a declaration': without,
      'declared, strip: false': { app: route({ returns, strip: false }, users), against: 'without a declaration' },
      'declared': { app: route({ returns }, users), against: 'without a declaration' },
      'declared, with a field to leave out': {
        app: route({ returns }, withPassword),
        against: 'without a declaration',
      },
    },
  };
}
