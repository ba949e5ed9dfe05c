// Follows docs/tutorial.md in an empty folder as its reader would, in TypeScript and in JavaScript: its commands, each
// of its programs with its types and its requests, and its tests. Express is the newest.
// Usage: node --import tsx .ci/tutorial.mjs TARBALL
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { codeBlocks, filesOf } from '../__tests__/helpers/code-blocks.ts';
import { run, withProject } from './packages.mjs';

const packed = resolve(process.argv[2]);
const page = readFileSync(join(import.meta.dirname, '../docs/tutorial.md'), 'utf8');
const programs = codeBlocks('docs/tutorial.md').map(filesOf);

/** The lines of the page that are indented, as code without a test is, and begin with these words. */
const printed = (start) =>
  [...page.matchAll(/^ {4}(.*)$/gm)].map(([, line]) => line).filter((line) => line.startsWith(start));
const only = (start) => {
  const lines = printed(start);
  assert.equal(lines.length, 1, `The page has ${lines.length} lines that begin with ${start}`);
  return lines[0];
};
const shell = (folder, command) => run(folder, 'bash', '-c', command);

await withProject('tutorial', [], follow, (folder) => {
  shell(folder, `rm package.json; ${only('npm init')}`);
  for (const command of printed('npm install'))
    if (!command.includes('swagger')) shell(folder, command.replace('express-returns', `'${packed}'`));
});

async function follow(folder) {
  const port = await freePort();
  const write = (name, code) => writeFileSync(join(folder, name), code.replaceAll('3000', String(port)));
  const server = ['import { app }', 'app.listen('].map(only).join('\n');
  write('server.ts', server);
  write('server.js', server);

  for (const [index, [app, tests]] of programs.entries()) {
    write('app.ts', app);
    write('app.js', javaScript(app));
    if (tests !== undefined) {
      write('app.test.ts', tests);
      write('app.test.js', javaScript(tests));
      shell(folder, `${only('npx tsc')} app.test.ts`);
    }
    shell(folder, only('npx tsc'));
    // Without `watch`: this check restarts it.
    await serve(folder, only('npx tsx').replace(' watch', ''), `http://localhost:${port}`, app);
    await serve(folder, /`(node --watch .*?)`/.exec(page)[1].replace(' --watch', ''), `http://localhost:${port}`, app);
    if (tests !== undefined) shell(folder, only('npx vitest'));
    console.log(
      `Step ${index + 1}: typed, served, in TypeScript and JavaScript${tests === undefined ? '' : ', tested'}.`,
    );
  }
}

/** Serves an app by a command, and sends the requests of its claims. */
async function serve(folder, command, url, app) {
  const [file, ...args] = command.split(' ');
  const child = spawn(file, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  const exited = once(child, 'exit');
  try {
    const [line] = await Promise.race([once(child.stdout.setEncoding('utf8'), 'data'), exited]);
    assert.equal(line, `${url}/users\n`);
    const claims = [...app.matchAll(/^\/\/ ([A-Z]+) (\S+) -> (\d+) ?(.*)$/gm)];
    assert.ok(claims.length > 0);
    for (const [claim, method, path, status, text] of claims) {
      const reply = await fetch(url + path, { method });
      assert.equal(`${reply.status} ${(await reply.text()).slice(0, text.length)}`, `${status} ${text}`, claim);
    }
  } finally {
    process.kill(-child.pid, 'SIGTERM');
    await exited;
  }
}

function javaScript(code) {
  return ts.transpileModule(code, { compilerOptions: { module: 99, target: 99, verbatimModuleSyntax: true } })
    .outputText;
}

async function freePort() {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}
