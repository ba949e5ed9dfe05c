// Two packages of one repository: a server that declares its routes, and a front end that compiles against the
// declaration files of the server, without Node's and Express's types. No server code is in them.
// Usage: node .ci/monorepo.mjs TARBALL
import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
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
    const files = run(folder, 'node', 'node_modules/typescript/bin/tsc', '-p', 'web', '--listFilesOnly');
    assert.match(files, /server\/dist\/routes\.d\.ts/);
    const wrong = files.split('\n').filter((file) => /server\/src|node_modules\/(zod|@types)\//.test(file));
    console.log(
      `The front end compiles against ${declared.length} bytes of declarations${wrong.length > 0 ? ', and reads' : ''}`,
    );
    assert.deepEqual(wrong, []);
  },
  (folder, names) => {
    cpSync(join(import.meta.dirname, 'consumer/monorepo'), folder, { recursive: true });
    run(folder, 'npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error', ...names);
  },
);
