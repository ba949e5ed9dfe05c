// Prints the status of some requests, and the files of the package that were read for them: `node app.js INDEX NAMES`.
const { once } = require('node:events');
const { Readable } = require('node:stream');
const path = require('node:path');
const express = require('express');

const [file, names] = process.argv.slice(2);
const lib = require(file);

const ROUTES = {
  value: () => ({ a: 1 }),
  JSON: async (req) => new lib.JSON({ id: req.params.id }, { status: 201, headers: { 'X-A': '1' } }),
  text: () => new lib.Text('text'),
  redirect: () => new lib.Redirect('/there'),
  guard: [lib.guard(() => lib.pass({ user: 1 })), (req) => new lib.JSON(req.user)],
  NotFound: () => {
    throw new lib.NotFound('no user');
  },
  error: () => {
    throw new Error('unexpected');
  },
  code: () => new lib.Error(1001),
  stream: () => new lib.Text(Readable.from(['a', 'b'])),
  file: () => new lib.File(path.basename(process.argv[1])),
  cookie: () => new lib.JSON(1, { cookies: [{ name: 'a', value: 'b' }] }),
  secure: () => {
    lib.createSecureServer({}, express());
    return 'made';
  },
  files: () => {
    new lib.Routes().put('/', { files: { image: {} } }, () => 'taken').router();
    return new lib.Response(null, { status: 204 });
  },
};

function appOf() {
  const app = express().set('env', 'test');
  lib.adopt(app, { mediaRoot: __dirname });
  app.post('/body', express.json(), (req) => req.body);
  for (const [name, handlers] of Object.entries(ROUTES)) app.get(`/${name}`, ...[handlers].flat());
  if (names.includes('Routes')) new lib.Routes().get('/Routes', () => 'routes').mount(app);
  if (names.includes('openapi')) {
    const document = lib.openapi([], { title: 'empty', version: '1' });
    app.get('/openapi', () => new lib.JSON(document));
  }
  return app.use(lib.notFound(), lib.errorHandler());
}

async function main() {
  const server = appOf().listen(0);
  await once(server, 'listening');
  const statuses = [];
  for (const name of names.split(',').filter((one) => one !== '')) {
    const body = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{' };
    const init = { redirect: 'manual', ...(name === 'body' && body) };
    const reply = await fetch(`http://localhost:${server.address().port}/${name}`, init);
    await reply.text();
    statuses.push(reply.status);
  }
  await lib.shutdown(server);
  const folder = path.dirname(file) + path.sep;
  const read = Object.keys(require.cache).filter((one) => one.startsWith(folder) && !one.includes('node_modules'));
  console.log(JSON.stringify({ statuses, files: read.map((one) => path.basename(one)) }));
}

main();
