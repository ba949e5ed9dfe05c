import express, { type ErrorRequestHandler } from 'express';
import { View, returns } from 'express-returns';
import { defineExample } from './example';

const titles: Readonly<Record<string, string>> = { ada: 'Ada Lovelace' };

// #region
const show = (name: string) => {
  const title = titles[name];
  if (title === undefined) throw Object.assign(new Error('Not found'), { status: 404 });
  return new View('page', { title });
};
const noSuchPage = () => new View('page', { title: 'There is no such page' }, { status: 404 });
// #endregion

const sendError: ErrorRequestHandler = (error: { status?: number; message: string }, _req, res, _next) => {
  res.status(error.status ?? 500).render('page', { title: error.message });
};

/** Pages by a view engine, and pages for errors. */
export const example = defineExample({
  moves: {
    show: {
      byHand: (req, res, next) => {
        const title = titles[req.params['name'] ?? ''];
        if (title === undefined) next(Object.assign(new Error('Not found'), { status: 404 }));
        else res.render('page', { title });
      },
      returned: returns((req) => show(req.params['name'] ?? '')),
    },
    notFound: {
      byHand: (_req, res) => {
        res.status(404).render('page', { title: 'There is no such page' });
      },
      returned: returns(noSuchPage),
    },
  },
  createApp: ({ show, notFound }) => {
    const app = express().set('views', __dirname).set('view engine', 'tpl');
    app.engine('tpl', (_path, locals, done) => {
      done(null, `<h1>${(locals as { title?: string }).title}</h1>`);
    });
    return app.get('/people/:name', show).use(notFound).use(sendError);
  },
  suite: [
    {
      ask: ['get', '/people/ada'],
      status: 200,
      text: '<h1>Ada Lovelace</h1>',
      headers: { 'content-type': 'text/html; charset=utf-8' },
    },
    { ask: ['get', '/people/bob'], status: 404, text: '<h1>Not found</h1>' },
    { ask: ['get', '/elsewhere'], status: 404, text: '<h1>There is no such page</h1>' },
  ],
});
