// Prints for each kind of reply how many of the library's own files and functions one warm request runs.
//
//   node bench/files-of-a-reply.mjs              a table
//   node bench/files-of-a-reply.mjs --list JSON  the functions of one reply, file by file
//
// Fails where a JSON reply runs more files than MOST_FILES. Counted by V8's precise coverage, which resets with each
// reading. Functions called while the server starts, and the bodies of modules, have run before.
import { once } from 'node:events';
import http from 'node:http';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import inspector from 'node:inspector/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import express from 'express';
import ts from 'typescript';

const LIB = fileURLToPath(new URL('../lib/', import.meta.url));
const WARM = 50;
/** Own files that one JSON reply may run. */
const MOST_FILES = 11;

// One file of JavaScript for each of lib: the package is a single file. In node_modules, so that `mime` is found.
const COMPILED = mkdtempSync(fileURLToPath(new URL('../node_modules/.files-of-a-reply-', import.meta.url)));
process.once('exit', () => rmSync(COMPILED, { recursive: true }));
for (const file of readdirSync(LIB, { recursive: true }).filter((name) => /(?<!\.d)\.ts$/.test(name))) {
  const compilerOptions = { target: 'ES2022', module: 'CommonJS', esModuleInterop: true };
  const { outputText } = ts.transpileModule(readFileSync(join(LIB, file), 'utf8'), { compilerOptions });
  mkdirSync(dirname(join(COMPILED, file)), { recursive: true });
  writeFileSync(join(COMPILED, file.replace(/ts$/, 'js')), outputText);
}
// Each name of the entry file is a getter: copied, so that none is counted.
const reply = { ...createRequire(import.meta.url)(COMPILED) };

const errors = new reply.ErrorList(new reply.ErrorCode(1101, "User '{}' does not exist", 404));

/** Handlers by the name of their reply. */
const HANDLERS = {
  'JSON': () => new reply.JSON({ hello: 'world' }),
  'a plain object': () => ({ hello: 'world' }),
  'Text': () => new reply.Text('hello'),
  'Redirect': () => new reply.Redirect('/'),
  'a stream of 3 chunks': () =>
    new reply.Text(
      (function* () {
        yield 'a';
        yield 'b';
        yield 'c';
      })(),
    ),
  'Negotiated': () => new reply.Negotiated({ json: () => new reply.JSON({ hello: 'world' }) }),
  'File of 2 kB': () => new reply.File('small.txt', { root: COMPILED }),
  'File of 268 kB': () => new reply.File('large.txt', { root: COMPILED }),
  'Error by its code': () => new reply.Error(1101, 'jalil'),
  'NotFound': () => new reply.NotFound(),
  'an unexpected error': () => {
    throw new Error('unexpected');
  },
};

function appOf() {
  const settings = { errors, log: () => undefined };
  const routes = new reply.Routes();
  for (const [name, handler] of Object.entries(HANDLERS)) routes.get(pathOf(name), handler);
  const app = express();
  app.use(routes.router(settings), reply.notFound(settings), reply.errorHandler(settings));
  return app;
}

const pathOf = (name) => `/${name.replaceAll(' ', '-')}`;

async function ask(port, path) {
  const [response] = await once(http.get({ port, path, agent: false }), 'response');
  response.resume();
  await once(response, 'end');
}

/** The functions of lib that a request runs, as "file name" pairs. */
async function functionsOf(session, port, path) {
  for (let count = 0; count < WARM; count++) await ask(port, path);
  await session.post('Profiler.takePreciseCoverage');
  await ask(port, path);
  const { result } = await session.post('Profiler.takePreciseCoverage');
  return result
    .filter(({ url }) => url.startsWith('file:') && fileURLToPath(url).startsWith(COMPILED))
    .flatMap(({ url, functions }) =>
      functions
        .filter(({ ranges }) => ranges[0].count > 0)
        .map(({ functionName }) => [relative(COMPILED, fileURLToPath(url)), functionName || '(anonymous)']),
    );
}

function print(rows, listed) {
  const functions = listed === undefined ? undefined : rows.get(listed);
  if (functions !== undefined) {
    for (const file of filesOf(functions)) {
      const names = functions.filter((each) => each[0] === file).map(([, name]) => name);
      console.log(`${file}: ${names.join(', ')}`);
    }
    return;
  }
  console.log('| reply | own files | own functions |\n|---|---|---|');
  for (const [name, run] of rows) console.log(`| ${name} | ${filesOf(run).size} | ${run.length} |`);
}

const filesOf = (run) => new Set(run.map(([file]) => file));

writeFileSync(join(COMPILED, 'small.txt'), 'a'.repeat(2000));
writeFileSync(join(COMPILED, 'large.txt'), 'a'.repeat(268_000));
const server = http.createServer(appOf()).listen(0, '127.0.0.1');
await once(server, 'listening');
const session = new inspector.Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });

const rows = new Map();
for (const name of [...Object.keys(HANDLERS), 'an unknown path'])
  rows.set(name, await functionsOf(session, server.address().port, pathOf(name)));
print(rows, process.argv[2] === '--list' ? process.argv[3] : undefined);

session.disconnect();
server.close();
if (filesOf(rows.get('JSON')).size > MOST_FILES) {
  console.error(`A JSON reply runs more than ${MOST_FILES} files of lib: see --list JSON.`);
  process.exitCode = 1;
}
