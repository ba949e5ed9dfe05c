import type { RequestHandler } from 'express';

export const requireUser: RequestHandler = (req, res, next) => {
  if (req.session?.user === undefined) {
    res.redirect('/login');
    return;
  }
  next();
};

export const showLogin: RequestHandler = (_req, res) => {
  res.render('page', { title: 'Sign in' });
};

export const login: RequestHandler = (req, res) => {
  const { name } = req.body as { name?: string };
  if (name === undefined) {
    res.status(422).render('page', { title: 'Who are you?' });
    return;
  }
  Object.assign(req.session ?? {}, { user: name, flash: `Welcome ${name}` });
  res.redirect('/account');
};

export const account: RequestHandler = (req, res) => {
  res.render('page', { title: req.session?.user });
};

export const logout: RequestHandler = (req, res) => {
  req.session = {};
  res.clearCookie('sid').redirect('/login');
};

export const broken: RequestHandler = (_req, res) => {
  res.render('missing');
};
