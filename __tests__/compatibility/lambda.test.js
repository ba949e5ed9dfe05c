// Beside adapters.test.js, not in it: light-my-request puts its own reply under Express's for the whole process.
const serverlessExpress = require('@codegenie/serverless-express');
const assert = require('node:assert/strict');
const { describe, it } = require('node:test');
const serverlessHTTP = require('serverless-http');
const { brief, called, same } = require('./everywhere');
const { brokenReplies, failing, wholeReplies } = require('./outcomes');

describe('@codegenie/serverless-express', () => {
  it('every kind of reply as the result of a Lambda, for events of an HTTP API and of a REST API', async () => {
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

  const call = async (app, method = 'GET') => reply(await serverlessExpress({ app })(httpApiEvent('/it', method), {}));
  outcomesOf(call);

  it('a late failure is a 500', async () => {
    const fails = async (app, name) => assert.deepEqual(await call(app), { status: 500, body: '' }, name);
    await brokenReplies(fails, failing, ['late']);
  });
});

describe('serverless-http', () => {
  it('every kind of reply as the result of a Lambda, for events of an HTTP API', async () => {
    const replies = await same(async (app, path) => {
      const { statusCode, headers, cookies, body, isBase64Encoded } = await binary(app)(httpApiEvent(path), {});
      const shown = Object.entries({ ...headers, cookies });
      return [
        path,
        statusCode,
        shown.filter(([name]) => name !== 'date' && !(path.startsWith('/file') && name === 'etag')).sort(),
        brief(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8').toString('latin1')),
      ];
    });
    assert.deepEqual(
      replies.map(([path, status]) => [path, status]),
      called.map((path) => [path, { '/redirect': 307, '/cookie': 201, '/missing': 404, '/throw': 500 }[path] ?? 200]),
    );
  });

  const call = async (app, method = 'GET') => reply(await binary(app)(httpApiEvent('/it', method), {}));
  outcomesOf(call);

  it('a late failure fails the invocation', async () => {
    const fails = (app, name) => assert.rejects(call(app), /The reply failed after a part of it was sent/, name);
    await brokenReplies(fails, failing, ['late']);
  });
});

const binary = (app) => serverlessHTTP(app, { binary: ['image/*', 'application/octet-stream'] });

function reply({ statusCode, body, isBase64Encoded }) {
  return { status: statusCode, body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8').toString('latin1') };
}

/** The test that both adapters share. */
function outcomesOf(call) {
  it('every class of response by GET and HEAD; after and signal(req) report a complete reply', async () => {
    await wholeReplies(call);
  });
}

function httpApiEvent(path, method = 'GET') {
  return {
    version: '2.0',
    rawPath: path,
    rawQueryString: '',
    headers: { host: 'api.example.com' },
    requestContext: { http: { method, path, sourceIp: '192.0.2.1' } },
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
