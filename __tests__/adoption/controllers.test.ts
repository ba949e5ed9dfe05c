// An app in TypeScript with class controllers, validated bodies and an error class of its own.
import type { Express } from 'express';
import request from 'supertest';
import { createApp } from './controllers/app';
import { stages } from './stages';

describe.each(stages)('$stage', (stage) => {
  let app: Express;
  beforeEach(() => {
    app = createApp(stage);
  });

  it('shows a user', async () => {
    await request(app)
      .get('/api/users/1')
      .expect(200, { data: { id: 1, name: 'Ada' } })
      .expect('Content-Type', 'application/json; charset=utf-8');
    await request(app).head('/api/users/1').expect(200).expect('Content-Length', '30');
    await request(app).get('/api/users/9').expect(404, { message: 'User not found', fields: [] });
  });

  it('creates a user', async () => {
    await request(app)
      .post('/api/users')
      .send({ name: 'Grace' })
      .expect(201, { data: { id: 2, name: 'Grace' } })
      .expect('Location', '/users/2');
    await request(app).get('/api/users/2').expect(200);
  });

  it.each<[string, string, number]>([
    ['a wrong field', '{"name":7}', 422],
    ['an empty body', '', 422],
    ['no JSON', '{', 400],
    ['too much', JSON.stringify({ name: 'x'.repeat(2000) }), 413],
  ])('refuses %s', async (_name, body, status) => {
    const reply = await request(app).post('/api/users').type('json').send(body);

    expect(reply.status).toBe(status);
    expect(reply.body).toEqual({ message: expect.any(String) as string, fields: status === 422 ? ['name'] : [] });
  });

  it('answers again with 304', async () => {
    const { headers } = await request(app).get('/api/users/1');

    await request(app).get('/api/users/1').set('If-None-Match', String(headers['etag'])).expect(304, '');
  });

  it('greets in HTML', async () => {
    await request(app).get('/').expect(200, '<h1>Hello</h1>').expect('Content-Type', 'text/html; charset=utf-8');
  });
});
