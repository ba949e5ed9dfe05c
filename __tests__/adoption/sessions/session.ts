import type { RequestHandler } from 'express';

export interface Session {
  user?: string;
  flash?: string;
}

declare module 'express-serve-static-core' {
  interface Request {
    session?: Session;
  }
}

/** Sessions in memory. The cookie is set as late as it can be, when the head is sent. */
export function sessions(): RequestHandler {
  const all = new Map<string, Session>();
  return (req, res, next) => {
    const known = /sid=(\d+)/.exec(req.get('Cookie') ?? '')?.[1];
    const id = known ?? String(all.size + 1);
    req.session = all.get(id) ?? {};
    const writeHead = res.writeHead.bind(res) as (...args: unknown[]) => typeof res;
    res.writeHead = (...args: unknown[]) => {
      if (known === undefined) res.append('Set-Cookie', `sid=${id}; Path=/; HttpOnly`);
      all.set(id, req.session ?? {});
      return writeHead(...args);
    };
    next();
  };
}

/** Gives views the message that the page before has left, once. */
export const flash: RequestHandler = (req, res, next) => {
  Object.assign(res.locals, { flash: req.session?.flash ?? '' });
  if (req.method === 'GET') delete req.session?.flash;
  next();
};
