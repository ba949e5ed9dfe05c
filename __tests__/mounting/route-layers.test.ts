import express from 'express';
import { notFound, Routes, Text } from 'express-returns';
import { send } from '../helpers/app';

const hi = () => new Text('hi');

const appOf = (mount: 'router' | 'mount', routes: Routes) => {
  const app = express();
  if (mount === 'router') app.use('/api', routes.router());
  else routes.mount(app);
  app.get('/api/legacy', (_req, res) => {
    res.send('legacy');
  });
  app.post('/api/users/7', (_req, res) => {
    res.send('legacy');
  });
  app.use(notFound());
  return app;
};

describe.each<['router' | 'mount', string]>([
  ['router', ''],
  ['mount', '/api'],
])('the methods of a path, by %s()', (mount, prefix) => {
  const routes = new Routes()
    .get(`${prefix}/users/:id`, hi)
    .route(`${prefix}/users/:id`, ['PUT', 'DELETE'], hi)
    .get(`${prefix}/users/me`, hi)
    .all(`${prefix}/any`, (_req, _res, next) => {
      next();
    });
  const app = appOf(mount, routes);

  it.each([
    ['PATCH', '/api/users/7', 405, 'GET, HEAD, PUT, DELETE'],
    ['PATCH', '/api/users/me', 405, 'GET, HEAD, PUT, DELETE'],
    ['PATCH', '/api/users/7?a=b', 405, 'GET, HEAD, PUT, DELETE'],
    ['PATCH', '/api/any', 404, undefined],
    ['PATCH', '/api/nowhere', 404, undefined],
    ['GET', '/api/nowhere', 404, undefined],
  ])('answers %s %s with %i', async (method, path, status, allow) => {
    const reply = await send(app, method, path);

    expect([reply.status, reply.headers['Allow']]).toEqual([status, allow]);
  });

  it('lets the routes of the app that come later answer', async () => {
    expect((await send(app, 'POST', '/api/users/7')).body.toString()).toBe('legacy');
    expect((await send(app, 'GET', '/api/legacy')).body.toString()).toBe('legacy');
  });

  it('answers HEAD from GET', async () => {
    const reply = await send(app, 'HEAD', '/api/users/7');

    expect([reply.status, reply.headers['Content-Length'], reply.body.length]).toEqual([200, '2', 0]);
  });

  it('answers OPTIONS with the methods of the path', async () => {
    const reply = await send(app, 'OPTIONS', '/api/users/8');

    expect(reply.status).toBe(200);
    expect(String(reply.headers['Allow']).split(/, ?/).sort()).toEqual(['DELETE', 'GET', 'HEAD', 'PUT']);
  });
});
