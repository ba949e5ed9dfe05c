// Beside adapters.test.js, not in it: http2-express changes Express for the whole process.
const assert = require('node:assert/strict');
const { once } = require('node:events');
const http2 = require('node:http2');
const { describe, it } = require('node:test');
const express = require('express');
const createHTTP2Express = require('http2-express');
const { brokenReplies, endless, failing, wholeReplies } = require('./outcomes');

const create = () => createHTTP2Express(express);
const { NGHTTP2_CANCEL, NGHTTP2_INTERNAL_ERROR, NGHTTP2_NO_ERROR } = http2.constants;

/** Asks an app for /it over HTTP/2; `leave` cancels the reply at its first bytes. */
async function ask(app, method, leave = false) {
  const server = http2.createServer(app).listen(0);
  await once(server, 'listening');
  const client = http2.connect(`http://127.0.0.1:${server.address().port}`);
  try {
    const stream = client.request({ ':path': '/it', ':method': method }).setEncoding('latin1');
    const answer = { status: 0, body: '' };
    stream.on('response', (head) => (answer.status = head[':status']));
    stream.on('error', () => undefined);
    stream.on('data', (text) => {
      answer.body += text;
      if (leave) stream.close(NGHTTP2_CANCEL);
    });
    await new Promise((resolve) => stream.once('close', resolve));
    return { ...answer, code: stream.rstCode };
  } finally {
    await new Promise((resolve) => client.close(resolve));
    server.close();
    await once(server, 'close');
  }
}

describe('http2-express', () => {
  it('every class of response by GET and HEAD; after and signal(req) report a complete reply', async () => {
    const call = async (app, method) => {
      const { code, ...answer } = await ask(app, method);
      assert.equal(code, NGHTTP2_NO_ERROR);
      return answer;
    };
    await wholeReplies(call, create);
  });

  it('a late failure resets the stream', async () => {
    const fails = async (app, name) => {
      const { status, code } = await ask(app, 'GET');
      assert.deepEqual([status, code], [200, NGHTTP2_INTERNAL_ERROR], name);
    };
    await brokenReplies(fails, failing, ['late'], create);
  });

  it('a reply that its client cancels is not complete', async () => {
    await brokenReplies((app) => ask(app, 'GET', true), endless, [], create);
  });
});
