import request from 'supertest';
import { createApp } from '../../demo/app';

const app = createApp();
const login = (format: string, user: string, password: string) =>
  request(app).post(`/errors/${format}/login`).type('form').send({ user, password });

describe('demo/errors', () => {
  beforeAll(() => jest.spyOn(console, 'error').mockImplementation(() => undefined));
  afterAll(() => jest.restoreAllMocks());

  it('logs in', async () => {
    await login('envelope', 'ada', 'countess').expect(200, { status: 'success', data: 'Welcome, ada!' });
  });

  it.each([
    ['jalil', 'secret', 400, 1101, "User 'jalil' does not exist", undefined],
    ['ada', 'guessed', 401, 1100, 'Authorization error', undefined],
    ['ada', 'x', 422, 1102, 'password must have at least 4 characters', { password: ['is too short'] }],
  ])('refuses %s with %s', async (user, password, status, code, message, data) => {
    await login('envelope', user, password).expect(status, {
      status: 'error',
      code,
      message,
      ...(data !== undefined && { data }),
    });
    const { headers, body } = await login('problem', user, password).expect(status);

    expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(body).toMatchObject({
      type: `/errors/envelope/codes#${code}`,
      detail: message,
      instance: '/errors/problem/login',
    });
  });

  it.each([
    ['exception', 404, 'No such page.', { code: 1001, detail: 'No such page.' }],
    [
      'unexpected',
      500,
      '{"status":"error","code":1000,"message":"Server error"}',
      { code: 1000, detail: 'Server error' },
    ],
    ['nowhere', 404, '{"status":"error","code":1001,"message":"Not found"}', { code: 1001, detail: 'Not found' }],
  ])('answers /%s in both formats', async (path, status, text, problem) => {
    await request(app).get(`/errors/envelope/${path}`).expect(status, text);
    const { body } = await request(app).get(`/errors/problem/${path}`).expect(status);

    expect(body).toMatchObject(problem);
  });

  it('lists the codes, where the types of problems lead', async () => {
    const { text } = await request(app).get('/errors/envelope/codes').set('Accept', 'text/html').expect(200);

    expect(text).toContain('<li id="1101">');
  });
});
