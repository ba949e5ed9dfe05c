import { JSON, Response, route, Routes } from 'express-returns';
import { SESSION_TIME } from '../catalogue/people';
import { errors } from './errors';
import { Person, SignIn } from './schemas';
import type { Shelf } from './shelf';
import { COOKIE, COOKIE_OPTIONS, tokenOf } from './signed-in';

const tags = ['session'];

/** Sign in, ask who one is, sign out. */
export function sessionRoutes({ people }: Shelf) {
  const signIn = route.post(
    '/session',
    { body: SignIn, returns: [JSON.of(Person), errors.get(1101)], summary: 'Sign in', name: 'signIn', tags },
    async (req) => {
      const { name, password } = req.body;
      if (!(await people.isPassword(name, password))) return errors.error(1101);
      const cookie = { name: COOKIE, value: await people.begin(name), maxAge: SESSION_TIME, ...COOKIE_OPTIONS };
      return new JSON({ name }, { cookies: [{ ...cookie, secure: req.secure }] });
    },
  );

  const whoAmI = route.get(
    '/session',
    { returns: [JSON.of(Person), Response.of(204)], summary: 'Who is signed in, or nobody', name: 'whoAmI', tags },
    async (req) => {
      const name = await people.of(tokenOf(req));
      return name === undefined ? new Response(null, { status: 204 }) : new JSON({ name });
    },
  );

  const signOut = route.delete(
    '/session',
    { returns: [Response.of(204)], summary: 'Sign out', name: 'signOut', tags },
    async (req) => {
      await people.end(tokenOf(req));
      return new Response(null, { status: 204, cookies: [{ name: COOKIE, clear: true, ...COOKIE_OPTIONS }] });
    },
  );

  return new Routes(signIn, whoAmI, signOut);
}
