// A user's own suite, by Jest with its default configuration: no transform of node_modules, no mapping of modules.
const request = require('supertest');
const { Error: ReturnsError, ErrorCode, ErrorList, JSON, Response, Routes, Text, guard } = require('express-returns');
const { UsageError, openapi } = require('express-returns');
const { client } = require('express-returns/client');
const { answer, fetchOf, matchers, request: requestOf, respond } = require('express-returns/testing');
const app = require('./app.js');

expect.extend(matchers);

test.each([
  ['/old', 200, '{"by":"hand"}'],
  ['/moved', 200, '{"by":"value"}'],
  ['/routes/7', 200, '{"id":"7"}'],
  ['/nobody', 404, 'Nobody'],
])('%s', async (path, status, text) => {
  await request(app).get(path).expect(status, text);
  const reply = await fetchOf(app)(path);
  expect([reply.status, await reply.text()]).toEqual([status, text]);
});

test('responses are values', async () => {
  expect(new JSON({ a: 1 })).toEqual(new JSON({ a: 1 }));
  expect(new JSON({ a: 1 })).not.toEqual(new JSON({ a: 2 }));
  expect(new Text('a')).toBeInstanceOf(Response);
  expect(await new Text('a').text()).toBe('a');
});

test('handlers and guards without a socket', async () => {
  const errors = new ErrorList(
    new ErrorCode(1100, 'Please sign in', 401),
    new ErrorCode(1101, "User '{}' does not exist", 404),
  );
  const signedIn = guard((req) => (req.get('Authorization') ? undefined : errors.error(1100)));
  const routes = new Routes()
    .get('/users/<id:int>', signedIn, (req) => new JSON({ id: req.params.id }))
    .get('/missing', () => new ReturnsError(1101, 'ada', { data: { name: 'ada' } }));
  const headers = { Authorization: 'Bearer a' };
  expect(await respond(routes, 'GET', '/users/7', { headers })).toEqual(new JSON({ id: 7 }));
  expect(await respond(routes, 'GET', '/users/7', { headers })).toEqualResponse(new JSON({ id: 7 }));
  expect(await respond(routes, 'GET', '/users/7')).toBeError(1100, { status: 401 });
  const missing = await respond(routes, 'GET', '/missing', { settings: { errors } });
  expect(missing).toBeError(1101, { status: 404, data: expect.objectContaining({ name: 'ada' }) });
  expect(missing).not.toBeError(1101, { data: { name: 'bob' } });
  expect(missing).toEqualResponse(errors.error(1101, 'ada', { data: { name: 'ada' } }));
  expect(missing).not.toEqualResponse(errors.error(1101, 'ada', { data: { name: 'bob' } }));
  expect(() => expect(missing).toBeError(1102)).toThrow(/"code": 1102[^]*"code": 1101/);
  expect(await answer(signedIn, requestOf())).toBeError(1100);
  expect(await answer(signedIn, requestOf({ headers }))).toBeUndefined();
});

test('a file of the package that is read after jest.resetModules() belongs to the copy that reads it', () => {
  jest.resetModules();
  expect(require('express-returns').UsageError).not.toBe(UsageError);
  expect(() => openapi([7], { title: 'none', version: '1' })).toThrow(UsageError);
});

test('the client', async () => {
  const api = client('http://test', { fetch: fetchOf(app) });
  expect((await api.get('/routes/:id', { params: { id: 7 } })).body).toEqual({ id: '7' });
  await expect(api.get('/nowhere')).rejects.toMatchObject({ name: 'UnexpectedReply', status: 404 });
});
