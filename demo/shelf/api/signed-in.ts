import { guard, pass } from 'express-returns';
import type { Request } from 'express';
import type { People } from '../catalogue/people';
import { errors } from './errors';

export const COOKIE = 'shelf';

/** The cookie of a session. Scripts do not see it, and other sites cannot send it with a form. */
export const COOKIE_OPTIONS = { httpOnly: true, sameSite: 'lax', path: '/' } as const;

/** Lets those pass who have a session, and gives the handler `req.person`. */
export const signedIn = (people: People) =>
  guard({ returns: [errors.get(1100)], security: 'session' }, async (req) => {
    const person = await people.of(tokenOf(req));
    return person === undefined ? errors.error(1100) : pass({ person });
  });

/** The token of the session that a request has; `''` for none. */
export function tokenOf(req: Pick<Request, 'headers'>): string {
  const [, token = ''] = /(?:^|; *)shelf=([\w-]+)/.exec(req.headers.cookie ?? '') ?? [];
  return token;
}
