// Uses the packed package as a stranger would, in a project of its own: an existing JavaScript app on this Express
// major moves one route to return style by `require`; the same by `import`; both get one class; TypeScript takes it
// with the types of this major, strictly, as CommonJS, as ES modules and for a bundler.
// Usage: node .ci/consumer.mjs TARBALL MAJOR
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const [tarball, major] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), `consumer-${major}-`));
const run = (command, ...args) =>
  execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
const write = (name, text) => {
  writeFileSync(join(folder, name), text);
};

write('package.json', JSON.stringify({ name: 'consumer', private: true }));
run(
  'npm',
  'install',
  '--no-audit',
  '--no-fund',
  resolve(tarball),
  `express@${major}`,
  `@types/express@${major}`,
  '@types/node@20',
  'typescript@6.0.3',
);

write(
  'app.js',
  `const express = require('express');
const { JSON, Routes, returns } = require('express-returns');
const app = express();
app.get('/old', (req, res) => { res.json({ by: 'hand' }); });
app.get('/moved', returns((req) => new JSON({ by: 'value' })));
app.use(new Routes().get('/routes/:id', (req) => req.params).router());
module.exports = app;
`,
);
write(
  'ask.mjs',
  `import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import * as imported from 'express-returns';
import app from './app.js';
const required = createRequire(import.meta.url)('express-returns');
assert.deepEqual(Object.keys(imported).sort(), Object.keys(required).sort());
for (const name of Object.keys(required)) assert.equal(imported[name], required[name], name);
const server = app.listen(0);
await once(server, 'listening');
const ask = async (path) => {
  const reply = await fetch('http://localhost:' + server.address().port + path);
  return reply.status + ' ' + reply.headers.get('content-type') + ' ' + (await reply.text());
};
assert.equal(await ask('/old'), '200 application/json; charset=utf-8 {"by":"hand"}');
assert.equal(await ask('/moved'), '200 application/json; charset=utf-8 {"by":"value"}');
assert.equal(await ask('/routes/7'), '200 application/json; charset=utf-8 {"id":"7"}');
server.closeAllConnections();
server.close();
`,
);
run('node', 'ask.mjs');

// The tests of a user, by the runner of Node: as CommonJS and as an ES module, sharing the classes of the package.
const test = `
test('without a socket', async () => {
  const fetch = fetchOf(app);
  assert.equal(await (await fetch('/old')).text(), '{"by":"hand"}');
  assert.equal(await (await fetch('https://any/routes/7')).text(), '{"id":"7"}');
  assert.throws(() => fetchOf(1), UsageError);
});
`;
write(
  'fetch.test.mjs',
  `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UsageError } from 'express-returns';
import { fetchOf } from 'express-returns/testing';
import app from './app.js';
${test}`,
);
write(
  'fetch.test.js',
  `const assert = require('node:assert/strict');
const { test } = require('node:test');
const { fetchOf } = require('express-returns/testing');
const { UsageError } = require('express-returns');
const app = require('./app.js');
${test}`,
);
run('node', '--test', 'fetch.test.mjs', 'fetch.test.js');

const typed = `import express, { type Request, type Response } from 'express';
import * as reply from 'express-returns';
import { JSON, Routes, Status, Text, guard, returns } from 'express-returns';
import { fetchOf } from 'express-returns/testing';
interface User { readonly name: string }
const created: JSON<User, 201> = new JSON({ name: 'Ada' }, { status: Status.CREATED });
const routes = new Routes();
routes.use(express.json());
routes.get('/users/:id', (req) => new Text(req.params.id.toUpperCase()));
routes.get('/legacy', (req: Request, res: Response) => { res.json(req.query); });
routes.post('/users', guard((req) => { if (!req.ip) return new Text('no', { status: 400 }); return undefined; }), () => created);
// @ts-expect-error -- There is no such variable.
routes.put('/users/:id', (req) => new Text(req.params.name));
// @ts-expect-error -- An unknown option.
new reply.Text('a', { statusCode: 1 });
const app = express();
app.use('/api', routes.router());
routes.mount(app);
export const asked: Promise<string> = fetchOf(app)('/health', { method: 'GET' }).then((found) => found.text());
app.get('/health', returns(() => new reply.Text('ok')));
export class Users {
  @routes.get('/decorated')
  static all() { return [created.body.name]; }
}
`;
write('typed.ts', typed);
write('typed.mts', typed);
const strict = [
  '--noEmit',
  '--strict',
  '--exactOptionalPropertyTypes',
  '--noUncheckedIndexedAccess',
  '--target',
  'ES2022',
  '--types',
  'node',
  '--esModuleInterop',
];
const tsc = join('node_modules', 'typescript', 'bin', 'tsc');
run('node', tsc, ...strict, '--module', 'NodeNext', 'typed.ts', 'typed.mts');
run('node', tsc, ...strict, '--module', 'ESNext', '--moduleResolution', 'bundler', 'typed.ts');

rmSync(folder, { recursive: true });
console.log(`The packed package works with Express ${major}.`);
