// Two packages of one repository: a server that declares its routes, and a front end that compiles against the
// declaration files of the server, also where neither Express nor types of Node are installed. No server code is in
// them. Usage: node .ci/monorepo.mjs TARBALL
import assert from 'node:assert/strict';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run, withProject } from './packages.mjs';

const packages = [
  resolve(process.argv[2]),
  ...['express@5', '@types/express@5', '@types/node@20', 'zod@4.6.7', 'typescript@6.0.3'],
];

await withProject(
  'monorepo',
  packages,
  (folder) => {
    run(folder, 'node', 'node_modules/typescript/bin/tsc', '--build', 'web', '--verbose');
    const declared = readFileSync(join(folder, 'server/dist/routes.d.ts'), 'utf8');
    for (const text of ['zod', 'Zod', 'express"', 'secretSource', 'signedIn', 'handler'])
      assert.ok(!declared.includes(text), `routes.d.ts has ${text}:\n${declared}`);
    const tsc = (...args) => run(folder, 'node', 'node_modules/typescript/bin/tsc', '-p', 'web', ...args);
    const files = tsc('--listFilesOnly').split('\n');
    assert.ok(files.some((file) => file.endsWith('server/dist/routes.d.ts')));
    assert.deepEqual(
      files.filter((file) => /server\/src|node_modules\/zod\//.test(file)),
      [],
    );
    // As it is installed for the front end alone.
    for (const name of ['@types', 'express', 'zod', '../server/src'])
      rmSync(join(folder, 'node_modules', name), { recursive: true });
    tsc('--skipLibCheck');
    console.log(`The front end compiles against ${declared.length} bytes of declarations of its server.`);
  },
  (folder, names) => {
    cpSync(join(import.meta.dirname, 'consumer/monorepo'), folder, { recursive: true });
    run(folder, 'npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error', ...names);
  },
);
