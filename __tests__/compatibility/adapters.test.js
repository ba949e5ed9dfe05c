const assert = require('node:assert/strict');
const { describe, it } = require('node:test');
const inject = require('light-my-request');
const { brief, same } = require('./everywhere');

describe('light-my-request', () => {
  it('every kind of reply without a socket', async () => {
    const replies = await same(async (app, path) => {
      const { statusCode, headers, payload } = await inject(app, path);
      return [
        path,
        statusCode,
        { ...headers, date: undefined, ...(path.startsWith('/file') && { etag: undefined }) },
        brief(payload),
      ];
    });
    assert.equal(replies[0][3], '{"id":7,"name":"Ada","tags":["a","ü"]}');
    assert.equal(replies[6][2]['set-cookie'], 'own=1; Path=/');
  });
});
