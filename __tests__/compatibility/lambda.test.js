// Beside adapters.test.js, not in it: light-my-request puts its own reply under Express's for the whole process.
const serverlessExpress = require('@codegenie/serverless-express');
const assert = require('node:assert/strict');
const { describe, it } = require('node:test');
const { brief, called, same } = require('./everywhere');

describe('@codegenie/serverless-express', () => {
  it('every kind of reply as a result of a Lambda, by the events of an HTTP API and of a REST API', async () => {
    for (const toEvent of [httpApiEvent, restApiEvent]) {
      const replies = await same(async (app, path) => {
        const { statusCode, headers, multiValueHeaders, cookies, body, isBase64Encoded } = await serverlessExpress({
          app,
        })(toEvent(path), {});
        const told = Object.entries({ ...headers, ...multiValueHeaders, cookies });
        return [
          path,
          statusCode,
          told.filter(([name]) => name !== 'date' && !(path.startsWith('/file') && name === 'etag')).sort(),
          brief(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8').toString('latin1')),
        ];
      });
      assert.deepEqual(
        replies.map(([path, status]) => [path, status]),
        called.map((path) => [path, { '/redirect': 307, '/cookie': 201, '/missing': 404, '/throw': 500 }[path] ?? 200]),
      );
      assert.equal(JSON.parse(Buffer.from(replies[0][3], 'latin1')).name, 'Ada');
    }
  });
});

function httpApiEvent(path) {
  return {
    version: '2.0',
    rawPath: path,
    rawQueryString: '',
    headers: { host: 'api.example.com' },
    requestContext: { http: { method: 'GET', path, sourceIp: '192.0.2.1' } },
    isBase64Encoded: false,
  };
}

function restApiEvent(path) {
  return {
    resource: '/{proxy+}',
    path,
    httpMethod: 'GET',
    headers: { host: 'api.example.com' },
    multiValueHeaders: { host: ['api.example.com'] },
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    requestContext: { path, httpMethod: 'GET' },
    body: null,
    isBase64Encoded: false,
  };
}
