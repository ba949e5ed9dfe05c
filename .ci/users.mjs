// Uses the packed package as its users do: installed by npm and by pnpm (whose strict node_modules show what is
// required but not listed), in their own Jest and Vitest suites, and twice in one app. Usage: node .ci/users.mjs
// TARBALL MAJOR
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run, withProject } from './packages.mjs';

const [tarball, major] = process.argv.slice(2);
const packed = resolve(tarball);
const suite = [packed, `express@${major}`, 'supertest@7.3.2', 'jest@30.5.2', 'vitest@3.2.4'];
const copy = (folder, ...names) => {
  for (const name of names) copyFileSync(join(import.meta.dirname, 'consumer', name), join(folder, name));
};

function askBySuites(folder, by) {
  copy(folder, 'app.js', 'app.test.js', 'app.spec.mjs');
  run(folder, process.execPath, 'node_modules/jest/bin/jest.js', '--ci', 'app.test.js');
  console.log(`Jest passes, installed by ${by}, on Express ${major}.`);
  run(folder, process.execPath, 'node_modules/vitest/vitest.mjs', 'run', 'app.spec.mjs');
  console.log(`Vitest passes, installed by ${by}, on Express ${major}.`);
}

/** The matchers have types for each `expect`: that of Vitest, of @jest/globals, and the global one of @types/jest. */
function compileMatchers(folder) {
  const body = readFileSync(join(import.meta.dirname, 'consumer/matchers.ts'), 'utf8');
  const declared =
    "import type { ResponseMatchers } from 'express-returns/testing';\ndeclare module 'expect' { interface Matchers<R> extends ResponseMatchers<R> {} }\n";
  const runners = {
    'Vitest': ["import { expect } from 'vitest';\n", 'node'],
    '@jest/globals': [`import { expect } from '@jest/globals';\n${declared}`, 'node'],
    '@types/jest': ['', 'node,jest'],
  };
  for (const [name, [head, types]] of Object.entries(runners)) {
    writeFileSync(join(folder, 'matchers.ts'), head + body);
    const options = `--noEmit --strict --skipLibCheck --target ES2022 --module NodeNext --types ${types}`;
    run(folder, process.execPath, 'node_modules/typescript/bin/tsc', ...options.split(' '), 'matchers.ts');
    console.log(`The matchers have types for ${name}.`);
  }
}

const typed = ['typescript@5.9', `@types/express@${major}`, '@types/node@20', '@types/jest@30', '@jest/globals@30.5.2'];
await withProject('typed-matchers', [packed, `express@${major}`, 'vitest@3.2.4', ...typed], compileMatchers);

await withProject('npm', suite, (folder) => {
  askBySuites(folder, 'npm');
});

await withProject('jest-29', [packed, `express@${major}`, 'supertest@7.3.2', 'jest@29.7.0'], (folder) => {
  copy(folder, 'app.js', 'app.test.js');
  run(folder, process.execPath, 'node_modules/jest/bin/jest.js', '--ci', 'app.test.js');
  console.log('Jest 29 passes.');
});

await withProject('pnpm', ['pnpm@10'], (tools) =>
  withProject(
    'pnpm-user',
    suite,
    (folder) => {
      askBySuites(folder, 'pnpm');
    },
    (folder, packages) => {
      run(folder, process.execPath, join(tools, 'node_modules/pnpm/bin/pnpm.cjs'), 'add', ...packages);
    },
  ),
);

await withProject(
  'two-copies',
  [`copy-a@file:${packed}`, `copy-b@file:${packed}`, `express@${major}`, 'supertest@7.3.2'],
  (folder) => {
    copy(folder, 'two-copies.js');
    process.stdout.write(run(folder, process.execPath, 'two-copies.js'));
  },
);

// Express 5 itself requires by `node:`, so that apps with Jest 26 have Express 4.
if (major === '4') {
  await withProject('jest-26', [packed, 'express@4', 'jest@26.6.3'], (folder) => {
    copy(folder, 'app.js', 'jest-26.test.js');
    run(folder, process.execPath, 'node_modules/jest/bin/jest.js', '--ci', '--testEnvironment=node');
    console.log('Jest 26 passes.');
  });
}
