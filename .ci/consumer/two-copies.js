// Two copies of the package in one app, as two dependencies of different ranges bring them: what copy A makes is
// returned and thrown in the routes of copy B, and the other way round, and the wire is that of one copy.
const assert = require('node:assert/strict');
const { writeFileSync } = require('node:fs');
const express = require('express');
const request = require('supertest');
const copyA = require('copy-a');
const copyB = require('copy-b');

assert.notEqual(copyA.Response, copyB.Response);
writeFileSync('page.tpl', 'page');
writeFileSync('file.txt', 'a file');

const listOf = ({ ErrorCode, ErrorList }) => new ErrorList(new ErrorCode(1101, "User '{}' does not exist", 404));
const results = {
  'Response': (from) => new from.Response('a', { headers: { 'X-A': '1' }, cookies: [{ name: 'c', value: 'd' }] }),
  'Text': (from) => new from.Text('text'),
  'HTML': (from) => new from.HTML('<p>'),
  'JSON': (from) => new from.JSON({ a: 1 }, { status: 201 }),
  'a generator': (from) => new from.JSON([1, 2].values()),
  'Binary': (from) => new from.Binary(Buffer.from('bytes')),
  'File': (from) => new from.File('file.txt', { root: __dirname }),
  'Redirect': (from) => new from.Redirect('/there'),
  'Success': (from) => new from.Success({ a: 1 }),
  'View': (from) => new from.View('page', { title: 'A title' }),
  'Negotiated': (from, other) =>
    new from.Negotiated({ 'text/html': () => new other.HTML('<p>'), 'application/json': () => new other.JSON(1) }),
  'Error': (from) => new from.Error(1101, 'jalil'),
  'an error of a list': (from) => listOf(from).error(1101, 'jalil'),
  'BadRequest': (from) => new from.BadRequest('bad'),
  'Unauthorized': (from) => new from.Unauthorized(),
  'Forbidden': (from) => new from.Forbidden(),
  'NotFound': (from) => new from.NotFound({ nobody: true }),
  'ServerError': (from) => new from.ServerError(),
  'ExceptionResponse': (from) => new from.ExceptionResponse('teapot', { status: 418 }),
};

async function replyOf(of, way, result, errors = listOf(of)) {
  const routes = new of.Routes();
  if (way === 'returned') routes.get('/', () => result);
  if (way === 'thrown') {
    routes.get('/', () => {
      throw result;
    });
  }
  // The guard of one copy in the routes of the other.
  if (way === 'guard') routes.get('/', result, () => new of.Text('not guarded'));
  const app = express().set('env', 'test').set('views', __dirname).set('view engine', 'tpl');
  app.engine('tpl', (path, locals, done) => done(null, locals.title));
  app.use(routes.router({ errors }));
  const { status, headers, text } = await request(app).get('/').buffer(true);
  return { status, headers: { ...headers, date: undefined }, text };
}

/** The routes of one copy in those of the other, with middleware, guards, converters and bound methods. */
async function takeRoutes(of, other) {
  const seen = [];
  const hex = new other.Converter(/[0-9a-f]+/, { parse: (text) => parseInt(text, 16) });
  const inner = new other.Routes({ converters: { hex } })
    .use((req, res, next) => {
      seen.push(req.path);
      next();
    })
    .get('/colors/<id:hex>', (req) => req.params)
    .get('/users/<id:int>', (req) => req.params);
  assert.ok(inner instanceof of.Routes);
  const outer = new of.Routes().get('/users/<name:slug>', () => 'by name').group('/teams/<team:int>', inner);
  const single = new of.Routes(...inner, new other.Route('/single', ['GET'], () => 'single'));
  const app = express().use(outer.router(), single.router(), other.notFound());
  const replies = {
    '/teams/7/users/8': '{"team":7,"id":8}',
    '/colors/ff': '{"id":255}',
    '/users/ada': 'by name',
    '/single': 'single',
  };
  for (const [path, text] of Object.entries(replies)) assert.equal((await request(app).get(path)).text, text, path);
  assert.deepEqual(seen, ['/teams/7/users/8', '/colors/ff']);
  assert.equal((await request(app).post('/colors/ff')).status, 405);
  assert.throws(() => inner.get('/late', () => 'late'), { code: 'ERR_RETURNS_SEALED' });
  return Object.keys(replies).length;
}

async function main() {
  let count = 0;
  for (const [of, other] of [
    [copyA, copyB],
    [copyB, copyA],
  ]) {
    for (const [name, make] of Object.entries(results)) {
      for (const way of ['returned', 'thrown']) {
        const expected = await replyOf(of, way, make(of, of));
        assert.ok(expected.status < 500 || name === 'ServerError', `${name}: ${expected.status} ${expected.text}`);
        assert.deepEqual(await replyOf(of, way, make(other, of)), expected, `${name}, ${way}`);
        count += 1;
      }
      assert.ok(make(other, other) instanceof of.Response, `${name} instanceof Response`);
    }
    const declared = () => new of.Error(1101, 'jalil');
    assert.deepEqual(await replyOf(of, 'thrown', declared(), listOf(other)), await replyOf(of, 'thrown', declared()));
    count += 1;
    const guardOf = (from) => from.guard((req, res) => new from.Text('stop', { status: 403 }));
    const stopped = await replyOf(of, 'guard', guardOf(of));
    assert.equal(stopped.status, 403);
    assert.deepEqual(await replyOf(of, 'guard', guardOf(other)), stopped);
    const passed = await replyOf(
      of,
      'guard',
      other.guard(() => undefined),
    );
    assert.equal(passed.text, 'not guarded');
    count += 2;
  }
  for (const [of, other] of [
    [copyA, copyB],
    [copyB, copyA],
  ])
    count += await takeRoutes(of, other);
  console.log(`${count} results of one copy written by the other as by its own.`);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
