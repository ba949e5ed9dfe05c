const assert = require('node:assert/strict');
const { describe, it } = require('node:test');
const inject = require('light-my-request');
const { inStyles } = require('./everywhere');

const paths = ['/json', '/bare', '/text', '/redirect', '/stream', '/file', '/cookie', '/later', '/missing', '/throw'];

/** What this way of calling an app answers in every style is the same; gives it. */
async function same(call) {
  const answers = [];
  for (const app of inStyles()) {
    const answer = [];
    for (const path of paths) answer.push(await call(app, path));
    answers.push(answer);
  }
  for (const answer of answers) assert.deepEqual(answer, answers[0]);
  return answers[0];
}

describe('light-my-request', () => {
  it('every kind of reply without a socket', async () => {
    const replies = await same(async (app, path) => {
      const { statusCode, headers, payload } = await inject(app, path);
      return [path, statusCode, { ...headers, date: undefined, ...(path === '/file' && { etag: undefined }) }, payload];
    });
    assert.equal(replies[0][3], '{"id":7,"name":"Ada","tags":["a","ü"]}');
    assert.equal(replies[6][2]['set-cookie'], 'own=1; Path=/');
  });
});
