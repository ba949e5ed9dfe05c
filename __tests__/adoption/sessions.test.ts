// An app with sessions, messages for the next page, and views.
import request from 'supertest';
import { createApp } from './sessions/app';
import { stages } from './stages';

describe.each(stages)('$stage', (stage) => {
  it('shows the form', async () => {
    await request(createApp(stage))
      .get('/login')
      .expect(200, '<title>Sign in</title><p></p>')
      .expect('Content-Type', 'text/html; charset=utf-8')
      .expect('Set-Cookie', 'sid=1; Path=/; HttpOnly');
  });

  it('signs in, greets once, and signs out', async () => {
    const agent = request.agent(createApp(stage));

    await agent.get('/account').expect(302, 'Found. Redirecting to /login').expect('Location', '/login');
    await agent.post('/login').type('form').send({ name: 'Ada' }).expect(302).expect('Location', '/account');
    await agent.get('/account').expect(200, '<title>Ada</title><p>Welcome Ada</p>');
    await agent.get('/account').expect(200, '<title>Ada</title><p></p>');
    await agent.post('/logout').expect(302).expect('Set-Cookie', 'sid=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT');
    await agent.get('/account').expect(302).expect('Location', '/login');
  });

  it('shows the form again where the name is missing', async () => {
    await request(createApp(stage))
      .post('/login')
      .type('form')
      .send({})
      .expect(422, /<title>Who are you\?<\/title>/);
  });

  it('gives an error of a view to the error handler', async () => {
    await request(createApp(stage))
      .get('/broken')
      .expect(500, /^Failed to lookup view "missing"/);
  });
});
