import express, { type ErrorRequestHandler } from 'express';
import { JSON, guard, returns } from 'express-returns';
import { defineExample } from './example';

const keys = ['foo', 'bar'];
const repos: Readonly<Record<string, readonly string[]>> = { ada: ['engine'], grace: ['compiler'] };

// #region
const checkKey = guard((req) => {
  const key = req.query['api-key'];
  if (key === undefined) return new JSON({ error: 'api key required' }, { status: 400 });
  if (!keys.includes(String(key))) return new JSON({ error: 'invalid api key' }, { status: 401 });
  return undefined;
});
const listRepos = (user: string) => {
  const found = repos[user];
  if (found === undefined) throw Object.assign(new Error('Not found'), { status: 404 });
  return found;
};
// #endregion

const fail = (status: number, message: string) => Object.assign(new Error(message), { status });
const sendError: ErrorRequestHandler = (error: { status?: number; message: string }, _req, res, _next) => {
  res.status(error.status ?? 500).json({ error: error.message });
};

/** An API behind a key, with an error handler of its own. */
export const example = defineExample({
  moves: {
    check: {
      byHand: (req, _res, next) => {
        const key = req.query['api-key'];
        if (key === undefined) next(fail(400, 'api key required'));
        else if (!keys.includes(String(key))) next(fail(401, 'invalid api key'));
        else next();
      },
      returned: checkKey,
    },
    repos: {
      byHand: (req, res, next) => {
        const found = repos[req.params['user'] ?? ''];
        if (found === undefined) next(fail(404, 'Not found'));
        else res.json(found);
      },
      returned: returns((req) => listRepos(req.params['user'] ?? '')),
    },
  },
  createApp: ({ check, repos }) => {
    const api = express.Router().get('/:user/repos', check, repos);
    return express().use('/api', api).use(sendError);
  },
  suite: [
    { ask: ['get', '/api/ada/repos'], status: 400, text: '{"error":"api key required"}' },
    { ask: ['get', '/api/ada/repos?api-key=x'], status: 401, text: '{"error":"invalid api key"}' },
    { ask: ['get', '/api/ada/repos?api-key=foo'], status: 200, text: '["engine"]' },
    { ask: ['get', '/api/bob/repos?api-key=foo'], status: 404, text: '{"error":"Not found"}' },
  ],
});
