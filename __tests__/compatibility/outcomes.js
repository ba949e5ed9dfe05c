// One app for each class of response, which records what after, signal(req) and the error handler see.
const assert = require('node:assert/strict');
const { join } = require('node:path');
const { setImmediate: turn } = require('node:timers/promises');
const express = require('express');
const reply = require('express-returns');

async function* failing() {
  yield 'one';
  await turn();
  await turn(); // Text is joined for one turn of the event loop.
  throw new Error('late');
}

async function* endless() {
  for (;;) {
    yield 'x'.repeat(100_000);
    await turn();
  }
}

const media = join(__dirname, '../../demo/hello/media');

/** [class, response, status, body of a GET; undefined for one that only has to be there; whether it takes a task for after] */
exports.classes = [
  ['Text', (init) => new reply.Text('a', init), 200, 'a'],
  ['Text of a stream', (init) => new reply.Text(['a', 'b'].values(), init), 200, 'ab'],
  ['HTML', (init) => new reply.HTML('<p>', init), 200, '<p>'],
  ['Binary', (init) => new reply.Binary(Buffer.from('a'), init), 200, 'a'],
  ['JSON', (init) => new reply.JSON({ a: 1 }, init), 200, '{"a":1}'],
  ['JSON rows', (init) => new reply.JSON([1, 2].values(), init), 200, '[1,2]'],
  ['JSONLines', (init) => new reply.JSONLines([1, 2], init), 200, '1\n2\n'],
  ['EventStream', (init) => new reply.EventStream([{ data: 'a' }], init), 200, 'data: a\n\n'],
  ['Success', (init) => new reply.Success(1, init), 200, '{"status":"success","data":1}'],
  ['Redirect', (init) => new reply.Redirect('/', init), 307, 'Temporary Redirect. Redirecting to /'],
  ['View', (init) => new reply.View('page', {}, init), 200, 'a page'],
  ['File', (init) => new reply.File('images/logo.jpg', { ...init, root: media }), 200, undefined],
  ['Negotiated', (init) => new reply.Negotiated({ 'text/plain': () => new reply.Text('a') }, init), 200, 'a'],
  ['NotFound', () => new reply.NotFound('gone'), 404, 'gone', false],
  ['Error', () => new reply.Error(1001), 404, '{"status":"error","code":1001,"message":"Not found"}', false],
];

exports.failing = [
  ['Text', (init) => new reply.Text(failing(), init)],
  ['JSON rows', (init) => new reply.JSON(failing(), init)],
  ['JSONLines', (init) => new reply.JSONLines(failing(), init)],
  ['EventStream', (init) => new reply.EventStream(failing(), init)],
];

/** Bodies that end only when the client leaves. */
exports.endless = [
  ['Text', (init) => new reply.Text(endless(), init)],
  ['JSON rows', (init) => new reply.JSON(endless(), init)],
  ['EventStream', (init) => new reply.EventStream(endless(), init)],
];

/** An app with this response at /it, and what it has recorded of its reply. */
exports.recorded = function recorded(make, create = express) {
  const seen = { outcomes: [], signals: [], errors: [] };
  const app = create();
  app.set('env', 'test');
  app.engine('tpl', (path, locals, done) => done(null, 'a page'));
  app.set('views', join(__dirname, '../fixtures/views')).set('view engine', 'tpl');
  const handler = (req) => {
    seen.signals.push(reply.signal(req));
    return make({ after: (outcome) => seen.outcomes.push(outcome) });
  };
  app.get('/it', reply.returns(handler));
  app.use((error, req, res, next) => {
    seen.errors.push(error.message);
    next(error);
  });
  return { app, seen };
};

/**
 * Asserts that every class of response is sent by GET and HEAD, and that after and signal(req) see it whole.
 *
 * @param {(app, method: string) => Promise<{ status: number, body: string }>} call asks for /it
 */
exports.wholeReplies = async function wholeReplies(call, create) {
  for (const [name, make, status, body, hasTask = true] of exports.classes) {
    for (const method of ['GET', 'HEAD']) {
      const { app, seen } = exports.recorded(make, create);
      const answer = await call(app, method);
      await reply.afterTasks();
      const about = `${method} of ${name}`;
      assert.equal(answer.status, status, about);
      if (method === 'HEAD') assert.equal(answer.body, '', about);
      else if (body === undefined) assert.ok(answer.body.length > 1000, about);
      else assert.equal(answer.body, body, about);
      assert.deepEqual(seen.outcomes, hasTask ? [{ isComplete: true }] : [], about);
      assert.deepEqual([seen.signals.map(({ aborted }) => aborted), seen.errors], [[false], []], about);
    }
  }
};

/**
 * Asserts that a reply that ends early is not complete, and that signal(req) is aborted.
 *
 * @param {(app, name: string) => Promise<void>} call asks for /it, and asserts what the client sees
 */
exports.brokenReplies = async function brokenReplies(call, makes, errors, create) {
  for (const [name, make] of makes) {
    const { app, seen } = exports.recorded(make, create);
    await call(app, name);
    await reply.afterTasks();
    assert.deepEqual([seen.outcomes, seen.errors], [[{ isComplete: false }], errors], name);
    assert.deepEqual(
      seen.signals.map(({ aborted }) => aborted),
      [true],
      name,
    );
  }
};
