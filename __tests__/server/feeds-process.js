// A server in a process of its own, for shutdown.test.ts: node feeds-process.js <4 or 5> <http or fast>.
const { once } = require('node:events');
const http = require('node:http');
const Module = require('node:module');
const { setImmediate } = require('node:timers');
const { buildSync } = require('esbuild');

const [, , major, kind] = process.argv;
const resolve = Module._resolveFilename;
Module._resolveFilename = (name, ...rest) => resolve(name === 'express' && major === '4' ? 'express4' : name, ...rest);
Module._extensions['.ts'] = (module, path) => {
  const options = { bundle: true, write: false, platform: 'node', format: 'cjs', packages: 'external' };
  module._compile(buildSync({ ...options, entryPoints: [path] }).outputFiles[0].text, path);
};

const express = require('express');
const { createServer, EventStream, returns, shutdown, Text } = require('../../lib/index.ts');

const count = { returned: 0, tasks: 0 };
const countTask = async () => {
  await new Promise(setImmediate);
  count.tasks++;
};
const terminated = once(process, 'SIGTERM');

/** One event, and then silence. */
function feed() {
  const events = ['first'].values();
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: async () => {
      const { done, value } = events.next();
      if (done) await new Promise(() => {});
      return { done: false, value };
    },
    return: async () => {
      count.returned++;
      return { done: true };
    },
  };
}

const app = express();
app.get(
  '/feed',
  returns(() => new EventStream(feed(), { after: countTask })),
);
app.get(
  '/idle',
  returns(() => new Text('idle')),
);
app.get(
  '/slow',
  returns(async () => {
    console.log('slow');
    await terminated;
    return new Text('slow', { after: countTask });
  }),
);

const server = kind === 'fast' ? createServer(app) : http.createServer(app);
server.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));
terminated.then(async () => console.log(JSON.stringify({ ...(await shutdown(server)), ...count })));
