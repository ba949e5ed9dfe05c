import type { NextFunction, Request, Response } from 'express';
import { Redirect, View } from 'express-returns';

const FOUND = { status: 302 } as const;

export const requireUser = (req: Request, _res: Response, next: NextFunction): unknown =>
  req.session?.user === undefined ? new Redirect('/login', FOUND) : next();

export const showLogin = (): View => new View('page', { title: 'Sign in' });

export const login = (req: Request): View | View<object, 422> | Redirect => {
  const { name } = req.body as { name?: string };
  if (name === undefined) return new View('page', { title: 'Who are you?' }, { status: 422 });
  Object.assign(req.session ?? {}, { user: name, flash: `Welcome ${name}` });
  return new Redirect('/account', FOUND);
};

export const account = (req: Request): View => new View('page', { title: req.session?.user });

export const logout = (req: Request): Redirect => {
  req.session = {};
  return new Redirect('/login', { ...FOUND, cookies: [{ name: 'sid', clear: true }] });
};

export const broken = (): View => new View('missing');
