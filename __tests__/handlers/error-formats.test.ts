import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import createHTTPError from 'http-errors';
import request from 'supertest';
import * as reply from 'express-returns';
import { noteAllowedMethods } from '../../lib/handlers/allowed-methods';
import { send } from '../helpers/app';

const errors = new reply.ErrorList(
  new reply.ErrorCode(1100, 'Authorization error', reply.Status.UNAUTHORIZED),
  new reply.ErrorCode(1101, "User '{}' does not exist", reply.Status.BAD_REQUEST),
  new reply.ErrorCode(1102, '{field} must be {{{wanted}}}', reply.Status.UNPROCESSABLE_CONTENT),
  new reply.ErrorCode(1103, 'Payments are down', reply.Status.BAD_GATEWAY),
);

/** Whatever can end as an error, by a name: thrown by a handler of ours. */
const THROWN: Readonly<Record<string, () => unknown>> = {
  'a code': () => new reply.Error(1100, undefined, { headers: { 'WWW-Authenticate': 'Bearer' } }),
  'a code with a value': () => new reply.Error(1101, 'jalil'),
  'a code with names': () => errors.error(1102, { field: 'age', wanted: 'a number' }),
  'a code with data': () => new reply.Error(1002, undefined, { data: { age: ['must be a number'] } }),
  'a code of a 5xx': () => errors.error(1103, undefined, { cause: new Error('secret') }),
  'a code without its value': () => new reply.Error(1101),
  'an unknown code': () => new reply.Error(9999),
  'an exception': () => new reply.Forbidden(),
  'an exception with a text': () => new reply.NotFound('No such page'),
  'an exception with data': () => new reply.BadRequest({ age: 'is missing' }),
  'an exception of a 5xx': () => new reply.ServerError('Come back later', { headers: { 'Retry-After': 60 } }),
  'an unexpected error': () => new Error('secret'),
  'undefined': () => undefined,
  'http-errors': () => createHTTPError(409, 'Taken'),
  'http-errors with headers': () => createHTTPError(429, 'Slow down', { headers: { 'Retry-After': 5 } }),
  'http-errors of a 5xx': () => createHTTPError(503, 'secret'),
  'a file that is missing': () => new reply.File('missing.txt'),
};

/** Whatever else can, as requests. */
const REQUESTS: Readonly<Record<string, (app: Express) => request.Test>> = {
  'an unknown path': (app) => request(app).get('/nowhere?token=secret'),
  'a path of two slashes': (app) => request(app).get('//evil.example/a'),
  'another method': (app) => request(app).delete('/known'),
  'a path that cannot be decoded': (app) => request(app).get('/params/%E0%A4%A'),
  'a body that is no JSON': (app) => request(app).post('/').set('Content-Type', 'application/json').send('[1,'),
  'a body that is too large': (app) =>
    request(app)
      .post('/')
      .send({ a: 'a'.repeat(99) }),
};

const HEADERS = ['content-type', 'allow', 'retry-after', 'www-authenticate'];

describe.each(['envelope', 'problem', 'problem with types'])('the format %s', (name) => {
  const settings: reply.Settings = {
    errors,
    errorFormat: name === 'envelope' ? 'envelope' : 'problem',
    log: () => undefined,
    ...(name === 'problem with types' && { errorTypes: 'https://example.com/errors#' }),
  };
  const app = createApp(settings);

  it('equals the golden file for every error', async () => {
    let text = '';
    for (const [what, ask] of Object.entries({ ...thrownAsRequests(), ...REQUESTS })) {
      const { status, headers, text: body } = await ask(app);
      const lines = HEADERS.filter((header) => headers[header] !== undefined).map(
        (header) => `${header}: ${String(headers[header])}`,
      );
      text += [`# ${what}`, status, ...lines, '', body, '', ''].join('\n');
    }
    const file = join(__dirname, `../fixtures/errors/${name.replaceAll(' ', '-')}.txt`);
    if (process.env['GOLDEN'] === 'write') writeFileSync(file, text);

    expect(text).toBe(readFileSync(file, 'utf8'));
    expect(text).not.toContain('secret');
  });
});

function thrownAsRequests(): typeof REQUESTS {
  return Object.fromEntries(
    Object.keys(THROWN).map((name) => [name, (app) => request(app).get(`/thrown/${encodeURIComponent(name)}`)]),
  );
}

function createApp(settings: reply.Settings): Express {
  const routes = new reply.Routes();
  for (const [name, make] of Object.entries(THROWN)) {
    routes.get(`/thrown/${encodeURIComponent(name)}`, () => {
      throw make();
    });
  }
  const app = express();
  app.use(express.json({ limit: 50 }));
  app.use(routes.router({ ...settings, mediaRoot: __dirname }));
  app.get('/params/:id', (_req, res) => res.end());
  app.use('/known', (req: Request, _res: Response, next: NextFunction) => {
    noteAllowedMethods(req, ['GET', 'HEAD']);
    next();
  });
  return app.use(reply.notFound(settings)).use(reply.errorHandler(settings));
}

describe('the log', () => {
  it('receives an error by its code with the message and status of its list', async () => {
    const told: unknown[] = [];
    const routes = new reply.Routes().get('/', () => new reply.Error(1103));
    const app = express().use(routes.router({ errors, log: (error) => told.push(error) }));
    await send(app, 'GET', '/');

    expect(told).toEqual([expect.objectContaining({ message: 'Payments are down', status: 502, code: 1103 })]);
  });
});
