// Unit tests call a return-style handler with a `res` of these packages, and see the calls of code by hand.
const assert = require('node:assert/strict');
const { describe, it } = require('node:test');
const httpMocks = require('node-mocks-http');
const sinon = require('sinon');
const { JSON: Json, NotFound, Redirect, returns, Text } = require('express-returns');

describe('sinon', () => {
  const resOf = () => {
    const res = {};
    for (const name of ['status', 'json', 'send', 'redirect', 'set']) res[name] = sinon.stub().returns(res);
    return res;
  };
  it('a res of stubs receives the calls of status, json, send and redirect', () => {
    const res = resOf();
    returns(() => new Json({ id: 7 }, { status: 201 }))({}, res);
    sinon.assert.calledWithExactly(res.status, 201);
    sinon.assert.calledOnceWithExactly(res.json, { id: 7 });
    returns(() => new Redirect('/there', { preserveMethod: false }))({}, res);
    sinon.assert.calledOnceWithExactly(res.redirect, '/there');
    returns(() => new NotFound('No such user'))({}, res);
    sinon.assert.calledWithExactly(res.status, 404);
    sinon.assert.calledOnceWithExactly(res.send, 'No such user');
  });
});

describe('node-mocks-http', () => {
  it('its res receives status, headers and body', async () => {
    const { req, res } = httpMocks.createMocks({ method: 'GET', url: '/users/7' });
    await returns(async () => new Json({ id: 7 }, { status: 201, headers: { 'X-Own': '1' } }))(req, res);
    assert.equal(res._getStatusCode(), 201);
    assert.equal(res.getHeader('X-Own'), '1');
    assert.deepEqual(res._getJSONData(), { id: 7 });
  });
  it('its res receives a text and its content type', () => {
    const { req, res } = httpMocks.createMocks();
    returns(() => new Text('hello'))(req, res);
    assert.equal(res._getData(), 'hello');
    assert.match(res.getHeader('Content-Type'), /^text\/plain/);
  });
});
