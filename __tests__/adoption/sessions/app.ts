import { readFile } from 'node:fs';
import { join } from 'node:path';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import type { Stage } from '../stages';
import * as byHand from './by-hand';
import * as moved from './moved';
import { flash, sessions } from './session';

type Locals = Readonly<Record<string, unknown>>;

/** A view engine that puts values in place of their names. */
function renderFile(path: string, locals: object, done: (error: unknown, text?: string) => void): void {
  readFile(path, 'utf8', (error, text) => {
    const value = (_all: string, name: string): string => String((locals as Locals)[name] ?? '');
    if (error) done(error);
    else done(null, text.replace(/\{\{(\w+)\}\}/g, value));
  });
}

export function createApp({ prepare, isMoved }: Stage): Express {
  const pages = isMoved ? moved : byHand;
  const app = prepare(express());
  app.engine('tpl', renderFile).set('view engine', 'tpl').set('views', join(__dirname, 'views'));
  app.use(sessions(), express.urlencoded({ extended: false }), flash);
  app.route('/login').get(pages.showLogin).post(pages.login);
  app.get('/account', pages.requireUser, pages.account);
  app.post('/logout', pages.requireUser, pages.logout);
  app.get('/broken', pages.broken);
  app.use((error: Error, _req: Request, res: Response, next: NextFunction) => {
    if (res.headersSent) next(error);
    else res.status(500).send(error.message.split(' in views')[0]);
  });
  return app;
}
