// An app in JavaScript with callbacks, whose unit tests call its handlers with a `res` made by hand.
import type { Express, Request, RequestHandler, Response } from 'express';
import { returns } from 'express-returns';
import request from 'supertest';
import { stages, type Stage } from './stages';

type Handlers = Readonly<Record<'requireKey' | 'list' | 'show' | 'create' | 'remove' | 'moved', RequestHandler>>;

interface Modules {
  readonly createStore: () => object;
  readonly createHandlers: (store: object) => Handlers;
  readonly createApp: (handlers: Handlers, prepare: Stage['prepare']) => Express;
}

const load = (path: string): Modules => jest.requireActual(path);

const createHandlers = ({ isMoved }: Stage): Handlers =>
  load(isMoved ? './callbacks/moved.js' : './callbacks/by-hand.js').createHandlers(
    load('./callbacks/store.js').createStore(),
  );

describe.each(stages)('$stage', (stage) => {
  const createApp = (): Express => load('./callbacks/app.js').createApp(createHandlers(stage), stage.prepare);

  it('lists and shows books', async () => {
    const app = createApp();

    await request(app)
      .get('/books')
      .expect(200, [{ id: '1', title: 'Emma' }])
      .expect('Content-Type', 'application/json; charset=utf-8')
      .expect('Cache-Control', 'no-cache')
      .expect('ETag', /^W\//);
    await request(app).get('/books/1').expect(200, { id: '1', title: 'Emma' });
    await request(app).get('/books/9').expect(404, { error: 'no such book' });
  });

  it('creates and removes a book with the key', async () => {
    const app = createApp();

    await request(app).post('/books').send({ title: 'Persuasion' }).expect(401, { error: 'key required' });
    await request(app).post('/books').set('X-Key', 'secret').send({}).expect(400, { error: 'title required' });
    await request(app)
      .post('/books')
      .set('X-Key', 'secret')
      .send({ title: 'Persuasion' })
      .expect(201, { id: '2', title: 'Persuasion' })
      .expect('Location', '/books/2');
    await request(app).delete('/books/2').expect(401);
    await request(app).delete('/books/2').set('X-Key', 'secret').expect(204, '');
    await request(app).get('/books/2').expect(404);
  });

  it('redirects, and has its own errors', async () => {
    const app = createApp();

    await request(app).get('/old-books').expect(301, 'Moved Permanently. Redirecting to /books').expect('Location', '/books'); // prettier-ignore
    await request(app).get('/books/broken').expect(500, { error: 'connection lost' });
    await request(app).get('/none').expect(404, { error: 'no such page' });
    const reply = await request(app).post('/books').type('json').send('{');
    expect(reply.status).toBe(400);
  });
});

// A handler that is moved is called by its own tests through returns().
describe.each(stages)('unit tests, $stage', (stage) => {
  const tested = (name: keyof Handlers): RequestHandler => {
    const handler = createHandlers(stage)[name];
    return stage.isMoved ? returns(handler) : handler;
  };

  const call = async (name: keyof Handlers, req: object): Promise<Record<string, jest.Mock>> => {
    const res: Record<string, jest.Mock> = {};
    await new Promise<void>((resolve, reject) => {
      const last = (...names: string[]): void => {
        for (const each of names) res[each] = jest.fn(() => (resolve(), res));
      };
      res['status'] = jest.fn(() => res);
      res['set'] = jest.fn(() => res);
      last('json', 'redirect');
      tested(name)(req as Request, res as unknown as Response, reject);
    });
    return res;
  };

  it('show a book', async () => {
    const { json } = await call('show', { params: { id: '1' } });

    expect(json).toHaveBeenCalledWith({ id: '1', title: 'Emma' });
  });

  it('say that there is none', async () => {
    const { status, json } = await call('show', { params: { id: '9' } });

    expect(status).toHaveBeenCalledWith(404);
    expect(json).toHaveBeenCalledWith({ error: 'no such book' });
  });

  it('create a book', async () => {
    const { status, set, json } = await call('create', { body: { title: 'Persuasion' } });

    expect(status).toHaveBeenCalledWith(201);
    expect(set).toHaveBeenCalledWith('Location', '/books/2');
    expect(json).toHaveBeenCalledTimes(1);
  });

  it('redirect', async () => {
    expect((await call('moved', {}))['redirect']).toHaveBeenCalledWith(301, '/books');
  });

  it('pass an error on', async () => {
    await expect(call('show', { params: { id: 'broken' } })).rejects.toThrow('connection lost');
  });
});
