// The built client on this Node, as an ES module and as CommonJS, in both error formats. Usage: node .ci/client/run.mjs
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import express from 'express';
import * as imported from 'express-returns/client';
import { apiRouter } from './app.mjs';
import { EXPECTED, tryClient } from './try.mjs';

const required = createRequire(import.meta.url)('express-returns/client');
const app = express().use('/envelope', apiRouter('envelope')).use('/problem', apiRouter('problem'));
const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');
for (const format of ['envelope', 'problem']) {
  const url = `http://127.0.0.1:${server.address().port}/${format}`;
  assert.deepEqual(await tryClient(imported, url), EXPECTED);
  assert.deepEqual(await tryClient(required, url), EXPECTED);
}
server.closeAllConnections();
server.close();
console.log(`The client works on Node ${process.version}.`);
