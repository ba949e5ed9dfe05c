// A user's suite in Jest 26, the last one of many old apps: its resolver knows neither `exports` nor the prefix
// `node:`.
const { once } = require('events');
const http = require('http');
const { JSON, Text, Redirect, returns } = require('express-returns');
const app = require('./app.js');

app.get(
  '/stream',
  returns(() => new Text(['a', 'b'])),
);

async function ask(path) {
  const server = http.createServer(app).listen(0);
  try {
    await once(server, 'listening');
    const [reply] = await once(http.get({ port: server.address().port, path, agent: false }), 'response');
    let text = '';
    for await (const chunk of reply) text += chunk;
    return [reply.statusCode, text];
  } finally {
    server.close();
  }
}

test.each([
  ['/moved', 200, '{"by":"value"}'],
  ['/routes/7', 200, '{"id":"7"}'],
  ['/nobody', 404, 'Nobody'],
  ['/stream', 200, 'ab'],
])('%s', async (path, status, text) => {
  expect(await ask(path)).toEqual([status, text]);
});

test('a res with mocks', () => {
  const res = { status: jest.fn().mockReturnThis(), json: jest.fn(), redirect: jest.fn() };
  returns(() => new JSON({ a: 1 }, { status: 201 }))({}, res);
  returns(() => new Redirect('/x', { status: 302 }))({}, res);

  expect(res.status).toHaveBeenCalledWith(201);
  expect(res.json).toHaveBeenCalledWith({ a: 1 });
  expect(res.redirect).toHaveBeenCalledWith('/x');
});
